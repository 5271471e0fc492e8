// A small correct server of one room. The test decides when its messages are delivered and when the connection breaks.
import type { ErrorCode, Ref, ServerMessageType, ServerPayload } from '../../src/protocol/index.ts';
import { countTo, documentWith, type FakeServer, type FakeSocket, limits } from './fake-server.ts';

type Change = { readonly count: number; readonly intent?: string };
type Wire = { readonly socket: FakeSocket; readonly outgoing: string[]; isOpen: boolean };
type ClientRequest = { readonly type: string; readonly ref?: Ref; readonly payload: Record<string, unknown> };

/** Accepts an intent `{ type: 'add', id, legal }` if `legal` is true; each accepted one adds 1 to the count. */
export class ModelServer {
  /** The changes, by revision from 1. */
  readonly log: Change[] = [];
  readonly #fake: FakeServer;
  #wire: Wire | undefined;
  #epoch = 1;
  #oldest = 0;
  #accepted = { seq: 0, revision: 0 };

  constructor(fake: FakeServer) {
    this.#fake = fake;
  }

  get count(): number {
    return this.log.at(-1)?.count ?? 0;
  }

  /** The newest socket opens, if it has not. */
  open(): void {
    const { socket } = this.#fake;
    if (this.#wire?.socket === socket) return;
    this.#wire = { socket, outgoing: [], isOpen: true };
    socket.onopen?.();
  }

  /** Processes one message of the client. */
  serve(): void {
    const request = this.#wire?.isOpen ? this.#wire.socket.inbox.shift() : undefined;
    if (request) this.#answer(request as ClientRequest);
  }

  /** One message reaches the client. */
  deliver(): void {
    const text = this.#wire?.isOpen ? this.#wire.outgoing.shift() : undefined;
    if (text !== undefined) this.#wire?.socket.onmessage?.({ data: text });
  }

  /** Breaks the connection; messages on their way are lost. */
  drop(): void {
    if (!this.#wire?.isOpen) return;
    this.#wire.isOpen = false;
    this.#wire.socket.onclose?.({ code: 1006, reason: '' });
  }

  /** The other player moves. */
  moveOther(): void {
    this.#commit({ count: this.count + 1 });
  }

  /** As after a restart: the history is gone, only the state is left. */
  forgetHistory(): void {
    this.#epoch += 1;
    this.#oldest = this.log.length;
  }

  get isIdle(): boolean {
    return Boolean(this.#wire?.isOpen && !this.#wire.socket.inbox.length && !this.#wire.outgoing.length);
  }

  #answer({ type, ref, payload }: ClientRequest): void {
    if (type === 'hello') {
      this.#send(
        'welcome',
        { player: 'p', token: 't', name: 'Ann', rooms: [{ room: 'r1', seat: 0 }], limits },
        ref,
      );
    } else if (type === 'ping') {
      this.#send('pong', { at: 0 }, ref);
    } else if (type === 'room.join') {
      this.#sendJoined(ref);
    } else if (type === 'room.resume') {
      this.#resume(payload, ref);
    } else if (type === 'intent') {
      this.#intent(payload, ref);
    }
  }

  #sendJoined(ref: Ref | undefined): void {
    const document = documentWith({ count: this.count });
    const { seq } = this.#accepted;
    const place = { room: 'r1', seat: 0, epoch: this.#epoch, revision: this.log.length };
    this.#send('joined', { ...place, seq, document }, ref);
  }

  #resume(payload: Record<string, unknown>, ref: Ref | undefined): void {
    const { epoch, revision } = payload as { epoch: number; revision: number };
    if (epoch !== this.#epoch || revision < this.#oldest) {
      this.#sendJoined(ref);
      return;
    }
    this.#send('resumed', { room: 'r1', seat: 0, epoch, revision, seq: this.#accepted.seq }, ref);
    for (let next = revision + 1; next <= this.log.length; next++) this.#sendDiff(next);
  }

  #intent(payload: Record<string, unknown>, ref: Ref | undefined): void {
    const { seq, intent } = payload as { seq: number; intent: { id: string; legal: boolean } };
    if (seq === this.#accepted.seq) this.#sendDiff(this.#accepted.revision, ref);
    else if (seq < this.#accepted.seq) this.#reject('STALE_SEQ', ref);
    else if (!intent.legal) this.#reject('INTENT_ILLEGAL', ref);
    else {
      this.#accepted = { seq, revision: this.log.length + 1 };
      this.#commit({ count: this.count + 1, intent: intent.id }, ref);
    }
  }

  #reject(code: ErrorCode, ref: Ref | undefined): void {
    this.#send('rejected', { room: 'r1', code, message: code }, ref);
  }

  #commit(change: Change, ref?: Ref): void {
    this.log.push(change);
    this.#sendDiff(this.log.length, ref);
  }

  #sendDiff(revision: number, ref?: Ref): void {
    this.#send('diff', { room: 'r1', revision, ops: [countTo(this.log[revision - 1]?.count ?? 0)] }, ref);
  }

  #send<Type extends ServerMessageType>(type: Type, payload: ServerPayload<Type>, ref?: Ref): void {
    this.#wire?.outgoing.push(JSON.stringify({ type, payload, ...(ref !== undefined && { ref }) }));
  }
}
