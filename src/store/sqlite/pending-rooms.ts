// The logs of rooms as they are written: how each log ends, and which of its entries the tables lack. The fence is
// checked here.
import type { DatabaseSync } from 'node:sqlite';
import { type AppendOutcome, FIRST_EPOCH } from '../storage.ts';
import type { ChangeOf } from './operations.ts';
import type { Statements, StoreConfig } from './schema.ts';

/** Calls `save`, which writes `what` to the tables. True if it is in the tables now. */
export type Save = (what: object, save: () => void) => boolean;

/** How a room's log ends, and what of it the tables lack. */
export type PendingLog = {
  readonly room: string;
  /** The journal row of the first change that is not saved. */
  since: number;
  /** 0 if there is no such room. */
  epoch: number;
  /** The revision of the last entry, or of the snapshot that replaced all entries. */
  last: number;
  /** The revision of the last snapshot. */
  snapshotted: number;
  /** The room was removed: its rows are deleted before anything is saved. */
  cleared: boolean;
  /** It replaces the entries up to its revision. */
  snapshot: { readonly revision: number; readonly state: string } | null;
  entries: { readonly revision: number; readonly event: string }[];
};

/** How many saved logs stay in memory for their next append: a few hundred bytes each. */
const MAX_SAVED = 20_000;

export class PendingRoomLogs {
  readonly #tables: ReturnType<typeof roomTables>;
  readonly #fenced: boolean;
  /** The rooms that were written lately. */
  readonly #logs = new Map<string, PendingLog>();
  /** Those that are not saved, in the order of their first change that is not saved. */
  readonly #unsaved = new Set<PendingLog>();
  readonly #removed = new Set<PendingLog>();

  constructor(database: DatabaseSync, { statements, fenced }: StoreConfig) {
    this.#tables = roomTables(database, statements);
    this.#fenced = fenced;
  }

  /** The number of rooms that are not saved. */
  get size(): number {
    return this.#unsaved.size;
  }

  /** The logs that are not saved, the oldest first. */
  unsaved(): Iterator<PendingLog, undefined> {
    return this.#unsaved.values();
  }

  /** Those of them that were removed. */
  removed(): Iterable<PendingLog> {
    return this.#removed;
  }

  /** Each change goes into the journal row with the number `row`. */
  append([, room, epoch, expected, revision, event]: ChangeOf<'append'>, row: number): AppendOutcome {
    const log = this.#logOf(room);
    const isFirst = log.epoch === 0 && epoch === FIRST_EPOCH && expected === 0;
    const passes = isFirst || isHeld(log, epoch, expected) || (!this.#fenced && log.epoch !== 0);
    if (!passes || revision <= expected) return 'fenced';
    log.epoch = epoch;
    log.last = revision;
    log.entries.push({ revision, event });
    this.#changed(log, row);
    return 'stored';
  }

  /** Whether it was taken. */
  snapshot([, room, epoch, expected, revision, state]: ChangeOf<'snapshot'>, row: number): boolean {
    const log = this.#logOf(room);
    if (!isHeld(log, epoch, expected)) return false;
    if (revision > log.last || revision < log.snapshotted) return false;
    log.snapshot = { revision, state };
    log.snapshotted = revision;
    log.entries = log.entries.filter((entry) => entry.revision > revision);
    this.#changed(log, row);
    return true;
  }

  /** Whether the room was removed. */
  remove([, room, epoch, expected]: ChangeOf<'remove'>, row: number): boolean {
    const log = this.#logOf(room);
    if (!isHeld(log, epoch, expected)) return false;
    Object.assign(log, { ...unknownRoom(), cleared: true });
    this.#removed.add(log);
    this.#changed(log, row);
    return true;
  }

  /** Saves a log to the tables; returns how many rows that are. */
  save(log: PendingLog, save: Save): number {
    const rows = 1 + log.entries.length;
    const isSaved = save(log, () => this.#tables.save(log));
    this.#unsaved.delete(log);
    this.#removed.delete(log);
    const mayStay = this.#logs.size - this.#unsaved.size <= MAX_SAVED;
    if (isSaved && mayStay) Object.assign(log, nothingPending());
    // If it was not saved, there is a gap, and no entry may follow it: the end of the tables' log fences the next one.
    else this.#logs.delete(log.room);
    return rows;
  }

  /** Forgets everything: from now on only the tables count. */
  clear(): void {
    this.#logs.clear();
    this.#unsaved.clear();
    this.#removed.clear();
  }

  #changed(log: PendingLog, row: number): void {
    if (this.#unsaved.has(log)) return;
    log.since = row;
    this.#unsaved.add(log);
  }

  #logOf(room: string): PendingLog {
    let log = this.#logs.get(room);
    if (log === undefined) {
      log = { room, since: 0, ...unknownRoom(), ...this.#tables.endOf(room) };
      this.#logs.set(room, log);
    }
    return log;
  }
}

/** The fence. */
function isHeld(log: PendingLog, epoch: number, expected: number): boolean {
  return log.epoch !== 0 && log.epoch === epoch && log.last === expected;
}

function unknownRoom(): Omit<PendingLog, 'room' | 'since'> {
  return { epoch: 0, last: 0, snapshotted: 0, ...nothingPending() };
}

function nothingPending(): Pick<PendingLog, 'cleared' | 'snapshot' | 'entries'> {
  return { cleared: false, snapshot: null, entries: [] };
}

/** The tables of rooms. They are written after the fence was checked. */
function roomTables(database: DatabaseSync, sql: Statements) {
  const end = database.prepare(sql.endOfLog);
  const putRoom = database.prepare(sql.putRoom);
  const putEntry = database.prepare(sql.putEntry);
  const putSnapshot = database.prepare(sql.putSnapshot);
  const trim = database.prepare(sql.trim);
  const clear = [sql.removeRoom, sql.removeEntries, sql.removeSnapshot].map((one) => database.prepare(one));

  return {
    /** Undefined for an unknown room. */
    endOf: (room: string) => end.get(room) as Pick<PendingLog, 'epoch' | 'last' | 'snapshotted'> | undefined,

    save({ room, epoch, cleared, snapshot, entries }: PendingLog): void {
      if (cleared) for (const statement of clear) statement.run(room);
      if (epoch === 0) return;
      putRoom.run(room, epoch);
      if (snapshot !== null) {
        putSnapshot.run(room, snapshot.revision, snapshot.state);
        trim.run(room, snapshot.revision);
      }
      for (const { revision, event } of entries) putEntry.run(room, revision, event);
    },
  };
}
