// The server's end of the client's socket, driven by the test: takes, answers or refuses what the client sent.
import { expect } from 'vitest';
import { type Client, type ClientSocket, type ConnectOptions, connect } from '../../src/client/index.ts';
import { ManualClock } from '../../src/clock/index.ts';
import type {
  ClientMessageType,
  ClientPayload,
  ErrorCode,
  Ref,
  ServerMessageType,
  ServerPayload,
} from '../../src/protocol/index.ts';

type Sent = { readonly type: string; readonly ref?: Ref; readonly payload: unknown };

type FullDocument = ServerPayload<'joined'>['document'];

/** One message of the client, to be answered. */
export type Question<Type extends ClientMessageType> = {
  readonly ref: Ref;
  readonly payload: ClientPayload<Type>;
  answer<Answer extends ServerMessageType>(type: Answer, payload: ServerPayload<Answer>): void;
  refuse(code: ErrorCode): void;
};

export class FakeSocket implements ClientSocket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  /** Sent by the client and not yet taken. */
  readonly inbox: Sent[] = [];
  closedWith: number | 'no code' | undefined;

  send(text: string): void {
    this.inbox.push(JSON.parse(text));
  }

  close(code?: number): void {
    this.closedWith = code ?? 'no code';
  }

  /** The oldest message of that type. */
  take<Type extends ClientMessageType>(type: Type): Question<Type> {
    const at = this.inbox.findIndex((sent) => sent.type === type);
    const sent = this.inbox[at];
    if (!sent) throw new Error(`no ${type} among ${this.types()}`);
    this.inbox.splice(at, 1);
    const ref = sent.ref as Ref;
    return {
      ref,
      payload: sent.payload as ClientPayload<Type>,
      answer: (answer, payload) => this.push(answer, payload, ref),
      refuse: (code) => this.push('error', { code, message: code }, ref),
    };
  }

  /** Types of the messages not yet taken, without pings. */
  types(): string[] {
    return this.inbox.map(({ type }) => type).filter((type) => type !== 'ping');
  }

  get pings(): number {
    return this.inbox.filter(({ type }) => type === 'ping').length;
  }

  push<Type extends ServerMessageType>(type: Type, payload: ServerPayload<Type>, ref?: Ref): void {
    this.onmessage?.({ data: JSON.stringify({ type, payload, ...(ref !== undefined && { ref }) }) });
  }
}

export const limits = {
  frameBytes: 16_384,
  messagesPerSecond: 20,
  messageBurst: 40,
  heartbeatMs: 15_000,
  graceMs: 30_000,
  roomsPerPlayer: 8,
  spectatorsPerRoom: 100,
  chatCharacters: 300,
  nameCharacters: 24,
};

export class FakeServer {
  readonly sockets: FakeSocket[] = [];

  readonly createSocket = (): FakeSocket => {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  };

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('no socket yet');
    return socket;
  }

  /** Opens the newest socket and answers its hello. */
  welcome(rooms: ServerPayload<'welcome'>['rooms'] = []): ClientPayload<'hello'> {
    this.socket.onopen?.();
    return this.greet(rooms);
  }

  /** Answers the hello of the newest socket. */
  greet(rooms: ServerPayload<'welcome'>['rooms'] = []): ClientPayload<'hello'> {
    const hello = this.socket.take('hello');
    hello.answer('welcome', { player: 'p1', token: 'secret', name: 'Ann', rooms, limits });
    return hello.payload;
  }

  /** Ends the newest socket, by default without a close frame. */
  drop(code = 1006, reason = ''): void {
    this.socket.onclose?.({ code, reason });
  }
}

export type Started = { readonly client: Client; readonly server: FakeServer; readonly clock: ManualClock };

/** A client with a fake server and a manual clock; nothing is answered yet. */
export function start(options: ConnectOptions = {}): Started {
  const server = new FakeServer();
  const clock = new ManualClock();
  const ports = { url: 'ws://test/ws', createSocket: server.createSocket, clock, random: () => 0.5 };
  return { client: connect({ ...ports, ...options }), server, clock };
}

/** The same, with hello answered. */
export function startOnline(options: ConnectOptions = {}): Started {
  const started = start(options);
  started.server.welcome();
  return started;
}

/** The connection breaks, and the client is back: waits for the backoff, and hello is answered. */
export function reconnect({ server, clock }: Started, rooms: ServerPayload<'welcome'>['rooms'] = []): void {
  const before = server.sockets.length;
  server.drop();
  clock.advance(5000);
  expect(server.sockets.length).toBe(before + 1);
  server.welcome(rooms);
}

export function documentWith(view: unknown, changes: Partial<FullDocument> = {}): FullDocument {
  return {
    game: 'count',
    code: 'K7MQ2P',
    visibility: 'public',
    options: {},
    status: 'playing',
    match: 1,
    seats: [
      { name: 'Ann', connected: true, bot: false },
      { name: 'Bob', connected: true, bot: false },
    ],
    spectators: 0,
    view,
    mine: null,
    deadlines: [],
    outcome: null,
    rematch: [],
    ...changes,
  };
}

export function joinedWith(changes: Partial<ServerPayload<'joined'>> = {}): ServerPayload<'joined'> {
  const document = documentWith({ count: 0 });
  return { room: 'r1', seat: 0, epoch: 7, revision: 3, seq: 0, document, ...changes };
}

/** The operation of a diff that sets the count. */
export const countTo = (count: number) => ({ op: 'replace' as const, path: '/view/count', value: count });
