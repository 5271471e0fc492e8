// What the tables lack, in memory: all that the journal has, each room and row in its last form.
import type { DatabaseSync } from 'node:sqlite';
import type { Journaled } from './journal.ts';
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

/** What came of a change, and whether there is something to keep: a fenced append changes nothing. */
export type Applied = { readonly answer: AnswerTo<Change>; readonly changes: boolean };

const taken: Applied = { answer: undefined, changes: true };
const nothing: Applied = { answer: undefined, changes: false };
const stored: Applied = { answer: 'stored', changes: true };
const fenced: Applied = { answer: 'fenced', changes: false };

type Row = {
  /** The row of the journal with the first of what the tables lack. */
  readonly since: number;
  readonly what: object;
  readonly save: () => void;
};

const sessionKey = (player: string): string => `session ${player}`;
const matchKey = (id: string): string => `match ${id}`;

export class MemTable {
  readonly #rooms: PendingRoomLogs;
  /** By what they are of, in the order in which the tables began to lack them: of two, the later is kept. */
  readonly #rows = new Map<string, Row>();
  readonly #saveSession: ReturnType<typeof sessionOperations>['saveSession'];
  readonly #keepMatch: ReturnType<typeof matchOperations>['keepMatch'];

  constructor(database: DatabaseSync, config: StoreConfig) {
    this.#rooms = new PendingRoomLogs(database, config);
    this.#saveSession = sessionOperations(database, config.statements).saveSession;
    this.#keepMatch = matchOperations(database, config.statements).keepMatch;
  }

  /** How many rooms, sessions and matches the tables lack something of. */
  get size(): number {
    return this.#rooms.size + this.#rows.size;
  }

  /** The row of the journal with the first of what the tables lack; Infinity where they lack nothing. */
  get oldest(): number {
    const room = this.#rooms.unsaved().next().value?.since ?? Infinity;
    const row = this.#rows.values().next().value?.since ?? Infinity;
    return Math.min(room, row);
  }

  /**
   * `row`: of the journal, that it goes into.
   * @throws Error where the tables can't be read; then nothing has changed
   */
  apply(change: Change, row: number): Applied {
    switch (change[0]) {
      case 'append':
        return this.#rooms.append(change, row) === 'stored' ? stored : fenced;
      case 'snapshot':
        return this.#rooms.snapshot(change, row) ? taken : nothing;
      case 'remove':
        return this.#rooms.remove(change, row) ? taken : nothing;
      case 'saveSession': {
        const session = fromSessionText(change[1]);
        this.#lacks(sessionKey(session.player), row, session, () => this.#saveSession(session));
        return taken;
      }
      case 'keepMatch': {
        const [, match] = change;
        this.#lacks(matchKey(match.id), row, match, () => this.#keepMatch(match));
        return taken;
      }
    }
  }

  /** The row that is asked for, if the tables lack it. */
  find([name, key]: Lookup): object | undefined {
    return this.#rows.get(name === 'loadSession' ? sessionKey(key) : matchKey(key))?.what;
  }

  /** Begins anew with what the journal has. What can't be taken any more stays, to fail when it is saved. */
  rebuild(journal: readonly Journaled[]): void {
    this.clear();
    for (const { number, changes } of journal) {
      for (const [index, change] of changes.entries()) {
        try {
          this.apply(change, number);
        } catch (error) {
          this.#lacks(`change ${number} ${index}`, number, change, () => {
            throw error;
          });
        }
      }
    }
  }

  /**
   * Into the tables until that many rows are written, in a transaction of the caller's; where it fails, `retake`. The
   * oldest first: so everything has its turn, whatever comes meanwhile.
   */
  flush(most: number, saving: Save): void {
    // Where all is saved, first what makes room: the disk may be all but full.
    if (most === Infinity) for (const log of this.#rooms.removed()) this.#rooms.save(log, saving);
    const [logs, rows] = [this.#rooms.unsaved(), this.#rows.entries()];
    let [log, row] = [logs.next().value, rows.next().value];
    for (let left = most; left > 0 && (log ?? row) !== undefined; ) {
      if (log !== undefined && log.since <= (row?.[1].since ?? Infinity)) {
        left -= this.#rooms.save(log, saving);
        log = logs.next().value;
      } else if (row !== undefined) {
        const [key, { what, save }] = row;
        saving(what, save);
        this.#rows.delete(key);
        left -= 1;
        row = rows.next().value;
      }
    }
  }

  /** From here on the tables alone say what is so. */
  clear(): void {
    this.#rooms.clear();
    this.#rows.clear();
  }

  #lacks(key: string, row: number, what: object, save: () => void): void {
    // A key that is set again keeps its place, and what it lacked first is as old as before.
    const since = this.#rows.get(key)?.since ?? row;
    this.#rows.set(key, { since, what, save });
  }
}
