// An in-memory socket and its client end, joined by two frame queues: a network that a test can hold, fill and cut.
import type { Socket, SocketEvents } from '../connection/index.ts';
import { type Frame, FrameQueue } from './frame-queue.ts';

/** The part of the browser's WebSocket that a client needs, with the same readyState values. */
export interface LinkedClient {
  readonly readyState: number;
  onopen: ((event: unknown) => void) | null;
  onmessage: ((event: { readonly data: string }) => void) | null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null;
  /** Never called: onclose with 1006 reports a lost connection. */
  onerror: ((event: unknown) => void) | null;
  send(message: string | Uint8Array): void;
  close(code?: number, reason?: string): void;
}

export type LinkedPair = {
  readonly server: Socket;
  readonly client: LinkedClient;
  /** The client stops reading: frames to it wait, pings too. */
  pause(): void;
  resume(): void;
  /** Breaks the connection: both ends are closed with 1006, and frames in transit are lost. */
  cut(): void;
};

export type LinkedOptions = {
  readonly address?: string | undefined;
  /** Maximum size of a message, in bytes. The server end closes with 1009 above it; no limit by default. */
  readonly frameBytes?: number | undefined;
  /** Runs a delivery later; by default in a microtask. */
  readonly schedule?: ((deliver: () => void) => void) | undefined;
};

export function linkedSockets(options: LinkedOptions = {}): LinkedPair {
  const schedule = options.schedule ?? queueMicrotask;
  const queues: Queues = {
    toClient: new FrameQueue({
      schedule,
      take: (frame) => client.take(frame),
      drained: () => server.drained(),
    }),
    toServer: new FrameQueue({ schedule, take: (frame) => server.take(frame), drained: () => {} }),
  };
  const server = new ServerEnd(queues, options);
  const client = new ClientEnd(queues);
  schedule(() => client.opened());
  return {
    server,
    client,
    pause: () => queues.toClient.pause(),
    resume: () => queues.toClient.resume(),
    cut: () => server.terminate(),
  };
}

type Queues = { readonly toClient: FrameQueue; readonly toServer: FrameQueue };

class ServerEnd implements Socket {
  readonly address: string;
  readonly #queues: Queues;
  readonly #frameBytes: number;
  #events: SocketEvents | undefined;
  #state: 'open' | 'closing' | 'broken' | 'closed' = 'open';

  constructor(
    queues: Queues,
    { address = '127.0.0.1', frameBytes = Number.POSITIVE_INFINITY }: LinkedOptions,
  ) {
    this.#queues = queues;
    this.address = address;
    this.#frameBytes = frameBytes;
  }

  get bufferedBytes(): number {
    return this.#queues.toClient.heldBytes;
  }

  listen(events: SocketEvents): void {
    this.#events = events;
  }

  send(text: string): void {
    if (this.#state === 'open') this.#queues.toClient.push({ kind: 'text', text });
  }

  ping(): void {
    if (this.#state === 'open') this.#queues.toClient.push({ kind: 'ping' });
  }

  close(code: number, reason: string): void {
    if (this.#state !== 'open') return;
    this.#state = 'closing';
    this.#queues.toClient.push({ kind: 'close', code, reason });
  }

  terminate(): void {
    if (this.#state === 'closed') return;
    this.#queues.toClient.cut();
    this.#queues.toServer.cut();
  }

  drained(): void {
    this.#events?.drained();
  }

  take(frame: Frame): void {
    if (this.#state === 'closed') return;
    if (frame.kind === 'close') this.#closed(frame.code, frame.reason);
    else if (frame.kind === 'cut') this.#closed(1006, '');
    else if (this.#state === 'broken') return;
    else if (frame.kind === 'text') this.#text(frame.text);
    else if (frame.kind === 'binary') this.#events?.binary();
    else this.#events?.ponged();
  }

  #text(text: string): void {
    if (Buffer.byteLength(text) <= this.#frameBytes) {
      this.#events?.text(text);
      return;
    }
    this.close(1009, '');
    this.#state = 'broken';
    this.#events?.broken('tooBig');
  }

  #closed(code: number, reason: string): void {
    if (this.#state === 'open') this.#queues.toClient.push({ kind: 'close', code, reason });
    this.#state = 'closed';
    this.#events?.closed(code);
  }
}

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

class ClientEnd implements LinkedClient {
  readonly #queues: Queues;
  readyState = CONNECTING;
  onopen: LinkedClient['onopen'] = null;
  onmessage: LinkedClient['onmessage'] = null;
  onclose: LinkedClient['onclose'] = null;
  onerror: LinkedClient['onerror'] = null;

  constructor(queues: Queues) {
    this.#queues = queues;
  }

  opened(): void {
    if (this.readyState !== CONNECTING) return;
    this.readyState = OPEN;
    this.onopen?.({});
  }

  /** Throws before onopen, as the browser's WebSocket does. Does nothing while closing. */
  send(message: string | Uint8Array): void {
    if (this.readyState === CONNECTING) throw new Error('the socket is not open yet');
    if (this.readyState !== OPEN) return;
    const isText = typeof message === 'string';
    this.#queues.toServer.push(isText ? { kind: 'text', text: message } : { kind: 'binary' });
  }

  /** 1005 is the code that an end gets when the close frame carries none. */
  close(code = 1005, reason = ''): void {
    if (this.readyState >= CLOSING) return;
    this.readyState = CLOSING;
    this.#queues.toServer.push({ kind: 'close', code, reason });
  }

  take(frame: Frame): void {
    if (this.readyState === CLOSED) return;
    if (frame.kind === 'text') this.onmessage?.({ data: frame.text });
    else if (frame.kind === 'ping') this.#queues.toServer.push({ kind: 'pong' });
    else if (frame.kind === 'close') this.#closed(frame.code, frame.reason);
    else if (frame.kind === 'cut') this.#closed(1006, '');
  }

  #closed(code: number, reason: string): void {
    if (this.readyState !== CLOSING) this.#queues.toServer.push({ kind: 'close', code, reason });
    this.readyState = CLOSED;
    this.onclose?.({ code, reason });
  }
}
