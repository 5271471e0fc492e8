// A room's state and its log, kept in step: a change is made by appending its event, or not at all (R2).
import type { Refused, Rules } from '../game/index.ts';
import type { Json } from '../json.ts';
import { type AppendOutcome, FIRST_EPOCH, type Store, type StoredRoom } from '../store/index.ts';
import { type MatchRecord, type Recording, recorded, recordOf } from './match-record.ts';
import { isRefused, reduce } from './reducer.ts';
import type { RoomLogger } from './room-context.ts';
import type { RoomEvent, RoomSetup, RoomState } from './state.ts';

/** A snapshot after so many entries: replaying a log of this length takes about a millisecond. */
const ENTRIES_A_SNAPSHOT = 64;

export type RoomLogOptions = { readonly room: string; readonly rules: Rules; readonly store: Store };

/** What a reload found: no room, the log as it was known, or a log that goes on beyond it. */
export type Loaded = 'gone' | 'as-it-was' | 'moved-on';

export class RoomLog {
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

  constructor({ room, rules, store }: RoomLogOptions) {
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
    return reduce(this.rules, this.#state, event, this.#revision + 1);
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
      const next = reduce(this.rules, this.#state, event as RoomEvent, revision);
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

// After an append that was not stored: loads the room again, and says whether the change is worth another try.

/** So often in a row is a change tried that the store does not take; more would keep a full disk busy for ever. */
const MOST_ATTEMPTS = 3;

export type RecoveryOptions = {
  readonly ledger: RoomLog;
  readonly log: RoomLogger;
  /** The room is loaded: everyone is to get it in full. */
  readonly loaded: () => void;
};

export class Recovery {
  readonly #options: RecoveryOptions;
  /** Appends in a row that were not stored. */
  #failures = 0;
  #isSuspect = false;

  constructor(options: RecoveryOptions) {
    this.#options = options;
  }

  /** The store could not be read after a failure: to be loaded again before the next change. */
  get isSuspect(): boolean {
    return this.#isSuspect;
  }

  stored(): void {
    this.#failures = 0;
  }

  /** `again`: the command may be tried; `hopeless`: not now; `gone`: the store has no such room any more. */
  async after(outcome: string): Promise<'again' | 'hopeless' | 'gone'> {
    const { ledger, log } = this.#options;
    log.warn({ room: ledger.room, outcome }, 'an append was not stored; loading the room again');
    this.#failures += 1;
    const found = await this.#load();
    // If the log has moved on, the change may be in it: only the command itself can tell.
    if (found === 'moved-on') this.#failures = 0;
    const isHopeless = found === 'unreadable' || this.#failures >= MOST_ATTEMPTS;
    if (isHopeless || found === 'gone') this.#failures = 0;
    return found === 'gone' ? 'gone' : isHopeless ? 'hopeless' : 'again';
  }

  async #load(): Promise<Loaded | 'unreadable'> {
    const { ledger, log, loaded } = this.#options;
    this.#isSuspect = true;
    try {
      const found = await ledger.reload();
      this.#isSuspect = false;
      if (found !== 'gone') loaded();
      return found;
    } catch (err) {
      log.error({ room: ledger.room, err }, 'the room could not be loaded again');
      return 'unreadable';
    }
  }
}

// A room's state as JSON and back, for snapshots in the store; and what can be told of one before it is loaded.

/** Older snapshots have no `recording`, or do not say when their last event was (`at`, epoch ms). */
type Saved = Omit<RoomState, 'play'> & {
  readonly play: Json;
  readonly recording?: Recording | null;
  readonly at?: number;
};

/** What is beside the state: the match as it is recorded, and when the last event was. */
type Beside = { readonly recording?: Recording | null; readonly at?: number };

export function saveState(rules: Rules, state: RoomState, { recording = null, at = 0 }: Beside = {}): Json {
  const play = state.play === null ? null : rules.save(state.play);
  const saved: Saved = { ...state, play, recording: copied(recording), at };
  return saved as unknown as Json;
}

export function loadState(rules: Rules, json: Json): RoomState {
  const { recording: _, at: __, ...saved } = json as unknown as Saved;
  return { ...saved, play: saved.play === null ? null : rules.load(saved.play) };
}

/** The match that was running or had ended last when the snapshot was made. */
export function recordingIn(json: Json): Recording | null {
  return copied((json as unknown as Saved).recording ?? null);
}

/** A store in memory keeps what it is given, and a recording grows. */
function copied(recording: Recording | null): Recording | null {
  return recording === null ? null : { ...recording, events: [...recording.events] };
}

/** When the last event of a stored room happened, epoch ms; 0 where nothing says so. */
export function lastAt({ snapshot, entries }: StoredRoom): number {
  const last = entries.at(-1)?.event as RoomEvent | undefined;
  return last?.at ?? (snapshot?.state as unknown as Saved | undefined)?.at ?? 0;
}

/** What a stored room was made with. Throws where neither a snapshot nor the first entry is there. */
export function setupOf({ snapshot, entries }: StoredRoom): RoomSetup {
  if (snapshot !== null) return (snapshot.state as unknown as Saved).setup;
  const first = entries[0]?.event as RoomEvent | undefined;
  if (first?.type !== 'opened') throw new Error('the log does not begin with opened');
  return first.setup;
}

/**
 * A stored room brought to the game's present version by its `migrate`. Only a snapshot can be: what was
 * logged after it by the older version can't be replayed by this one. Throws where that is so.
 */
export function migrated(rules: Rules, stored: StoredRoom): StoredRoom {
  const { snapshot, entries } = stored;
  const from = setupOf(stored).version;
  const { name, version } = rules.game;
  const how = `version ${from} of ${name} to version ${version}`;
  if (snapshot === null || entries.length > 0) throw new Error(`a log of ${how} can't be brought over`);
  const saved = snapshot.state as unknown as Saved;
  const play = saved.play === null ? null : rules.migrate(saved.play, from);
  // No version can replay a match that two have played.
  const recording = saved.status === 'finished' ? (saved.recording ?? null) : null;
  const state = { ...saved, setup: { ...saved.setup, version }, play, recording };
  return { ...stored, snapshot: { ...snapshot, state: state as unknown as Json } };
}
