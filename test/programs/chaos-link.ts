// Connects a player: opens sockets until the server answers hello with welcome, and resumes with the token, as the SDK does.
import { type RawData, WebSocket } from 'ws';
import type { ClientMessageType, ServerMessage, ServerPayload } from '../../src/protocol/index.ts';

export type LinkEvents = {
  /** Called for each welcome. */
  online(welcome: ServerPayload<'welcome'>): void;
  offline(): void;
  /** Called for every other message, before the answer that it may be is delivered. */
  received(message: ServerMessage): void;
  /** The server does not know its own token. */
  forgotten(): void;
};

export type LinkOptions = {
  readonly url: string;
  readonly name: string;
  readonly random: () => number;
  readonly events: LinkEvents;
};

type Answered = (answer: ServerMessage) => void;

/** Shortest and longest time before a reconnect, in ms. Short, so that measured pauses are caused by the server. */
const BACKOFF = { min: 40, max: 400 } as const;
/** Time limit between opening a socket and welcome, in ms. */
const GREETING_MS = 5_000;

export class Link {
  readonly #options: LinkOptions;
  #socket: WebSocket | undefined;
  #isOnline = false;
  #isClosed = false;
  #token: string | undefined;
  #attempts = 0;
  #drainMs = 0;
  #refs = 0;
  readonly #pending = new Map<number, Answered>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  get isOnline(): boolean {
    return this.#isOnline;
  }

  open(): void {
    const socket = new WebSocket(this.#options.url, 'turnkeeper.v1', { perMessageDeflate: false });
    this.#socket = socket;
    this.#timer = setTimeout(() => socket.terminate(), GREETING_MS);
    socket.on('open', () => this.#hello());
    socket.on('message', (text) => this.#received(text));
    socket.on('error', () => {});
    socket.on('close', () => this.#lost());
  }

  /** Calls back with the answer, unless the connection is lost before. */
  ask(type: ClientMessageType, payload: object, answered: Answered): void {
    this.#refs += 1;
    this.#pending.set(this.#refs, answered);
    // The type comes first: the proxy finds there which messages may be repeated.
    this.#socket?.send(JSON.stringify({ type, ref: this.#refs, payload }));
  }

  /** Breaks the connection without a close frame. */
  cut(): void {
    this.#socket?.terminate();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#socket?.terminate();
  }

  #hello(): void {
    const token = this.#token === undefined ? {} : { token: this.#token };
    this.ask('hello', { protocol: 1, name: this.#options.name, ...token }, (answer) => {
      if (answer.type === 'welcome') this.#greeted(answer.payload);
      else if (answer.type === 'error' && answer.payload.code === 'BAD_TOKEN') {
        this.#token = undefined;
        this.#options.events.forgotten();
        this.#socket?.terminate();
      } else this.#socket?.terminate();
    });
  }

  #greeted(welcome: ServerPayload<'welcome'>): void {
    clearTimeout(this.#timer);
    this.#token = welcome.token;
    this.#attempts = 0;
    this.#drainMs = 0;
    this.#isOnline = true;
    this.#options.events.online(welcome);
  }

  #received(text: RawData): void {
    const message: ServerMessage = JSON.parse(String(text));
    if (message.type === 'draining') this.#drainMs = message.payload.retryAfterMs;
    if (message.type !== 'welcome') this.#options.events.received(message);
    const answered = this.#pending.get(Number(message.ref));
    this.#pending.delete(Number(message.ref));
    answered?.(message);
  }

  #lost(): void {
    clearTimeout(this.#timer);
    this.#pending.clear();
    this.#socket = undefined;
    if (this.#isClosed) return;
    const wasOnline = this.#isOnline;
    this.#isOnline = false;
    if (wasOnline) this.#options.events.offline();
    this.#timer = setTimeout(() => this.open(), this.#wait());
  }

  #wait(): number {
    const { min, max } = BACKOFF;
    const most = Math.min(max, min * 2 ** this.#attempts);
    const wait = this.#drainMs + min + this.#options.random() * most;
    this.#attempts += 1;
    this.#drainMs = 0;
    return wait;
  }
}
