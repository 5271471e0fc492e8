// The socket port over ws, by its public API alone; the frames of one tick of the event loop leave in one write.
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import type { Socket, SocketEvents, SocketFault } from './socket.ts';
import type { Flushable, TickBatcher } from './tick-batcher.ts';

export type WsSocketParts = {
  /** Open, and nothing of it is listened to yet. */
  readonly ws: WebSocket;
  /** The stream that carries the frames of `ws`. */
  readonly raw: Duplex;
  readonly address: string;
  readonly batcher: TickBatcher;
  /** The longest text that a client may send, in bytes; `ws` enforces the same limit. */
  readonly frameBytes: number;
};

/** More bytes are not held back until the end of a tick: they would count as queued, though the kernel has room. */
export const HELD_BYTES = 16 * 1024;

export class WsSocket implements Socket, Flushable {
  readonly address: string;
  protected readonly ws: WebSocket;
  protected readonly raw: Duplex;
  protected readonly batcher: TickBatcher;
  #corked = false;

  constructor({ ws, raw, address, batcher }: WsSocketParts) {
    this.ws = ws;
    this.raw = raw;
    this.address = address;
    this.batcher = batcher;
  }

  get bufferedBytes(): number {
    return this.ws.bufferedAmount;
  }

  listen(events: SocketEvents): void {
    this.ws.on('error', (error) => events.broken(faultOf(error)));
    this.ws.on('message', (bytes, isBinary) => {
      // A Buffer always, by ws's own default for binaryType; its UTF-8 is checked already.
      if (isBinary) events.binary();
      else events.text((bytes as Buffer).toString());
    });
    this.ws.on('ping', () => events.pinged());
    this.ws.on('pong', () => events.ponged());
    this.ws.on('close', (code) => events.closed(code));
    // ws has no event for it, and a callback for each send would cost one closure a message.
    this.raw.on('drain', () => events.drained());
  }

  send(text: string): void {
    if (this.ws.readyState !== WebSocket.OPEN) return;
    if (!this.#corked) {
      this.#corked = true;
      this.raw.cork();
      this.batcher.flushLater(this);
    }
    this.ws.send(text);
    if (this.raw.writableLength > HELD_BYTES) this.flush();
  }

  flush(): void {
    if (!this.#corked) return;
    this.#corked = false;
    this.raw.uncork();
  }

  ping(): void {
    if (this.ws.readyState === WebSocket.OPEN) this.ws.ping();
  }

  close(code: number, reason: string): void {
    this.flush();
    this.ws.close(code, reason);
  }

  terminate(): void {
    this.ws.terminate();
  }
}

/** ws has two: for a message beyond maxPayload, and for a length beyond what a number can hold. */
const TOO_BIG = new Set(['WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH']);

function faultOf(error: Error & { code?: string }): SocketFault {
  return TOO_BIG.has(error.code ?? '') ? 'tooBig' : 'malformed';
}
