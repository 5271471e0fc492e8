// The way to the server across all its sockets: opens, loses and reopens them. It knows sockets, and no room.
import type { ClientMessageType, ClientPayload, ServerMessage, SUBPROTOCOL } from '../protocol/index.ts';
import type { ClientSocket } from './api.ts';
import { type Backoff, isForGood } from './backoff.ts';
import { ClientError } from './errors.ts';
import { Outbox, type Request } from './outbox.ts';
import type { ClientClock } from './platform.ts';
import type { Changes, ClientState } from './state.ts';

/** From opening a socket to welcome, ms; a network that swallows packets never says no by itself. */
const GREETING_MS = 10_000;
/** Before asking again what was refused only for now, ms. */
export const SOON_MS = 1000;
/** What browsers report when a connection ended without a close frame. */
const NO_CLOSE_FRAME = 1006;
const subprotocol: typeof SUBPROTOCOL = 'turnkeeper.v1';

export type LinkEvents = {
  /** A socket is open: time for hello. */
  opened(): void;
  /** Each message, before the question it may answer is told. */
  received(message: ServerMessage): void;
  lost(): void;
  /** For good. */
  ended(error: ClientError): void;
};

export type LinkParts = {
  readonly url: string;
  readonly createSocket: (url: string, protocol: string) => ClientSocket;
  readonly clock: ClientClock;
  readonly backoff: Backoff;
  readonly changes: Changes;
  readonly state: ClientState;
  readonly events: LinkEvents;
};

/** How a request differs from the usual: it goes out when online, and is forgotten if the connection breaks. */
export type Unusual = Partial<Omit<Request, 'type' | 'payload'>>;

export class Link {
  readonly #parts: LinkParts;
  readonly #outbox = new Outbox();
  #socket: ClientSocket | undefined;
  #isOpen = false;
  #ended: ClientError | undefined;
  /** Ends with the socket, or with the wait for the next. */
  readonly #timers = new Set<() => void>();

  constructor(parts: LinkParts) {
    this.#parts = parts;
  }

  get isOver(): boolean {
    return this.#ended !== undefined;
  }

  get online(): boolean {
    return this.#parts.state.status === 'online';
  }

  /** Opens a socket, unless there is one or it is over. Throws if the address is none. */
  open(): void {
    if (this.#socket || this.#ended) return;
    const { url, createSocket, changes, events, state } = this.#parts;
    const socket = createSocket(url, subprotocol);
    this.#release();
    this.#socket = socket;
    socket.onopen = () => {
      this.#isOpen = true;
      changes.together(() => events.opened());
    };
    socket.onmessage = ({ data }) => changes.together(() => this.#received(data));
    socket.onclose = ({ code, reason }) => changes.together(() => this.#down(code, reason));
    // A close follows. Without a listener the ws package would throw.
    socket.onerror = () => {};
    this.after(GREETING_MS, () => this.online || this.drop());
    state.change({ retryAt: undefined });
  }

  #received(data: unknown): void {
    let message: ServerMessage;
    try {
      message = JSON.parse(String(data));
    } catch {
      return;
    }
    if (message.type === 'draining') this.#parts.backoff.drain(message.payload.retryAfterMs);
    this.#parts.events.received(message);
    this.#outbox.settle(message);
    this.#flush();
  }

  #flush(): void {
    if (this.#isOpen) this.#outbox.flush((text) => this.#socket?.send(text));
  }

  /** Hello was answered. */
  greeted(): void {
    this.#parts.backoff.reset();
    this.#parts.state.change({ status: 'online' });
  }

  post<Type extends ClientMessageType>(
    type: Type,
    payload: ClientPayload<Type>,
    unusual: Unusual = {},
  ): void {
    const usual = { ready: () => this.online, whenLost: 'forget', answered() {}, failed() {} } as const;
    const request: Request = { ...usual, ...unusual, type, payload };
    if (this.#ended) {
      request.failed(this.#ended);
    } else {
      this.#outbox.add(request);
      this.#flush();
    }
  }

  /** The same with a promise, and asked again after a reconnect. */
  ask<Type extends ClientMessageType>(
    type: Type,
    payload: ClientPayload<Type>,
    unusual?: Unusual,
  ): Promise<ServerMessage> {
    return new Promise((answered, failed) => {
      this.post(type, payload, { whenLost: 'again', ...unusual, answered, failed });
    });
  }

  giveUp(error: ClientError, owner: object): void {
    this.#outbox.giveUp(error, owner);
  }

  /** Runs in so many ms, unless this socket is lost until then. */
  after(ms: number, run: () => void): void {
    const { clock, changes } = this.#parts;
    const stop = clock.at(clock.now() + ms, () => {
      this.#timers.delete(stop);
      changes.together(run);
    });
    this.#timers.add(stop);
  }

  /** Gives this socket up and tries another after the backoff. */
  drop(): void {
    if (this.#socket) this.#parts.changes.together(() => this.#down(NO_CLOSE_FRAME));
  }

  /** Lets go of the socket and the timers, whatever they were about. */
  #release(code?: number): void {
    const socket = this.#socket;
    for (const stop of this.#timers) stop();
    this.#timers.clear();
    this.#socket = undefined;
    this.#isOpen = false;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(code);
  }

  #down(code: number, reason?: string): void {
    // A failed attempt says nothing new about why the server went.
    if (code !== NO_CLOSE_FRAME || this.online) this.#parts.state.closeCode = code;
    if (isForGood(code)) this.end(new ClientError('CLOSED', reason || `closed with ${code}`));
    else this.#waitForNext(code);
  }

  #waitForNext(code: number): void {
    const { backoff, clock, events, state } = this.#parts;
    this.#release();
    const wait = backoff.next(code);
    this.after(wait, () => this.open());
    state.change({ status: 'offline', retryAt: clock.now() + wait });
    events.lost();
    this.#outbox.lost();
  }

  /** Over for good: all that is still asked fails with `error`. */
  end(error: ClientError): void {
    if (this.#ended) return;
    this.#ended = error;
    this.#parts.changes.together(() => {
      this.#parts.state.change({ status: 'closed', retryAt: undefined });
      this.#outbox.giveUp(error);
      this.#parts.events.ended(error);
      // Last, since what fails may set a timer to try again.
      this.#release(1000);
    });
  }
}
