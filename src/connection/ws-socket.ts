// The socket port over ws: the one file that imports it, with none of its defaults left.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ServerOptions, WebSocket, WebSocketServer } from 'ws';
import { SUBPROTOCOL } from '../protocol/index.ts';
import { Framing } from './framing.ts';
import type { ConnectionLimits } from './limits.ts';
import type { Socket, SocketEvents, SocketFault } from './socket.ts';
import { attachTextReader } from './text-reader.ts';
import { type Flushable, type TextReceiver, TickBatcher } from './tick-batcher.ts';

/** A checked upgrade request with its socket, and the bytes that came right behind it. */
export type UpgradeRequest = {
  readonly request: IncomingMessage;
  readonly raw: Duplex;
  readonly head: Buffer;
  readonly address: string;
};

/** Completes the WebSocket handshake; `accepted` runs within the call, or never if the socket has gone. */
type CompleteUpgrade = (upgrade: UpgradeRequest, accepted: (socket: Socket) => void) => void;

/** Makes the function that turns checked upgrade requests into sockets. */
export function wsUpgrade(limits: ConnectionLimits): CompleteUpgrade {
  const server = new WebSocketServer(wsOptions(limits));
  const { frameBytes } = limits;
  const shared = { framing: new Framing(), batcher: new TickBatcher(), frameBytes };
  return ({ request, raw, head, address }, accepted) => {
    server.handleUpgrade(request, raw, head, (ws) => accepted(new WsSocket({ ws, raw, address, shared })));
  };
}

/** Its declared types are behind ws 8.23 by the last two options. */
type WsOptions = ServerOptions & { closeTimeout: number; maxPendingAutoPongs: number };

/** What ws is told of the limits. */
export function wsOptions(limits: ConnectionLimits): WsOptions {
  return {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    skipUTF8Validation: false,
    // What ws reads and what is read past it stay in order by this.
    allowSynchronousEvents: true,
    maxPayload: limits.frameBytes,
    maxFragments: limits.fragments,
    maxBufferedChunks: limits.chunks,
    handleProtocols: () => SUBPROTOCOL,
    closeTimeout: limits.closeMs,
    maxPendingAutoPongs: limits.pendingPongs,
  };
}

/** More than this is not held back: it would count as queued, though the kernel had taken it long ago. */
const HELD_BYTES = 16 * 1024;

type Shared = { readonly framing: Framing; readonly batcher: TickBatcher; readonly frameBytes: number };
type Parts = {
  readonly ws: WebSocket;
  readonly raw: Duplex;
  readonly address: string;
  readonly shared: Shared;
};

/**
 * Frames of text go past ws, straight to the socket below it, in one write a turn: ws would make three parts and
 * two calls of each. Nothing of ws is in their way, since without compression it queues nothing itself.
 */
class WsSocket implements Socket, TextReceiver, Flushable {
  readonly address: string;
  readonly #ws: WebSocket;
  readonly #raw: Duplex;
  readonly #shared: Shared;
  /** Frames, a character a byte. */
  #held = '';
  #events: SocketEvents | undefined;

  constructor({ ws, raw, address, shared }: Parts) {
    this.#ws = ws;
    this.#raw = raw;
    this.#shared = shared;
    this.address = address;
  }

  get bufferedBytes(): number {
    return this.#ws.bufferedAmount + this.#held.length;
  }

  listen(events: SocketEvents): void {
    const { batcher, frameBytes } = this.#shared;
    this.#events = events;
    this.#ws.on('error', (error) => events.broken(faultOf(error)));
    attachTextReader({
      raw: this.#raw,
      frameBytes,
      text: (text) => batcher.queue(this, text),
      other: () => batcher.handleQueued(),
    });
    this.#ws.on('message', (bytes, isBinary) => {
      // A Buffer always, by ws's own default for binaryType; its UTF-8 is checked already.
      if (isBinary) events.binary();
      else events.text((bytes as Buffer).toString());
    });
    this.#ws.on('ping', () => events.pinged());
    this.#ws.on('pong', () => events.ponged());
    this.#ws.on('close', (code) => {
      batcher.handleQueued();
      events.closed(code);
    });
    // ws has no event for it, and a callback for each send would cost one closure a message.
    this.#raw.on('drain', () => events.drained());
  }

  receive(text: string): void {
    this.#events?.text(text);
  }

  send(text: string): void {
    if (this.#ws.readyState !== WebSocket.OPEN) return;
    const frame = this.#shared.framing.of(text);
    if (this.#held === '') this.#shared.batcher.flushLater(this);
    this.#held += frame;
    if (this.#held.length > HELD_BYTES) this.flush();
  }

  flush(): void {
    const held = this.#held;
    if (held === '') return;
    this.#held = '';
    // Nothing may follow a close frame.
    if (this.#ws.readyState === WebSocket.OPEN) this.#raw.write(held, 'latin1');
  }

  ping(): void {
    if (this.#ws.readyState === WebSocket.OPEN) this.#ws.ping();
  }

  close(code: number, reason: string): void {
    this.flush();
    this.#ws.close(code, reason);
  }

  terminate(): void {
    this.#ws.terminate();
  }
}

/** ws has two: for a message beyond maxPayload, and for a length beyond what a number can hold. */
const TOO_BIG = new Set(['WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH']);

function faultOf(error: Error & { code?: string }): SocketFault {
  return TOO_BIG.has(error.code ?? '') ? 'tooBig' : 'malformed';
}
