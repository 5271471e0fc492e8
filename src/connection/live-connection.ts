// One connection over one socket: the receive loop with its limits, the bounds of the send queue, the end.
import { type CloseName, closes } from '../protocol/index.ts';
import type { Connection, Identity } from '../session/index.ts';
import type { ConnectionGround, EndName } from './connection-ground.ts';
import type { Socket, SocketEvents, SocketFault } from './socket.ts';
import { TokenBucket } from './token-bucket.ts';

export class LiveConnection implements Connection, SocketEvents {
  readonly id: string;
  readonly identity: Identity | undefined;
  readonly #ground: ConnectionGround;
  readonly #socket: Socket;
  readonly #messages: TokenBucket;
  /** Made at the first bad message: most connections never need it. */
  #badMessages: TokenBucket | undefined;
  #end: EndName | undefined;
  #opened = false;
  #greeted = false;
  #congested = false;
  #heard = true;
  #unanswered = 0;
  /** Sweep times: of the opening, the last ping, the begin of the congestion, the begin of the end. */
  readonly #openedAt: number;
  #pingedAt: number;
  #congestedAt = 0;
  #endedAt = 0;

  constructor(ground: ConnectionGround, socket: Socket, who: { id: string; identity: Identity | undefined }) {
    this.id = who.id;
    this.identity = who.identity;
    this.#ground = ground;
    this.#socket = socket;
    this.#messages = new TokenBucket(ground.messageBucket, ground.clock.now());
    this.#openedAt = this.#pingedAt = ground.sweptAt;
    socket.listen(this);
  }

  get address(): string {
    return this.#socket.address;
  }

  get congested(): boolean {
    return this.#congested;
  }

  /** Tells the listener; a connection that is turned away is never opened. */
  open(): void {
    this.#opened = true;
    this.#ground.listener.opened(this);
  }

  send(text: string): void {
    if (this.#end !== undefined) return;
    this.#socket.send(text);
    this.#ground.counts.sent += 1;
    const queued = this.#socket.bufferedBytes;
    if (queued <= this.#ground.limits.softBytes) return;
    if (queued > this.#ground.limits.hardBytes) this.close('tooSlow');
    else if (!this.#congested) {
      this.#congested = true;
      this.#congestedAt = this.#ground.sweptAt;
    }
  }

  greeted(): void {
    this.#greeted = true;
  }

  misbehaved(): void {
    this.#ground.counts.bad += 1;
    const now = this.#ground.clock.now();
    this.#badMessages ??= new TokenBucket(this.#ground.badBucket, now);
    if (this.#badMessages.take(now) < 0) this.close('badMessages');
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
    this.#heard = true;
    if (!this.#withinRate()) {
      if (this.#end === undefined) this.#ground.listener.limited(this, text);
      return;
    }
    this.#ground.counts.received += 1;
    this.#ground.listener.received(this, text);
  }

  binary(): void {
    this.close('binaryFrame');
  }

  pinged(): void {
    this.#heard = true;
    this.#withinRate();
  }

  ponged(): void {
    this.#heard = true;
    this.#withinRate();
  }

  drained(): void {
    if (!this.#congested || this.#end !== undefined) return;
    this.#congested = false;
    this.#ground.listener.drained(this);
  }

  broken(fault: SocketFault): void {
    this.#beginEnd(fault === 'tooBig' ? 'frameTooBig' : 'malformed');
  }

  closed(code: number): void {
    this.#beginEnd(code === 1006 ? 'lost' : 'byPeer');
    this.#ground.gone(this.id, this.#end ?? 'lost');
    if (this.#opened) this.#ground.listener.closed(this);
  }

  /** Looks after everything that takes time. */
  sweep(): void {
    const { sweptAt, limits } = this.#ground;
    if (this.#end !== undefined) {
      if (sweptAt - this.#endedAt > limits.closeMs) this.#socket.terminate();
    } else if (!this.#greeted && sweptAt - this.#openedAt > limits.helloMs) {
      this.close('noHello');
    } else if (this.#congested && sweptAt - this.#congestedAt > limits.slowReaderMs) {
      this.close('tooSlow');
    } else {
      // The socket tells no drain where softBytes is less than its own high-water mark.
      if (this.#congested && this.#socket.bufferedBytes === 0) this.drained();
      if (sweptAt - this.#pingedAt >= limits.heartbeatMs) this.#heartbeat(sweptAt);
    }
  }

  #heartbeat(sweptAt: number): void {
    this.#unanswered = this.#heard ? 0 : this.#unanswered + 1;
    if (this.#unanswered === 2) {
      this.terminate('heartbeatLost');
      return;
    }
    this.#heard = false;
    this.#pingedAt = sweptAt;
    this.#socket.ping();
  }

  #withinRate(): boolean {
    const left = this.#messages.take(this.#ground.clock.now());
    if (left >= 0) return true;
    this.#ground.counts.limited += 1;
    if (left < -this.#ground.limits.messageOverrun) this.close('tooManyMessages');
    return false;
  }

  #beginEnd(end: EndName): boolean {
    if (this.#end !== undefined) return false;
    this.#end = end;
    this.#endedAt = this.#ground.sweptAt;
    return true;
  }
}
