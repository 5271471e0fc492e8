// A room's state and its log, kept in step: a change is made by appending its event, or not at all (R2).
import type { Refused, Rules } from '../game/index.ts';
import type { Json } from '../json.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import { type AppendOutcome, FIRST_EPOCH, type Store, type StoredRoom } from '../store/index.ts';
import { type MatchRecord, type Recording, recorded, recordOf } from './match-record.ts';
import { isRefused, reduce } from './reducer.ts';
import type { RoomLogger } from './room-context.ts';
import { lastAt, loadState, recordingIn, saveState } from './room-snapshot.ts';
import type { RoomEvent, RoomState } from './state.ts';

/** Replaying a log of this length takes about 1 ms. */
const ENTRIES_PER_SNAPSHOT = 64;

/** More attempts in a row at a change that the store does not take would keep a full disk busy for ever. */
const MAX_ATTEMPTS = 3;

export type RoomLogOptions = {
  readonly room: string;
  readonly rules: Rules;
  readonly store: Store;
  readonly log: RoomLogger;
  /** Called when the room was read again: its history begins anew. */
  readonly reloaded: () => void;
};

/**
 * What to do after an append that was not stored. `retry`: the room was read again, and the event may be in its log
 * already, so the command must look at the state anew. `failed`: not now. `gone`: the store has no such room any more.
 */
export type Recovery = 'retry' | 'failed' | 'gone';

/** What a reload found: no room, the log as it was known, or a log that goes on beyond it. */
type Loaded = 'gone' | 'unchanged' | 'advanced';

export class RoomLog {
  readonly #options: RoomLogOptions;
  #state: RoomState | null = null;
  /** The running match, or the one that ended last. Not in the state, since it grows in place. */
  #recording: Recording | null = null;
  #epoch = FIRST_EPOCH;
  #revision = 0;
  /** The revision of the log's last entry; presence takes revisions in between. */
  #logged = 0;
  #snapshotted = 0;
  /** When the last event happened, epoch ms. */
  #lastAt = 0;
  /** Appends in a row that were not stored. */
  #failures = 0;
  #isSuspect = false;

  constructor(options: RoomLogOptions) {
    this.#options = options;
  }

  /** Whether there is a state: not before the room is opened or adopted. */
  get isOpen(): boolean {
    return this.#state !== null;
  }

  /** @throws Error before the room is opened */
  get state(): RoomState {
    if (this.#state === null) throw new Error(`room ${this.#options.room} is not open yet`);
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

  /** The store could not be read after a failure: what is in memory must be read again before the next change. */
  get isSuspect(): boolean {
    return this.#isSuspect;
  }

  /** The event, no earlier than the last one: neither a wait nor a clock that was set back may turn time around. */
  monotonic(event: RoomEvent): RoomEvent {
    return event.at < this.#lastAt ? { ...event, at: this.#lastAt } : event;
  }

  /** The state after the event, or the machine's refusal; changes nothing. @throws GameFault */
  reduce(event: RoomEvent): RoomState | Refused {
    return reduce(this.#options.rules, this.#state, event, this.#revision + 1);
  }

  /** Appends an event that makes `next`. The state changes only where the outcome is `stored`. */
  append(event: RoomEvent, next: RoomState): MaybePromise<AppendOutcome> {
    const revision = this.#revision + 1;
    let settled: AppendOutcome | undefined;
    let resolve: ((outcome: AppendOutcome) => void) | undefined;
    this.#options.store.append(this.#fence(), { revision, event: event as Json }, (outcome) => {
      if (outcome === 'stored') this.#stored(event, next, revision);
      settled = outcome;
      resolve?.(outcome);
    });
    return (
      settled ??
      new Promise((settle) => {
        resolve = settle;
      })
    );
  }

  /** A change of presence: a revision without an entry. */
  skipRevision(): void {
    this.#revision += 1;
  }

  /** Reads the room again after an append that was not stored: what is in memory can no longer be trusted. */
  async recover(reason: string): Promise<Recovery> {
    const { log, room } = this.#options;
    log.warn({ room, outcome: reason }, 'an append was not stored; reading the room again');
    this.#failures += 1;
    const found = await this.#reload();
    // If the log has moved on, the change may be in it: only the command itself can tell.
    if (found === 'advanced') this.#failures = 0;
    const isHopeless = found === 'unreadable' || this.#failures >= MAX_ATTEMPTS;
    if (isHopeless || found === 'gone') this.#failures = 0;
    return found === 'gone' ? 'gone' : isHopeless ? 'failed' : 'retry';
  }

  /** Takes a stored room over, as the caller has claimed it. Throws if it was not logged by this game. */
  adopt(stored: StoredRoom): void {
    const { epoch, snapshot, entries } = stored;
    const { room, rules } = this.#options;
    this.#epoch = epoch;
    this.#lastAt = lastAt(stored);
    this.#revision = snapshot?.revision ?? 0;
    this.#snapshotted = this.#revision;
    this.#state = snapshot === null ? null : loadState(rules, snapshot.state);
    this.#recording = snapshot === null ? null : recordingIn(snapshot.state);
    for (const { revision, event } of entries) {
      const next = reduce(rules, this.#state, event as RoomEvent, revision);
      if (isRefused(next)) throw new Error(`room ${room} refuses its own log at revision ${revision}`);
      this.#take(event as RoomEvent, next);
      this.#revision = revision;
    }
    this.#logged = this.#revision;
  }

  /** Leaves a snapshot at the end of the log: the next process that loads the room has nothing to replay. */
  saveSnapshot(): void {
    if (this.#state === null) return;
    this.#snapshotted = this.#logged;
    const extras = { recording: this.#recording, at: this.#lastAt };
    const state = saveState(this.#options.rules, this.#state, extras);
    this.#options.store.snapshot(this.#fence(), { revision: this.#logged, state });
  }

  remove(): void {
    this.#options.store.remove(this.#fence());
  }

  #fence() {
    return { room: this.#options.room, epoch: this.#epoch, expected: this.#logged };
  }

  #stored(event: RoomEvent, next: RoomState, revision: number): void {
    this.#take(event, next);
    this.#revision = revision;
    this.#logged = revision;
    this.#lastAt = event.at;
    this.#failures = 0;
    if (revision - this.#snapshotted >= ENTRIES_PER_SNAPSHOT) this.saveSnapshot();
  }

  #take(event: RoomEvent, next: RoomState): void {
    this.#recording = recorded(this.#recording, { event, from: this.#state, to: next });
    this.#state = next;
  }

  async #reload(): Promise<Loaded | 'unreadable'> {
    const { log, room, store, reloaded } = this.#options;
    this.#isSuspect = true;
    try {
      const known = this.#logged;
      const stored = await store.claim(room);
      if (stored !== null) this.adopt(stored);
      this.#isSuspect = false;
      if (stored === null || this.#state === null) return 'gone';
      reloaded();
      return this.#logged === known ? 'unchanged' : 'advanced';
    } catch (err) {
      log.error({ room, err }, 'the room could not be read again');
      return 'unreadable';
    }
  }
}
