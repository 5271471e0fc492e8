// A client that sends and receives single messages, valid or not: for tests of the protocol itself.
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

/** How a connection ended: close code and reason. */
export type Closed = { readonly code: number; readonly reason: string };
/** The message of one type. */
export type ServerMessageOf<Type extends ServerMessageType> = Extract<ServerMessage, { type: Type }>;
type Take = (message: ServerMessage) => void;

/** The options of `rawClient`. */
export type RawClientOptions = {
  /** By default a network socket. */
  readonly createSocket?: (url: string, protocol: string) => ClientSocket;
};

/**
 * Resolves when the socket is open. The client does not reconnect, answers nothing by itself and checks nothing.
 *
 * @param url `ws://host:port/ws`
 * @throws Error if the server refuses the connection, with the close code
 * @example
 * ```ts
 * const ann = await rawClient(server.socketUrl);
 * await ann.hello({ name: 'Ann' });
 * const { room } = await ann.expect('joined', ['room.create', { game: 'tic-tac-toe' }]);
 * ann.send('{"type":'); // any text
 * console.log((await ann.next('error')).payload.code); // BAD_JSON
 * ```
 */
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

/** A client that sends and receives single messages, for tests of the protocol itself. */
export class RawClient {
  /** Every received message, in order, and the text of each. */
  readonly received: ServerMessage[] = [];
  readonly texts: string[] = [];
  readonly closed: Promise<Closed>;
  readonly #socket: ClientSocket;
  /** Received messages that no `next` has taken yet. */
  readonly #unclaimed: ServerMessage[] = [];
  readonly #waiting: { readonly type: ServerMessageType; readonly take: Take }[] = [];
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

  /** Sends a string as it is, anything else as JSON. */
  send(message: unknown): void {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Sends a message with a new ref and resolves with the answer that carries this ref. */
  ask(type: ClientMessageType, payload: object): Promise<ServerMessage> {
    this.#refs += 1;
    const ref = `raw-${this.#refs}`;
    const answer = this.#await((take) => this.#asked.set(ref, take));
    this.send({ type, ref, payload });
    return answer;
  }

  /**
   * Like `ask`, and returns the payload of the answer.
   * @throws Error if the answer has another type
   */
  async expect<Type extends ServerMessageType>(
    answer: Type,
    [type, payload]: readonly [ClientMessageType, object],
  ): Promise<ServerPayload<Type>> {
    const message = await this.ask(type, payload);
    if (message.type === answer) return message.payload as ServerPayload<Type>;
    throw new Error(`${type} was answered with ${JSON.stringify(message)}`);
  }

  /** Identifies the client. Must be the first message; a token resumes an earlier session. */
  hello(who: { readonly name?: string; readonly token?: string } = {}): Promise<ServerPayload<'welcome'>> {
    return this.expect('welcome', ['hello', { protocol: PROTOCOL, ...who }]);
  }

  /** The next message of a type that `next` has not returned yet; it may have arrived already. Not for answers. */
  next<Type extends ServerMessageType>(type: Type): Promise<ServerMessageOf<Type>> {
    const at = this.#unclaimed.findIndex((message) => message.type === type);
    const [message] = at < 0 ? [] : this.#unclaimed.splice(at, 1);
    const next = message ?? this.#await((take) => this.#waiting.push({ type, take }));
    return Promise.resolve(next as ServerMessageOf<Type> | Promise<ServerMessageOf<Type>>);
  }

  /** All received messages of a type. */
  all<Type extends ServerMessageType>(type: Type): ServerMessageOf<Type>[] {
    return this.received.filter((message): message is ServerMessageOf<Type> => message.type === type);
  }

  close(code?: number): void {
    this.#socket.close(code);
  }

  #await(register: (take: Take) => void): Promise<ServerMessage> {
    return new Promise((resolve, reject) => {
      register(resolve);
      // Without this a test would wait for its own time-out and not show the reason.
      void this.closed.then(({ code, reason }) => reject(new Error(`closed with ${code} ${reason}`)));
    });
  }

  #receive(text: string): void {
    const message: ServerMessage = JSON.parse(text);
    this.texts.push(text);
    this.received.push(message);
    const asked = this.#asked.get(message.ref);
    const at = this.#waiting.findIndex(({ type }) => type === message.type);
    if (asked !== undefined) {
      this.#asked.delete(message.ref);
      asked(message);
    } else if (at >= 0) this.#waiting.splice(at, 1)[0]?.take(message);
    else this.#unclaimed.push(message);
  }
}
