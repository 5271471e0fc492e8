// A client that knows the frames and nothing else: for tests of the protocol itself, good manners not included.
import type { ClientSocket } from '../client/index.ts';
import {
  type ClientMessageType,
  PROTOCOL,
  type Ref,
  type ServerMessage,
  type ServerMessageType,
  type ServerPayload,
  SUBPROTOCOL,
} from '../protocol/index.ts';
import { openSocket } from './transport.ts';

export type Closed = { readonly code: number; readonly reason: string };
type Message<Type extends ServerMessageType> = Extract<ServerMessage, { type: Type }>;
type Take = (message: ServerMessage) => void;

export type RawClientOptions = {
  /** By default a real socket. */
  readonly createSocket?: (url: string, protocol: string) => ClientSocket;
};

/** Resolves when the socket is open; rejects where it is refused. `url`: `ws://host:port/ws`. */
export async function rawClient(url: string, options: RawClientOptions = {}): Promise<RawClient> {
  const open = options.createSocket ?? ((to, protocol) => openSocket(to, protocol).socket);
  const socket = open(url, SUBPROTOCOL);
  const client = new RawClient(socket);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.onopen = () => resolve();
  void client.closed.then(({ code }) => reject(new Error(`the connection was refused (${code})`)));
  await promise;
  return client;
}

export class RawClient {
  /** Every message that came, in order, and the text of each. */
  readonly received: ServerMessage[] = [];
  readonly texts: string[] = [];
  readonly closed: Promise<Closed>;
  readonly #socket: ClientSocket;
  /** What came and nobody has asked for yet. */
  readonly #untaken: ServerMessage[] = [];
  readonly #wanted: { readonly type: ServerMessageType; readonly take: Take }[] = [];
  readonly #asked = new Map<Ref | undefined, Take>();
  #refs = 0;

  constructor(socket: ClientSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#receive(String(data));
    socket.onerror = () => {};
    this.closed = new Promise((resolve) => {
      socket.onclose = ({ code, reason }) => resolve({ code, reason });
    });
  }

  /** A text goes out as it is, anything else as JSON. */
  send(message: unknown): void {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Sends with a new ref, and resolves with the answer that carries it. */
  ask(type: ClientMessageType, payload: object): Promise<ServerMessage> {
    this.#refs += 1;
    const ref = `raw-${this.#refs}`;
    const answer = this.#await((take) => this.#asked.set(ref, take));
    this.send({ type, ref, payload });
    return answer;
  }

  /** The payload of the answer; throws if it is of another type. */
  async expect<Type extends ServerMessageType>(
    answer: Type,
    [type, payload]: readonly [ClientMessageType, object],
  ): Promise<ServerPayload<Type>> {
    const message = await this.ask(type, payload);
    if (message.type === answer) return message.payload as ServerPayload<Type>;
    throw new Error(`${type} was answered with ${JSON.stringify(message)}`);
  }

  hello(who: { readonly name?: string; readonly token?: string } = {}): Promise<ServerPayload<'welcome'>> {
    return this.expect('welcome', ['hello', { protocol: PROTOCOL, ...who }]);
  }

  /** The next message of a type that nobody has been given yet; it may have come already. */
  next<Type extends ServerMessageType>(type: Type): Promise<Message<Type>> {
    const at = this.#untaken.findIndex((message) => message.type === type);
    const [message] = at < 0 ? [] : this.#untaken.splice(at, 1);
    const next = message ?? this.#await((take) => this.#wanted.push({ type, take }));
    return Promise.resolve(next as Message<Type> | Promise<Message<Type>>);
  }

  /** All messages of a type so far. */
  all<Type extends ServerMessageType>(type: Type): Message<Type>[] {
    return this.received.filter((message): message is Message<Type> => message.type === type);
  }

  close(code?: number): void {
    this.#socket.close(code);
  }

  #await(register: (take: Take) => void): Promise<ServerMessage> {
    return new Promise((resolve, reject) => {
      register(resolve);
      // Else a test would wait for its own time limit, and not learn why.
      void this.closed.then(({ code, reason }) => reject(new Error(`closed with ${code} ${reason}`)));
    });
  }

  #receive(text: string): void {
    const message: ServerMessage = JSON.parse(text);
    this.texts.push(text);
    this.received.push(message);
    const asked = this.#asked.get(message.ref);
    const at = this.#wanted.findIndex(({ type }) => type === message.type);
    if (asked !== undefined) {
      this.#asked.delete(message.ref);
      asked(message);
    } else if (at >= 0) this.#wanted.splice(at, 1)[0]?.take(message);
    else this.#untaken.push(message);
  }
}
