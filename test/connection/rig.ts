// A real server on a free port around a ConnectionManager, with a record of all events of its listener.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket as NetSocket } from 'node:net';
import { WebSocket } from 'ws';
import { ManualClock } from '../../src/clock/index.ts';
import {
  attachUpgrade,
  type ConnectionLimits,
  type ConnectionLog,
  ConnectionManager,
  type UpgradeOptions,
} from '../../src/connection/index.ts';
import type { Connection, ConnectionListener } from '../../src/session/index.ts';

type Event = {
  readonly kind: keyof ConnectionListener;
  readonly connection: Connection;
  readonly text?: string;
};

/** Records all events; `next` is the first of a kind that no earlier `next` has returned. */
export class Recorder implements ConnectionListener {
  readonly all: Event[] = [];
  readonly #untaken: Event[] = [];
  readonly #waiting: { kind: Event['kind']; resolve: (event: Event) => void }[] = [];

  next(kind: Event['kind']): Promise<Event> {
    const at = this.#untaken.findIndex((event) => event.kind === kind);
    const [event] = at < 0 ? [] : this.#untaken.splice(at, 1);
    if (event !== undefined) return Promise.resolve(event);
    return new Promise((resolve) => this.#waiting.push({ kind, resolve }));
  }

  count(kind: Event['kind']): number {
    return this.all.filter((event) => event.kind === kind).length;
  }

  opened(connection: Connection): void {
    this.#record({ kind: 'opened', connection });
  }

  received(connection: Connection, text: string): void {
    this.#record({ kind: 'received', connection, text });
  }

  limited(connection: Connection): void {
    this.#record({ kind: 'limited', connection });
  }

  drained(connection: Connection): void {
    this.#record({ kind: 'drained', connection });
  }

  closed(connection: Connection): void {
    this.#record({ kind: 'closed', connection });
  }

  #record(event: Event): void {
    this.all.push(event);
    const at = this.#waiting.findIndex(({ kind }) => kind === event.kind);
    const [waiting] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (waiting === undefined) this.#untaken.push(event);
    else waiting.resolve(event);
  }
}

/** A log for tests that do not read it. */
export const silentLog: ConnectionLog = { debug() {}, warn() {} };

export type LogLine = { readonly level: 'debug' | 'warn'; readonly text: string };

export type Rig = {
  readonly clock: ManualClock;
  readonly manager: ConnectionManager;
  readonly events: Recorder;
  readonly log: LogLine[];
  readonly http: Server;
  readonly port: number;
  readonly detach: () => void;
  /** Advances the clock by `ms`, and by the two sweeps that a limit may be late by. */
  pass(ms: number): void;
  [Symbol.asyncDispose](): Promise<void>;
};

type RigOptions = Partial<Omit<UpgradeOptions, 'manager' | 'clock' | 'log'>> & {
  readonly limits?: Partial<ConnectionLimits>;
};

/** Every test of a real connection runs over both kinds of sockets. */
export const socketKinds: readonly (readonly [name: string, start: typeof startRig])[] = [
  ['fast sockets', startRig],
  ['plain sockets', (options) => startRig({ ...options, plainSockets: true })],
];

export async function startRig({ limits = {}, ...options }: RigOptions = {}): Promise<Rig> {
  const clock = new ManualClock();
  const events = new Recorder();
  const lines: LogLine[] = [];
  const write =
    (level: LogLine['level']) =>
    (...parts: unknown[]): void => {
      // Errors have no enumerable fields of their own for JSON.
      const plain = (_: string, value: unknown): unknown => (value instanceof Error ? value.message : value);
      lines.push({ level, text: JSON.stringify(parts, plain) });
    };
  const log = { debug: write('debug'), warn: write('warn') };
  const manager = new ConnectionManager({ clock, listener: events, log, limits });
  // A request that is not an upgrade gets an empty page.
  const http = createServer((_, response) => response.end());
  const detach = attachUpgrade(http, { manager, clock, log, ...options });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    ...{ clock, manager, events, log: lines, http, detach, port: (http.address() as AddressInfo).port },
    pass: (ms) => clock.advance(ms + 2 * manager.limits.sweepMs),
    [Symbol.asyncDispose]: async () => {
      detach();
      manager.stop();
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}

export type Client = {
  readonly ws: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;
  /** The next text that `next` has not returned yet. */
  next(): Promise<string>;
};

type ClientOptions = {
  readonly path?: string;
  readonly protocols?: string[];
  readonly headers?: Record<string, string>;
  /** Answers pings; true if not given. */
  readonly autoPong?: boolean;
};

/** Connects a WebSocket client and waits until it is open. */
export async function openClient({ port }: Pick<Rig, 'port'>, options: ClientOptions = {}): Promise<Client> {
  const { path = '/ws', protocols = ['turnkeeper.v1'], headers = {}, autoPong = true } = options;
  const ws = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols, { headers, autoPong });
  const texts: string[] = [];
  const waiting: ((text: string) => void)[] = [];
  ws.on('message', (bytes) => {
    const resolve = waiting.shift();
    if (resolve === undefined) texts.push(String(bytes));
    else resolve(String(bytes));
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    ws.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
  await once(ws, 'open');
  ws.on('error', () => {});
  const next = async (): Promise<string> =>
    texts.shift() ?? (await new Promise<string>((resolve) => waiting.push(resolve)));
  return { ws, closed, next };
}

/** Opens a client and the connection it has on the server. */
export async function openPair(
  rig: Rig,
  options?: ClientOptions,
): Promise<{ client: Client; connection: Connection }> {
  const client = await openClient(rig, options);
  const { connection } = await rig.events.next('opened');
  return { client, connection };
}

const HANDSHAKE = {
  Host: 'game.test',
  Upgrade: 'websocket',
  Connection: 'Upgrade',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
};

/** Sends an upgrade request over a bare TCP socket; undefined takes a header away. */
export function rawUpgrade(
  { port }: Pick<Rig, 'port'>,
  changes: Record<string, string | undefined> = {},
  requestLine = 'GET /ws HTTP/1.1',
): NetSocket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  // One character a byte.
  socket.setEncoding('latin1');
  const headers = Object.entries({ ...HANDSHAKE, ...changes }).filter(([, value]) => value !== undefined);
  socket.write(`${requestLine}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
  return socket;
}

/** All that a raw socket receives, up to the chunk that contains `until`, or up to the end. */
export async function readUntil(socket: NetSocket, until?: string): Promise<string> {
  let got = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    got += String(chunk);
    if (until !== undefined && got.includes(until)) break;
  }
  return got;
}

/** A raw socket after its handshake. It answers nothing by itself: no ping and no close frame. */
export async function rawClient(rig: Pick<Rig, 'port'>): Promise<NetSocket> {
  const socket = rawUpgrade(rig);
  await readUntil(socket, '\r\n\r\n');
  return socket;
}

type FrameOptions = {
  readonly opcode: number;
  readonly payload?: Buffer;
  readonly fin?: boolean;
  /** Four bytes; all zero if not given, which leaves the payload as it is. */
  readonly mask?: Uint8Array;
};

/** A client's frame. */
export function frame({ opcode, payload = Buffer.alloc(0), fin = true, mask }: FrameOptions): Buffer {
  const { length } = payload;
  const first = (fin ? 0x80 : 0) | opcode;
  const head = length < 126 ? [first, 0x80 | length] : [first, 0x80 | 126, length >> 8, length & 0xff];
  const masked = payload.map((byte, at) => byte ^ (mask?.[at % 4] ?? 0));
  return Buffer.concat([Buffer.from(head), mask ?? Buffer.alloc(4), masked]);
}
