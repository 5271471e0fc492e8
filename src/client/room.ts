// One room of this client: applies what the server sends to its document, sends requests, and ends when it is left.
import type { Json } from '../json.ts';
import { apply, type Patch } from '../patch/index.ts';
import type { ClientPayload, RoomDocument, ServerMessage, ServerPayload } from '../protocol/index.ts';
import type { ChatLine, IntentResult, LegalIntents, Room } from './api.ts';
import { ClientError, isRetryable, leftError } from './errors.ts';
import { IntentQueue, refusal } from './intents.ts';
import { type Link, RETRY_MS, type RequestOptions } from './link.ts';
import { payloadOf } from './outbox.ts';
import { type Batch, Listeners } from './state.ts';

export type LeftReason = ServerPayload<'left'>['reason'];

type RoomRequest = 'room.legal' | 'room.bot' | 'room.rematch' | 'room.leave' | 'chat';

const matchOver = (): ClientError => new ClientError('MATCH_NOT_PLAYING', 'The match has ended.');

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
  /** A resume is under way: diffs are ignored until it is answered. */
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

  // The methods of the interface Room are functions bound to this object: applications keep rooms in reactive state
  // (Vue, MobX), where `this` would be a proxy, which has no private members.

  readonly subscribe = this.#listeners.subscribe;
  readonly onChat = this.#chatListeners.subscribe;

  readonly send = async (intent: unknown): Promise<IntentResult> =>
    this.status === 'left' ? refusal(leftError()) : this.#intents.send(intent);

  readonly legal = async (): Promise<LegalIntents> => payloadOf(await this.#request('room.legal'), 'legal');

  readonly addBot = async (level?: string): Promise<void> => {
    await this.#request('room.bot', { onDisconnect: 'fail' }, { level });
  };

  readonly rematch = async (): Promise<void> => {
    await this.#request('room.rematch');
  };

  readonly chat = async (text: string): Promise<void> => {
    await this.#request('chat', { onDisconnect: 'fail' }, { text });
  };

  readonly leave = async (): Promise<void> => {
    try {
      await this.#request('room.leave');
    } catch (error) {
      if (isRetryable(error as ClientError)) throw error;
      // Any other refusal means that this client is not in the room any more.
      this.close('closed');
    }
  };

  // The methods below are for JoinedRooms; the interface Room does not have them.

  receiveJoined({ seat, document, revision, epoch, seq }: ServerPayload<'joined'>): void {
    this.seat = seat;
    this.#epoch = epoch;
    this.#intents.raiseSeq(seq);
    // A full document contains everything that was accepted, even where a new epoch counts revisions from 0.
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

  receiveChat({ room: _, ...line }: ServerPayload<'chat'>): void {
    this.#chatListeners.emit(line);
  }

  connectionLost(): void {
    this.#isResuming = false;
    this.status = 'reconnecting';
    this.#notify();
  }

  /** Asks for the diffs that were missed; `full`: for a whole document. */
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

  /** Final: the server says so, or the client was closed (without a reason then). */
  close(reason?: LeftReason, error = leftError()): void {
    if (this.status === 'left') return;
    this.status = 'left';
    if (reason) this.leftReason = reason;
    // What the server has accepted stays accepted.
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
      // This is not the document that the server's diff is made for: only a full one helps.
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

  /** A spectator's place ends with the connection, so it is joined again. */
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
