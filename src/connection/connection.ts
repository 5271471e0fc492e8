// One connection over one socket: receives within its limits, bounds the send queue, and ends exactly once.
import { type CloseName, closes } from '../protocol/index.ts';
import type { Bucket, TokenBucketLimiter } from '../rate-limit/index.ts';
import type { Connection, ConnectionListener, Identity } from '../session/index.ts';
import type { ConnectionLimits } from './limits.ts';
import type { Socket, SocketEvents, SocketFault } from './socket.ts';

/**
 * Why a connection ended: the name of the close code that the server sent, or `byPeer` (the client closed it), `lost` (the
 * network failed), `malformed` (the client violated RFC 6455).
 */
export type EndReason = CloseName | 'byPeer' | 'lost' | 'malformed';

/** Totals since the start, for metrics; a key of `ended` appears with the first end of its kind. */
export type ConnectionCounts = {
  /** Connections that were accepted. */
  opened: number;
  /** Messages within the limits, before anybody reads them. */
  received: number;
  /** Messages, each counted once for each connection it goes to. */
  sent: number;
  /** Messages and control frames beyond the rate. */
  limited: number;
  /** Messages that violate the protocol. */
  bad: number;
  readonly ended: { [End in EndReason]?: number };
};

/** Shared by all connections of a manager: one object, so that each connection holds a single reference to it. */
export type ConnectionContext = {
  readonly limits: ConnectionLimits;
  readonly listener: ConnectionListener;
  readonly counts: ConnectionCounts;
  readonly messageRate: TokenBucketLimiter;
  readonly badMessageRate: TokenBucketLimiter;
  /**
   * Time in ms as the sweeps count it: each sweep adds sweepMs, however late it runs. So a blocked event loop, a
   * suspended machine or a wall clock set forward ages no connection, and no message has to read a clock.
   */
  sweptAt: number;
  /** The socket of the connection with this id is closed. */
  removed(id: string, end: EndReason): void;
};

export class LiveConnection implements Connection, SocketEvents {
  readonly id: string;
  readonly identity: Identity | undefined;
  readonly #context: ConnectionContext;
  readonly #socket: Socket;
  readonly #messageBucket: Bucket;
  /** Created at the first bad message: most connections never need it. */
  #badMessageBucket: Bucket | undefined;
  #end: EndReason | undefined;
  #opened = false;
  #greeted = false;
  #congested = false;
  /** Whether the peer has sent anything since the last ping. */
  #active = true;
  #missedPings = 0;
  /** Sweep times: of the opening, of the last ping, of the begin of congestion, of the begin of the end. */
  readonly #openedAt: number;
  #pingedAt: number;
  #congestedAt = 0;
  #endedAt = 0;

  constructor(
    context: ConnectionContext,
    socket: Socket,
    peer: { id: string; identity: Identity | undefined },
  ) {
    this.id = peer.id;
    this.identity = peer.identity;
    this.#context = context;
    this.#socket = socket;
    this.#messageBucket = context.messageRate.newBucket();
    this.#openedAt = this.#pingedAt = context.sweptAt;
    socket.listen(this);
  }

  get address(): string {
    return this.#socket.address;
  }

  get congested(): boolean {
    return this.#congested;
  }

  /** Announces the connection to the listener. A connection that is refused at once is never opened. */
  open(): void {
    this.#opened = true;
    this.#context.listener.opened(this);
  }

  send(text: string): void {
    if (this.#end !== undefined) return;
    this.#socket.send(text);
    this.#context.counts.sent += 1;
    const queued = this.#socket.bufferedBytes;
    if (queued <= this.#context.limits.softBytes) return;
    if (queued > this.#context.limits.hardBytes) this.close('tooSlow');
    else if (!this.#congested) {
      this.#congested = true;
      this.#congestedAt = this.#context.sweptAt;
    }
  }

  greeted(): void {
    this.#greeted = true;
  }

  misbehaved(): void {
    this.#context.counts.bad += 1;
    this.#badMessageBucket ??= this.#context.badMessageRate.newBucket();
    if (!this.#context.badMessageRate.take(this.#badMessageBucket)) this.close('badMessages');
  }

  close(close: CloseName): void {
    if (!this.#beginEnd(close)) return;
    this.#socket.close(closes[close].code, closes[close].meaning);
  }

  /** Cuts the link without waiting for the peer. */
  terminate(close: CloseName): void {
    this.close(close);
    this.#socket.terminate();
  }

  text(text: string): void {
    if (this.#end !== undefined) return;
    this.#active = true;
    if (!this.#withinRate()) {
      if (this.#end === undefined) this.#context.listener.limited(this, text);
      return;
    }
    this.#context.counts.received += 1;
    this.#context.listener.received(this, text);
  }

  binary(): void {
    this.close('binaryFrame');
  }

  pinged(): void {
    this.#active = true;
    this.#withinRate();
  }

  ponged(): void {
    this.#active = true;
    this.#withinRate();
  }

  drained(): void {
    if (!this.#congested || this.#end !== undefined) return;
    this.#congested = false;
    this.#context.listener.drained(this);
  }

  broken(fault: SocketFault): void {
    this.#beginEnd(fault === 'tooBig' ? 'frameTooBig' : 'malformed');
  }

  closed(code: number): void {
    this.#beginEnd(code === 1006 ? 'lost' : 'byPeer');
    this.#context.removed(this.id, this.#end ?? 'lost');
    if (this.#opened) this.#context.listener.closed(this);
  }

  /** Enforces all limits in time. */
  sweep(): void {
    const { sweptAt, limits } = this.#context;
    if (this.#end !== undefined) {
      if (sweptAt - this.#endedAt > limits.closeMs) this.#socket.terminate();
    } else if (!this.#greeted && sweptAt - this.#openedAt > limits.helloMs) {
      this.close('noHello');
    } else if (this.#congested && sweptAt - this.#congestedAt > limits.slowReaderMs) {
      this.close('tooSlow');
    } else {
      // Where softBytes is less than the socket's own high-water mark, there is no drain event.
      if (this.#congested && this.#socket.bufferedBytes === 0) this.drained();
      if (sweptAt - this.#pingedAt >= limits.heartbeatMs) this.#heartbeat(sweptAt);
    }
  }

  #heartbeat(sweptAt: number): void {
    this.#missedPings = this.#active ? 0 : this.#missedPings + 1;
    if (this.#missedPings === 2) {
      this.terminate('heartbeatLost');
      return;
    }
    this.#active = false;
    this.#pingedAt = sweptAt;
    this.#socket.ping();
  }

  #withinRate(): boolean {
    const { messageRate, counts, limits } = this.#context;
    if (messageRate.take(this.#messageBucket)) return true;
    counts.limited += 1;
    if (messageRate.excess(this.#messageBucket) > limits.messageOverrun) this.close('tooManyMessages');
    return false;
  }

  #beginEnd(end: EndReason): boolean {
    if (this.#end !== undefined) return false;
    this.#end = end;
    this.#endedAt = this.#context.sweptAt;
    return true;
  }
}
