// Rooms as they are written: how each log ends, and what of it the tables lack. Here the fence is checked.
import type { DatabaseSync } from 'node:sqlite';
import { type AppendOutcome, FIRST_EPOCH } from '../store.ts';
import { type PendingLog, roomTables } from './room-tables.ts';
import type { Terms } from './terms.ts';

/** Does `save`, which writes `what` into the tables; whether it is in them now. */
export type Saving = (what: object, save: () => void) => boolean;

/** So many ends are kept in memory for the next append; a few hundred bytes each. */
const MOST_KNOWN = 20_000;

// Arguments by position throughout, since so they come from the other thread.
export class PendingRooms {
  readonly #tables: ReturnType<typeof roomTables>;
  readonly #fenced: boolean;
  /** Of rooms that were written lately. */
  readonly #logs = new Map<string, PendingLog>();
  /** Of which the tables lack something: those removed before the others, since the disk may be all but full. */
  readonly #removed = new Set<PendingLog>();
  readonly #written = new Set<PendingLog>();

  constructor(database: DatabaseSync, { statements, fenced }: Terms) {
    this.#tables = roomTables(database, statements);
    this.#fenced = fenced;
  }

  /** How many rooms the tables lack something of. */
  get size(): number {
    return this.#removed.size + this.#written.size;
  }

  append(room: string, epoch: number, expected: number, revision: number, event: string): AppendOutcome {
    const log = this.#logOf(room);
    const isFirst = log.epoch === 0 && epoch === FIRST_EPOCH && expected === 0;
    const passes = isFirst || isHeld(log, epoch, expected) || (!this.#fenced && log.epoch !== 0);
    if (!passes || revision <= expected) return 'fenced';
    log.epoch = epoch;
    log.last = revision;
    log.entries.push({ revision, event });
    this.#lacks(log);
    return 'stored';
  }

  /** Whether it was taken. */
  snapshot(room: string, epoch: number, expected: number, revision: number, state: string): boolean {
    const log = this.#logOf(room);
    if (!isHeld(log, epoch, expected)) return false;
    if (revision > log.last || revision < log.snapshotted) return false;
    log.snapshot = { revision, state };
    log.snapshotted = revision;
    log.entries = log.entries.filter((entry) => entry.revision > revision);
    this.#lacks(log);
    return true;
  }

  /** Whether it was there to be removed. */
  remove(room: string, epoch: number, expected: number): boolean {
    const log = this.#logOf(room);
    if (!isHeld(log, epoch, expected)) return false;
    Object.assign(log, { ...unknown(), cleared: true });
    this.#written.delete(log);
    this.#removed.add(log);
    return true;
  }

  /** Into the tables, until that many rows are written; how many were. */
  save(most: number, saving: Saving): number {
    let rows = 0;
    for (const logs of [this.#removed, this.#written]) {
      for (const log of logs) {
        if (rows >= most) return rows;
        rows += 1 + log.entries.length;
        const isSaved = saving(log, () => this.#tables.save(log));
        logs.delete(log);
        // Or else its next entry would stand behind a gap: now it is fenced, by how the log ends in the tables.
        if (isSaved) Object.assign(log, saved());
        else this.#logs.delete(log.room);
      }
    }
    if (this.#logs.size > MOST_KNOWN) this.#logs.clear();
    return rows;
  }

  /** From here on the tables alone say what is so. */
  forget(): void {
    this.#logs.clear();
    this.#removed.clear();
    this.#written.clear();
  }

  #lacks(log: PendingLog): void {
    if (!log.cleared) this.#written.add(log);
  }

  #logOf(room: string): PendingLog {
    let log = this.#logs.get(room);
    if (log === undefined) {
      log = { room, ...unknown(), ...this.#tables.endOf(room) };
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
function unknown(): Omit<PendingLog, 'room'> {
  return { epoch: 0, last: 0, snapshotted: 0, ...saved() };
}

/** Of a room of which the tables have all. */
function saved(): Pick<PendingLog, 'cleared' | 'snapshot' | 'entries'> {
  return { cleared: false, snapshot: null, entries: [] };
}
