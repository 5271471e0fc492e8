// Rooms as they are written: how each log ends, and what of it the tables lack. Here the fence is checked.
import type { DatabaseSync } from 'node:sqlite';
import { type AppendOutcome, FIRST_EPOCH } from '../storage.ts';
import type { ChangeOf } from './operations.ts';
import type { Statements, StoreConfig } from './schema.ts';

/** Does `save`, which writes `what` into the tables; whether it is in them now. */
export type Save = (what: object, save: () => void) => boolean;

/** So many ends of which the tables lack nothing are kept for the next append; a few hundred bytes each. */
const MOST_KNOWN = 20_000;

export class PendingRoomLogs {
  readonly #tables: ReturnType<typeof roomTables>;
  readonly #fenced: boolean;
  /** Of rooms that were written lately. */
  readonly #logs = new Map<string, PendingLog>();
  /** Of which the tables lack something, in the order in which that began. */
  readonly #lacking = new Set<PendingLog>();
  readonly #removed = new Set<PendingLog>();

  constructor(database: DatabaseSync, { statements, fenced }: StoreConfig) {
    this.#tables = roomTables(database, statements);
    this.#fenced = fenced;
  }

  /** How many rooms the tables lack something of. */
  get size(): number {
    return this.#lacking.size;
  }

  /** What the tables lack, the oldest first. */
  unsaved(): Iterator<PendingLog, undefined> {
    return this.#lacking.values();
  }

  /** Those of them that were removed. */
  removed(): Iterable<PendingLog> {
    return this.#removed;
  }

  /** `row`: of the journal, that it goes into; so it is of all changes. */
  append([, room, epoch, expected, revision, event]: ChangeOf<'append'>, row: number): AppendOutcome {
    const log = this.#logOf(room);
    const isFirst = log.epoch === 0 && epoch === FIRST_EPOCH && expected === 0;
    const passes = isFirst || isHeld(log, epoch, expected) || (!this.#fenced && log.epoch !== 0);
    if (!passes || revision <= expected) return 'fenced';
    log.epoch = epoch;
    log.last = revision;
    log.entries.push({ revision, event });
    this.#lacks(log, row);
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
    this.#lacks(log, row);
    return true;
  }

  /** Whether it was there to be removed. */
  remove([, room, epoch, expected]: ChangeOf<'remove'>, row: number): boolean {
    const log = this.#logOf(room);
    if (!isHeld(log, epoch, expected)) return false;
    Object.assign(log, { ...unknown(), cleared: true });
    this.#removed.add(log);
    this.#lacks(log, row);
    return true;
  }

  /** Into the tables; how many rows it was. */
  save(log: PendingLog, saving: Save): number {
    const rows = 1 + log.entries.length;
    const isSaved = saving(log, () => this.#tables.save(log));
    this.#lacking.delete(log);
    this.#removed.delete(log);
    const isKnown = this.#logs.size - this.#lacking.size <= MOST_KNOWN;
    if (isSaved && isKnown) Object.assign(log, saved());
    // What was not saved is a gap, behind which no entry may stand: the next is fenced by how the tables' log ends.
    else this.#logs.delete(log.room);
    return rows;
  }

  /** From here on the tables alone say what is so. */
  clear(): void {
    this.#logs.clear();
    this.#lacking.clear();
    this.#removed.clear();
  }

  #lacks(log: PendingLog, row: number): void {
    if (this.#lacking.has(log)) return;
    log.since = row;
    this.#lacking.add(log);
  }

  #logOf(room: string): PendingLog {
    let log = this.#logs.get(room);
    if (log === undefined) {
      log = { room, since: 0, ...unknown(), ...this.#tables.endOf(room) };
      this.#logs.set(room, log);
    }
    return log;
  }
}

/** The fence. */
function isHeld(log: PendingLog, epoch: number, expected: number): boolean {
  return log.epoch !== 0 && log.epoch === epoch && log.last === expected;
}

/** Of a room that is not there. */
function unknown(): Omit<PendingLog, 'room' | 'since'> {
  return { epoch: 0, last: 0, snapshotted: 0, ...saved() };
}

/** Of a room of which the tables have all. */
function saved(): Pick<PendingLog, 'cleared' | 'snapshot' | 'entries'> {
  return { cleared: false, snapshot: null, entries: [] };
}

/** How a room's log ends, and what of it the tables lack. */
export type PendingLog = {
  readonly room: string;
  /** The row of the journal with the first of what the tables lack. */
  since: number;
  /** 0 while there is no such room. */
  epoch: number;
  /** The revision of the last entry, or else of the snapshot that took the place of all. */
  last: number;
  /** The revision of the last snapshot. */
  snapshotted: number;
  /** What the tables have of it is to go first: the room was removed. */
  cleared: boolean;
  /** The entries up to its revision are gone. */
  snapshot: { readonly revision: number; readonly state: string } | null;
  entries: { readonly revision: number; readonly event: string }[];
};

function roomTables(database: DatabaseSync, sql: Statements) {
  const end = database.prepare(sql.end);
  const putRoom = database.prepare(sql.putRoom);
  const putEntry = database.prepare(sql.putEntry);
  const putSnapshot = database.prepare(sql.putSnapshot);
  const trim = database.prepare(sql.trim);
  const clear = [sql.removeRoom, sql.removeEntries, sql.removeSnapshot].map((one) => database.prepare(one));

  return {
    /** Undefined of a room unknown. */
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
