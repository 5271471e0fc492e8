// The changes that are committed to the journal and not yet saved to the tables, in memory: each room and each row in
// its latest form.
import type { DatabaseSync } from 'node:sqlite';
import type { JournalRow } from './journal.ts';
import {
  type AnswerTo,
  type Change,
  fromSessionText,
  type Lookup,
  matchOperations,
  sessionOperations,
} from './operations.ts';
import { PendingRoomLogs, type Save } from './pending-rooms.ts';
import type { StoreConfig } from './schema.ts';

/** The answer to a change, and whether it changed anything: a fenced append does not. */
export type Applied = { readonly answer: AnswerTo<Change>; readonly changes: boolean };

const done: Applied = { answer: undefined, changes: true };
const ignored: Applied = { answer: undefined, changes: false };
const stored: Applied = { answer: 'stored', changes: true };
const fenced: Applied = { answer: 'fenced', changes: false };

/** A session or a match that is not saved yet. */
type PendingRow = {
  /** The journal row of its first change that is not saved. */
  readonly since: number;
  /** What is saved: the session or the match. */
  readonly what: object;
  readonly save: () => void;
};

const sessionKey = (player: string): string => `session ${player}`;
const matchKey = (id: string): string => `match ${id}`;

export class MemTable {
  readonly #rooms: PendingRoomLogs;
  /** In the order of their first change that is not saved. Of two changes of a row, the later one is kept. */
  readonly #rows = new Map<string, PendingRow>();
  readonly #saveSession: ReturnType<typeof sessionOperations>['saveSession'];
  readonly #keepMatch: ReturnType<typeof matchOperations>['keepMatch'];

  constructor(database: DatabaseSync, config: StoreConfig) {
    this.#rooms = new PendingRoomLogs(database, config);
    this.#saveSession = sessionOperations(database, config.statements).saveSession;
    this.#keepMatch = matchOperations(database, config.statements).keepMatch;
  }

  /** The number of rooms, sessions and matches that are not saved. */
  get size(): number {
    return this.#rooms.size + this.#rows.size;
  }

  /** The journal row of the first change that is not saved; Infinity if there is none. */
  get oldest(): number {
    const room = this.#rooms.unsaved().next().value?.since ?? Infinity;
    const row = this.#rows.values().next().value?.since ?? Infinity;
    return Math.min(room, row);
  }

  /**
   * Applies a change that goes into the journal row with this number.
   * @throws Error where the tables cannot be read; then nothing has changed
   */
  apply(change: Change, row: number): Applied {
    switch (change[0]) {
      case 'append':
        return this.#rooms.append(change, row) === 'stored' ? stored : fenced;
      case 'snapshot':
        return this.#rooms.snapshot(change, row) ? done : ignored;
      case 'remove':
        return this.#rooms.remove(change, row) ? done : ignored;
      case 'saveSession': {
        const session = fromSessionText(change[1]);
        this.#add(sessionKey(session.player), row, session, () => this.#saveSession(session));
        return done;
      }
      case 'keepMatch': {
        const [, match] = change;
        this.#add(matchKey(match.id), row, match, () => this.#keepMatch(match));
        return done;
      }
    }
  }

  /** The session or match that is looked up, if it is not saved yet. */
  find([name, key]: Lookup): object | undefined {
    return this.#rows.get(name === 'loadSession' ? sessionKey(key) : matchKey(key))?.what;
  }

  /**
   * Starts again with what the journal contains. A change that cannot be applied any more is added as a row that throws
   * its error when it is saved.
   */
  rebuild(journal: readonly JournalRow[]): void {
    this.clear();
    for (const { number, changes } of journal) {
      for (const [index, change] of changes.entries()) {
        try {
          this.apply(change, number);
        } catch (error) {
          this.#add(`change ${number} ${index}`, number, change, () => {
            throw error;
          });
        }
      }
    }
  }

  /**
   * Saves to the tables until `limit` rows are written. It runs within a transaction of the caller; where that fails, the
   * caller calls `rebuild`. The oldest change is saved first, so each change is saved in the end, however many come.
   */
  flush(limit: number, save: Save): void {
    // Where everything is saved, removals come first: they make room on a disk that is nearly full.
    if (limit === Infinity) for (const log of this.#rooms.removed()) this.#rooms.save(log, save);
    const [logs, rows] = [this.#rooms.unsaved(), this.#rows.entries()];
    let [log, row] = [logs.next().value, rows.next().value];
    for (let left = limit; left > 0 && (log ?? row) !== undefined; ) {
      if (log !== undefined && log.since <= (row?.[1].since ?? Infinity)) {
        left -= this.#rooms.save(log, save);
        log = logs.next().value;
      } else if (row !== undefined) {
        const [key, pending] = row;
        save(pending.what, pending.save);
        this.#rows.delete(key);
        left -= 1;
        row = rows.next().value;
      }
    }
  }

  /** Forgets everything: from now on only the tables count. */
  clear(): void {
    this.#rooms.clear();
    this.#rows.clear();
  }

  #add(key: string, row: number, what: object, save: () => void): void {
    // A key that is set again keeps its position in the map, so it keeps its `since`, too.
    const since = this.#rows.get(key)?.since ?? row;
    this.#rows.set(key, { since, what, save });
  }
}
