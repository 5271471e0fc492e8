// One room as this client holds it: its document folded from what the server sends, its questions, its end.
import type { Json } from '../json.ts';
import { apply, type Patch } from '../patch/index.ts';
import type { ClientPayload, RoomDocument, ServerMessage, ServerPayload } from '../protocol/index.ts';
import type { ChatLine, IntentResult, Room } from './api.ts';
import { ClientError, isRetryable, leftError } from './errors.ts';
import { IntentQueue, refusal } from './intents.ts';
import { type Link, RETRY_MS, type RequestOptions } from './link.ts';
import { payloadOf } from './outbox.ts';
import { type Batch, Listeners } from './state.ts';

export type LeftReason = ServerPayload<'left'>['reason'];

type RoomRequest = 'room.legal' | 'room.bot' | 'room.rematch' | 'room.leave' | 'chat';

const matchOver = (): ClientError => new ClientError('MATCH_NOT_PLAYING', 'That match is over.');

export type RoomParts = { readonly link: Link; readonly batch: Batch; readonly onLeft: () => void };

export class JoinedRoom implements Room {
  readonly id: string;
  seat: number | null;
  document: RoomDocument;
  revision: number;
  status: Room['status'] = 'live';
  leftReason?: LeftReason;
  pending: Room['pending'] = [];
  readonly #parts: RoomParts;
  readonly #listeners = new Listeners();
  readonly #chatListeners = new Listeners<ChatLine>();
  readonly #intents: IntentQueue;
  #epoch: number;
  /** A resume is under way: diffs mean nothing until it is answered. */
  #isResuming = false;

  constructor(joined: ServerPayload<'joined'>, parts: RoomParts) {
    this.id = joined.room;
    this.#parts = parts;
    this.#intents = new IntentQueue({
      link: parts.link,
      room: this,
      onPending: (pending) => this.#setPending(pending),
    });
    ({ seat: this.seat, document: this.document, revision: this.revision, epoch: this.#epoch } = joined);
    this.#intents.raiseSeq(joined.seq);
  }

  readonly subscribe = this.#listeners.subscribe;
  readonly onChat = this.#chatListeners.subscribe;

  async send(intent: unknown): Promise<IntentResult> {
    return this.status === 'left' ? refusal(leftError()) : this.#intents.send(intent);
  }

  async legal(): ReturnType<Room['legal']> {
    return payloadOf(await this.#request('room.legal'), 'legal');
  }

  async addBot(level?: string): Promise<void> {
    await this.#request('room.bot', { onDisconnect: 'fail' }, { level });
  }

  async rematch(): Promise<void> {
    await this.#request('room.rematch');
  }

  async chat(text: string): Promise<void> {
    await this.#request('chat', { onDisconnect: 'fail' }, { text });
  }

  async leave(): Promise<void> {
    try {
      await this.#request('room.leave');
    } catch (error) {
      if (isRetryable(error as ClientError)) throw error;
      // However it came about: we are not in it any more.
      this.close('closed');
    }
  }

  // What follows is called by the rooms that hold this one; the interface Room does not offer it.

  receiveJoined({ seat, document, revision, epoch, seq }: ServerPayload<'joined'>): void {
    this.seat = seat;
    this.#epoch = epoch;
    this.#intents.raiseSeq(seq);
    // A full document holds all that was accepted, even where a new epoch counts anew.
    this.#replace(document, revision, Number.POSITIVE_INFINITY);
    this.#setLive();
  }

  receiveDiff(diff: ServerPayload<'diff'>): void {
    if (diff.revision <= this.revision) return;
    if ('document' in diff) this.#replace(diff.document, diff.revision);
    else if (this.#isResuming) return;
    else if (diff.revision === this.revision + 1) this.#apply(diff.ops as Patch);
    else this.resume();
  }

  receiveChat({ from, text, at }: ServerPayload<'chat'>): void {
    this.#chatListeners.emit({ from, text, at });
  }

  connectionLost(): void {
    this.#isResuming = false;
    this.status = 'reconnecting';
    this.#notify();
  }

  /** Asks for what was missed; `full`: for a whole document. */
  resume(full?: 'full'): void {
    const known = full ? { epoch: 0, revision: 0 } : { epoch: this.#epoch, revision: this.revision };
    this.#isResuming = true;
    this.#parts.link.post(
      'room.resume',
      { room: this.id, ...known },
      {
        owner: this,
        onAnswer: (answer) => answer.type === 'resumed' && this.#resumed(answer.payload),
        onError: (error) => {
          if (error.code === 'NOT_A_MEMBER' && this.seat === null) this.#watchAgain();
          else this.#retryOrClose(error, () => this.resume(full));
        },
      },
    );
  }

  /** No more of it: by the server's word, or because the client was closed (no reason then). */
  close(reason?: LeftReason, error = leftError()): void {
    if (this.status === 'left') return;
    this.status = 'left';
    if (reason) this.leftReason = reason;
    // What the server has accepted is true all the same.
    this.#intents.settleUpTo(Number.POSITIVE_INFINITY);
    this.#intents.failAll(error);
    this.#parts.link.failAll(error, this);
    this.#parts.onLeft();
    this.#notify();
  }

  #apply(ops: Patch): void {
    let next: Json;
    try {
      next = apply(this.document as Json, ops);
    } catch {
      // Ours is not the document the server thinks we have: only a full one helps.
      this.resume('full');
      return;
    }
    this.#replace(next as RoomDocument, this.revision + 1);
  }

  #resumed({ seat, seq }: ServerPayload<'resumed'>): void {
    this.seat = seat;
    this.#intents.raiseSeq(seq);
    this.#setLive();
  }

  #setLive(): void {
    this.#isResuming = false;
    this.status = 'live';
    this.#notify();
  }

  /** The server lets a spectator go with the connection. */
  #watchAgain(): void {
    this.#parts.link.post(
      'room.join',
      { room: this.id, as: 'spectator' },
      {
        owner: this,
        onError: (error) => this.#retryOrClose(error, () => this.#watchAgain()),
      },
    );
  }

  #retryOrClose(error: ClientError, again: () => void): void {
    if (isRetryable(error)) this.#parts.link.after(RETRY_MS, again);
    else this.close('closed');
  }

  #replace(document: RoomDocument, revision: number, reached = revision): void {
    const isNextMatch = document.match !== this.document.match;
    this.document = document;
    this.revision = revision;
    this.#intents.settleUpTo(reached);
    if (isNextMatch) this.#intents.failAll(matchOver());
    this.#notify();
  }

  async #request(
    type: RoomRequest,
    options?: RequestOptions,
    fields?: { readonly text?: string; readonly level?: string | undefined },
  ): Promise<ServerMessage> {
    if (this.status === 'left') throw leftError();
    const payload = { room: this.id, ...fields } as ClientPayload<RoomRequest>;
    const ready = (): boolean => this.status === 'live';
    return this.#parts.link.request(type, payload, { ready, owner: this, ...options });
  }

  #setPending(pending: Room['pending']): void {
    this.pending = pending;
    this.#notify();
  }

  #notify(): void {
    this.#parts.batch.notify(this.#listeners);
  }
}
