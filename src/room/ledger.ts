// A room's state and its log, kept in step: a change is made by appending its event, or not at all (R2).
import type { Refused, Rules } from '../game/index.ts';
import type { Json } from '../json.ts';
import { type AppendOutcome, FIRST_EPOCH, type Store, type StoredRoom } from '../store/index.ts';
import { evolve, isRefused } from './evolve.ts';
import { type MatchRecord, type Recording, recorded, recordOf } from './match-record.ts';
import { lastAt, loadState, recordingIn, saveState } from './saved-state.ts';
import type { RoomEvent, RoomState } from './state.ts';

/** A snapshot after so many entries: replaying a log of this length takes about a millisecond. */
const ENTRIES_A_SNAPSHOT = 64;

export type LedgerOptions = { readonly room: string; readonly rules: Rules; readonly store: Store };

/** What a reload found: no room, the log as it was known, or a log that goes on beyond it. */
export type Loaded = 'gone' | 'as-it-was' | 'moved-on';

export class Ledger {
  readonly room: string;
  readonly rules: Rules;
  readonly #store: Store;
  #state: RoomState | null = null;
  /** The running match, or the one that ended last. Beside the state, since it grows in place. */
  #recording: Recording | null = null;
  #epoch = FIRST_EPOCH;
  #revision = 0;
  /** The revision of the log's last entry; presence takes revisions in between. */
  #logged = 0;
  #snapshotted = 0;
  /** When the last event happened, epoch ms. */
  #lastAt = 0;

  constructor({ room, rules, store }: LedgerOptions) {
    this.room = room;
    this.rules = rules;
    this.#store = store;
  }

  /** @throws Error before the room is opened */
  get state(): RoomState {
    if (this.#state === null) throw new Error(`room ${this.room} is not open yet`);
    return this.#state;
  }

  /** Of the match that has ended; null while one is played, and where its beginning is not known. */
  get record(): MatchRecord | null {
    return this.#recording === null ? null : recordOf(this.#recording, this.state);
  }

  /** Of the match that is played or was played last; grows in place. */
  get recording(): Recording | null {
    return this.#recording;
  }

  get epoch(): number {
    return this.#epoch;
  }

  get revision(): number {
    return this.#revision;
  }

  /** The event, no earlier than the last one: what waited, or a clock that was set back, must not turn time around. */
  inOrder(event: RoomEvent): RoomEvent {
    return event.at < this.#lastAt ? { ...event, at: this.#lastAt } : event;
  }

  /** What the event would make of the state; changes nothing. @throws GameFault */
  after(event: RoomEvent): RoomState | Refused {
    return evolve(this.rules, this.#state, event, this.#revision + 1);
  }

  /** Appends an event that makes `next`; only when `settled` says stored has the state changed. */
  append(event: RoomEvent, next: RoomState, settled: (outcome: AppendOutcome) => void): void {
    const revision = this.#revision + 1;
    const fence = { room: this.room, epoch: this.#epoch, expected: this.#logged };
    this.#store.append(fence, { revision, event: event as Json }, (outcome) => {
      if (outcome === 'stored') {
        this.#take(event, next);
        this.#revision = revision;
        this.#logged = revision;
        this.#lastAt = event.at;
        if (revision - this.#snapshotted >= ENTRIES_A_SNAPSHOT) this.#snapshot();
      }
      settled(outcome);
    });
  }

  /** A change of presence: a revision without an entry. */
  skip(): void {
    this.#revision += 1;
  }

  /** Takes the room over anew and replays it. Rejects if it can't be read, or was not logged by this game. */
  async reload(): Promise<Loaded> {
    const known = this.#logged;
    const stored = await this.#store.claim(this.room);
    if (stored === null) return 'gone';
    this.#replay(stored);
    if (this.#state === null) return 'gone';
    return this.#logged === known ? 'as-it-was' : 'moved-on';
  }

  /** Takes over what the caller has claimed. Throws if it was not logged by this game. */
  adopt(stored: StoredRoom): void {
    this.#replay(stored);
  }

  /** Leaves a snapshot at the end of the log, so that whoever loads the room next need not replay it. */
  rest(): void {
    if (this.#state !== null) this.#snapshot();
  }

  remove(): void {
    this.#store.remove({ room: this.room, epoch: this.#epoch, expected: this.#logged });
  }

  #replay(stored: StoredRoom): void {
    const { epoch, snapshot, entries } = stored;
    this.#epoch = epoch;
    this.#lastAt = lastAt(stored);
    this.#revision = snapshot?.revision ?? 0;
    this.#snapshotted = this.#revision;
    this.#state = snapshot === null ? null : loadState(this.rules, snapshot.state);
    this.#recording = snapshot === null ? null : recordingIn(snapshot.state);
    for (const { revision, event } of entries) {
      const next = evolve(this.rules, this.#state, event as RoomEvent, revision);
      if (isRefused(next)) throw new Error(`room ${this.room} refuses its own log at revision ${revision}`);
      this.#take(event as RoomEvent, next);
      this.#revision = revision;
    }
    this.#logged = this.#revision;
  }

  #take(event: RoomEvent, next: RoomState): void {
    this.#recording = recorded(this.#recording, { event, from: this.#state, to: next });
    this.#state = next;
  }

  #snapshot(): void {
    this.#snapshotted = this.#logged;
    const fence = { room: this.room, epoch: this.#epoch, expected: this.#logged };
    const beside = { recording: this.#recording, at: this.#lastAt };
    const state = saveState(this.rules, this.state, beside);
    this.#store.snapshot(fence, { revision: this.#logged, state });
  }
}
