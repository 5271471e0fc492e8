// The connection to the server across all its sockets: opens them, loses them, opens the next. It knows no rooms.
import type { ClientMessageType, ClientPayload, ServerMessage, SUBPROTOCOL } from '../protocol/index.ts';
import type { ClientSocket } from './api.ts';
import { type Backoff, isPermanent } from './backoff.ts';
import { ClientError } from './errors.ts';
import { Outbox, type Request } from './outbox.ts';
import type { ClientClock } from './platform.ts';
import type { Batch, ClientState } from './state.ts';

/** From opening a socket to the welcome, ms. A network that swallows packets reports no failure by itself. */
const WELCOME_TIMEOUT_MS = 10_000;
/** ms before repeating what the server refused for the moment. */
export const RETRY_MS = 1000;
/** What browsers report when a connection ended without a close frame. */
const ABNORMAL_CLOSURE = 1006;
const subprotocol: typeof SUBPROTOCOL = 'turnkeeper.v1';

export type LinkEvents = {
  /** A socket is open: hello is due. */
  opened(): void;
  /** Each message, before the request that it may answer is settled. */
  received(message: ServerMessage): void;
  lost(): void;
  /** Final. */
  closed(error: ClientError): void;
};

export type LinkParts = {
  readonly url: string;
  readonly createSocket: (url: string, protocol: string) => ClientSocket;
  readonly clock: ClientClock;
  readonly backoff: Backoff;
  readonly batch: Batch;
  readonly state: ClientState;
  readonly events: LinkEvents;
};

/** By default a request is sent when online, and dropped if the connection breaks. */
export type RequestOptions = Partial<Omit<Request, 'type' | 'payload'>>;

export class Link {
  readonly #parts: LinkParts;
  readonly #outbox = new Outbox();
  #socket: ClientSocket | undefined;
  #isOpen = false;
  #closedWith: ClientError | undefined;
  /** Cancelled with the socket, or with the wait for the next one. */
  readonly #timers = new Set<() => void>();

  constructor(parts: LinkParts) {
    this.#parts = parts;
  }

  get isClosed(): boolean {
    return this.#closedWith !== undefined;
  }

  get online(): boolean {
    return this.#parts.state.status === 'online';
  }

  /** Opens a socket, unless there is one or the link is closed. Throws if the url is invalid. */
  open(): void {
    if (this.#socket || this.#closedWith) return;
    const { url, createSocket, batch, events, state } = this.#parts;
    const socket = createSocket(url, subprotocol);
    this.#release();
    this.#socket = socket;
    socket.onopen = () => {
      this.#isOpen = true;
      batch.run(() => events.opened());
    };
    socket.onmessage = ({ data }) => batch.run(() => this.#onMessage(data));
    socket.onclose = ({ code, reason }) => batch.run(() => this.#onClose(code, reason));
    // A close event follows. Without a listener the ws package would throw.
    socket.onerror = () => {};
    this.after(WELCOME_TIMEOUT_MS, () => this.online || this.drop());
    state.change({ retryAt: undefined });
  }

  #onMessage(data: unknown): void {
    let message: ServerMessage;
    try {
      message = JSON.parse(String(data));
    } catch {
      return;
    }
    if (message.type === 'draining') this.#parts.backoff.addDelay(message.payload.retryAfterMs);
    this.#parts.events.received(message);
    this.#outbox.settle(message);
    this.#flush();
  }

  #flush(): void {
    if (this.#isOpen) this.#outbox.flush((text) => this.#socket?.send(text));
  }

  /** Hello was answered. */
  welcomed(): void {
    this.#parts.backoff.reset();
    this.#parts.state.change({ status: 'online' });
  }

  post<Type extends ClientMessageType>(
    type: Type,
    payload: ClientPayload<Type>,
    options?: RequestOptions,
  ): void {
    const defaults = {
      ready: () => this.online,
      onDisconnect: 'drop',
      onAnswer() {},
      onError() {},
    } as const;
    const request: Request = { ...defaults, ...options, type, payload };
    if (this.#closedWith) {
      request.onError(this.#closedWith);
    } else {
      this.#outbox.add(request);
      this.#flush();
    }
  }

  /** Like `post`, with a promise, and sent again after a reconnect. */
  request<Type extends ClientMessageType>(
    type: Type,
    payload: ClientPayload<Type>,
    options?: RequestOptions,
  ): Promise<ServerMessage> {
    return new Promise((onAnswer, onError) => {
      this.post(type, payload, { onDisconnect: 'resend', ...options, onAnswer, onError });
    });
  }

  failAll(error: ClientError, owner: object): void {
    this.#outbox.failAll(error, owner);
  }

  /** Runs in `ms` milliseconds, unless this socket is lost before. */
  after(ms: number, run: () => void): void {
    const { clock, batch } = this.#parts;
    const stop = clock.at(clock.now() + ms, () => {
      this.#timers.delete(stop);
      batch.run(run);
    });
    this.#timers.add(stop);
  }

  /** Abandons this socket and opens another after the backoff. */
  drop(): void {
    if (this.#socket) this.#parts.batch.run(() => this.#onClose(ABNORMAL_CLOSURE));
  }

  /** Forgets the socket and cancels every timer. */
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

  #onClose(code: number, reason = ''): void {
    // A failed attempt says nothing new about why the server closed.
    if (code !== ABNORMAL_CLOSURE || this.online) this.#parts.state.closeCode = code;
    if (isPermanent(code))
      this.close(new ClientError('CLOSED', `The server closed this client: ${code} ${reason}`));
    else this.#reconnectLater(code);
  }

  #reconnectLater(code: number): void {
    const { backoff, clock, events, state } = this.#parts;
    this.#release();
    const wait = backoff.next(code);
    this.after(wait, () => this.open());
    state.change({ status: 'offline', retryAt: clock.now() + wait });
    events.lost();
    this.#outbox.connectionLost();
  }

  /** Final: every open request fails with `error`. */
  close(error: ClientError): void {
    if (this.#closedWith) return;
    this.#closedWith = error;
    this.#parts.batch.run(() => {
      this.#parts.state.change({ status: 'closed', retryAt: undefined });
      this.#outbox.failAll(error);
      this.#parts.events.closed(error);
      // Last, since a request that fails may set a timer to try again.
      this.#release(1000);
    });
  }
}
