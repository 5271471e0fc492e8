// One room as this client holds it: its document folded from what the server sends, its questions, its end.
import type { Json } from '../json.ts';
import { apply, type Patch } from '../patch/index.ts';
import type { ClientPayload, RoomDocument, ServerMessage, ServerPayload } from '../protocol/index.ts';
import type { ChatLine, IntentResult, Room } from './api.ts';
import { ClientError, isPassing, leftError } from './errors.ts';
import { Intents, refusal } from './intents.ts';
import { type Link, SOON_MS, type Unusual } from './link.ts';
import { payloadOf } from './outbox.ts';
import { type Changes, Listeners } from './state.ts';

export type LeftReason = ServerPayload<'left'>['reason'];

type RoomQuestion = 'room.legal' | 'room.bot' | 'room.rematch' | 'room.leave' | 'chat';

const matchOver = (): ClientError => new ClientError('MATCH_NOT_PLAYING', 'That match is over.');

export type RoomParts = { readonly link: Link; readonly changes: Changes; readonly gone: () => void };

export class HeldRoom implements Room {
  readonly id: string;
  seat: number | null;
  document: RoomDocument;
  revision: number;
  status: Room['status'] = 'live';
  leftReason?: LeftReason;
  pending: Room['pending'] = [];
  readonly #parts: RoomParts;
  readonly #listeners = new Listeners();
  readonly #chatLines = new Listeners<ChatLine>();
  readonly #intents: Intents;
  #epoch: number;
  /** A resume is under way: diffs mean nothing until it is answered. */
  #resuming = false;

  constructor(joined: ServerPayload<'joined'>, parts: RoomParts) {
    this.id = joined.room;
    this.#parts = parts;
    this.#intents = new Intents({ link: parts.link, room: this, changed: (pending) => this.#pend(pending) });
    ({ seat: this.seat, document: this.document, revision: this.revision, epoch: this.#epoch } = joined);
    this.#intents.accepted(joined.seq);
  }

  readonly subscribe = this.#listeners.subscribe;
  readonly onChat = this.#chatLines.subscribe;

  async send(intent: unknown): Promise<IntentResult> {
    return this.status === 'left' ? refusal(leftError()) : this.#intents.send(intent);
  }

  async legal(): ReturnType<Room['legal']> {
    return payloadOf(await this.#ask('room.legal'), 'legal');
  }

  async addBot(level?: string): Promise<void> {
    await this.#ask('room.bot', { whenLost: 'fail' }, { level });
  }

  async rematch(): Promise<void> {
    await this.#ask('room.rematch');
  }

  async chat(text: string): Promise<void> {
    await this.#ask('chat', { whenLost: 'fail' }, { text });
  }

  async leave(): Promise<void> {
    try {
      await this.#ask('room.leave');
    } catch (error) {
      if (isPassing(error as ClientError)) throw error;
      // However it came about: we are not in it any more.
      this.left('closed');
    }
  }

  // What follows is called by the rooms that hold this one; the interface Room does not offer it.

  joined({ seat, document, revision, epoch, seq }: ServerPayload<'joined'>): void {
    this.seat = seat;
    this.#epoch = epoch;
    this.#intents.accepted(seq);
    // A full document holds all that was accepted, even where a new epoch counts anew.
    this.#replace(document, revision, Number.POSITIVE_INFINITY);
    this.#live();
  }

  diff(diff: ServerPayload<'diff'>): void {
    if (diff.revision <= this.revision) return;
    if ('document' in diff) this.#replace(diff.document, diff.revision);
    else if (this.#resuming) return;
    else if (diff.revision === this.revision + 1) this.#apply(diff.ops as Patch);
    else this.resume();
  }

  chatted({ from, text, at }: ServerPayload<'chat'>): void {
    this.#chatLines.tell({ from, text, at });
  }

  lost(): void {
    this.#resuming = false;
    this.status = 'reconnecting';
    this.#changed();
  }

  /** Asks for what was missed; `full`: for a whole document. */
  resume(full?: 'full'): void {
    const known = full ? { epoch: 0, revision: 0 } : { epoch: this.#epoch, revision: this.revision };
    this.#resuming = true;
    this.#parts.link.post(
      'room.resume',
      { room: this.id, ...known },
      {
        owner: this,
        answered: (answer) => answer.type === 'resumed' && this.#resumed(answer.payload),
        failed: (error) => {
          if (error.code === 'NOT_A_MEMBER' && this.seat === null) this.#watchAgain();
          else this.#refused(error, () => this.resume(full));
        },
      },
    );
  }

  /** No more of it: by the server's word, or because the client was closed (no reason then). */
  left(reason?: LeftReason, error = leftError()): void {
    if (this.status === 'left') return;
    this.status = 'left';
    if (reason) this.leftReason = reason;
    // What the server has accepted is true all the same.
    this.#intents.reached(Number.POSITIVE_INFINITY);
    this.#intents.giveUp(error);
    this.#parts.link.giveUp(error, this);
    this.#parts.gone();
    this.#changed();
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
    this.#intents.accepted(seq);
    this.#live();
  }

  #live(): void {
    this.#resuming = false;
    this.status = 'live';
    this.#changed();
  }

  /** The server lets a spectator go with the connection. */
  #watchAgain(): void {
    this.#parts.link.post(
      'room.join',
      { room: this.id, as: 'spectator' },
      {
        owner: this,
        failed: (error) => this.#refused(error, () => this.#watchAgain()),
      },
    );
  }

  #refused(error: ClientError, again: () => void): void {
    if (isPassing(error)) this.#parts.link.after(SOON_MS, again);
    else this.left('closed');
  }

  #replace(document: RoomDocument, revision: number, reached = revision): void {
    const isNextMatch = document.match !== this.document.match;
    this.document = document;
    this.revision = revision;
    this.#intents.reached(reached);
    if (isNextMatch) this.#intents.giveUp(matchOver());
    this.#changed();
  }

  async #ask(
    type: RoomQuestion,
    unusual?: Unusual,
    fields?: { readonly text?: string; readonly level?: string | undefined },
  ): Promise<ServerMessage> {
    if (this.status === 'left') throw leftError();
    const payload = { room: this.id, ...fields } as ClientPayload<RoomQuestion>;
    const ready = (): boolean => this.status === 'live';
    return this.#parts.link.ask(type, payload, { ready, owner: this, ...unusual });
  }

  #pend(pending: Room['pending']): void {
    this.pending = pending;
    this.#changed();
  }

  #changed(): void {
    this.#parts.changes.mark(this.#listeners);
  }
}
