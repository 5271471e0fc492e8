// An in-memory socket and its client end, joined by two wires: a network that a test can hold, fill and cut.
import type { Socket, SocketEvents } from './socket.ts';
import { type Frame, Wire } from './wire.ts';

/** As much of the browser's WebSocket as a client needs; readyState as there. */
export interface LinkedClient {
  readonly readyState: number;
  onopen: ((event: unknown) => void) | null;
  onmessage: ((event: { readonly data: string }) => void) | null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null;
  /** Never called: a lost link is told by onclose with 1006. */
  onerror: ((event: unknown) => void) | null;
  send(message: string | Uint8Array): void;
  close(code?: number, reason?: string): void;
}

export type LinkedPair = {
  readonly server: Socket;
  readonly client: LinkedClient;
  /** The client stops reading: what is sent to it waits, pings too. */
  pause(): void;
  resume(): void;
  /** The link is lost: both ends are told 1006, and what was under way never arrives. */
  cut(): void;
};

export type LinkedOptions = {
  readonly address?: string | undefined;
  /** Bytes of a message beyond which the server end breaks the link with 1009; unbounded if not given. */
  readonly frameBytes?: number | undefined;
  /** Runs a delivery later; in a microtask if not given. */
  readonly schedule?: ((deliver: () => void) => void) | undefined;
};

export function linkedSockets(options: LinkedOptions = {}): LinkedPair {
  const schedule = options.schedule ?? queueMicrotask;
  const wires: Wires = {
    toClient: new Wire({ schedule, take: (frame) => client.take(frame), drained: () => server.drained() }),
    toServer: new Wire({ schedule, take: (frame) => server.take(frame), drained: () => {} }),
  };
  const server = new ServerEnd(wires, options);
  const client = new ClientEnd(wires);
  schedule(() => client.opened());
  return {
    server,
    client,
    pause: () => wires.toClient.pause(),
    resume: () => wires.toClient.resume(),
    cut: () => server.terminate(),
  };
}

type Wires = { readonly toClient: Wire; readonly toServer: Wire };

class ServerEnd implements Socket {
  readonly address: string;
  readonly #wires: Wires;
  readonly #frameBytes: number;
  #events: SocketEvents | undefined;
  #state: 'open' | 'closing' | 'broken' | 'closed' = 'open';

  constructor(wires: Wires, { address = '127.0.0.1', frameBytes = Number.POSITIVE_INFINITY }: LinkedOptions) {
    this.#wires = wires;
    this.address = address;
    this.#frameBytes = frameBytes;
  }

  get bufferedBytes(): number {
    return this.#wires.toClient.heldBytes;
  }

  listen(events: SocketEvents): void {
    this.#events = events;
  }

  send(text: string): void {
    if (this.#state === 'open') this.#wires.toClient.push({ kind: 'text', text });
  }

  ping(): void {
    if (this.#state === 'open') this.#wires.toClient.push({ kind: 'ping' });
  }

  close(code: number, reason: string): void {
    if (this.#state !== 'open') return;
    this.#state = 'closing';
    this.#wires.toClient.push({ kind: 'close', code, reason });
  }

  terminate(): void {
    if (this.#state === 'closed') return;
    this.#wires.toClient.cut();
    this.#wires.toServer.cut();
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
    if (this.#state === 'open') this.#wires.toClient.push({ kind: 'close', code, reason });
    this.#state = 'closed';
    this.#events?.closed(code);
  }
}

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

class ClientEnd implements LinkedClient {
  readonly #wires: Wires;
  readyState = CONNECTING;
  onopen: LinkedClient['onopen'] = null;
  onmessage: LinkedClient['onmessage'] = null;
  onclose: LinkedClient['onclose'] = null;
  onerror: LinkedClient['onerror'] = null;

  constructor(wires: Wires) {
    this.#wires = wires;
  }

  opened(): void {
    if (this.readyState !== CONNECTING) return;
    this.readyState = OPEN;
    this.onopen?.({});
  }

  /** Throws before onopen, as the browser's does; does nothing once closing. */
  send(message: string | Uint8Array): void {
    if (this.readyState === CONNECTING) throw new Error('the socket is not open yet');
    if (this.readyState !== OPEN) return;
    const isText = typeof message === 'string';
    this.#wires.toServer.push(isText ? { kind: 'text', text: message } : { kind: 'binary' });
  }

  /** 1005: what an end is told when the close frame carries no code. */
  close(code = 1005, reason = ''): void {
    if (this.readyState >= CLOSING) return;
    this.readyState = CLOSING;
    this.#wires.toServer.push({ kind: 'close', code, reason });
  }

  take(frame: Frame): void {
    if (this.readyState === CLOSED) return;
    if (frame.kind === 'text') this.onmessage?.({ data: frame.text });
    else if (frame.kind === 'ping') this.#wires.toServer.push({ kind: 'pong' });
    else if (frame.kind === 'close') this.#closed(frame.code, frame.reason);
    else if (frame.kind === 'cut') this.#closed(1006, '');
  }

  #closed(code: number, reason: string): void {
    if (this.readyState !== CLOSING) this.#wires.toServer.push({ kind: 'close', code, reason });
    this.readyState = CLOSED;
    this.onclose?.({ code, reason });
  }
}
