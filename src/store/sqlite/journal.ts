// The journal: what is committed and not yet in the tables of rooms, sessions and matches. Each commit adds one row,
// however many rooms it concerns, so it writes one or two pages of the file and not one for each room.
import type { DatabaseSync } from 'node:sqlite';
import { deserialize } from 'node:v8';
import type { StoredSession } from '../storage.ts';
import { type Change, toSessionText } from './operations.ts';
import type { Statements } from './schema.ts';

/** A row of the journal. */
export type JournalRow = { readonly number: number; readonly changes: readonly Change[] };

/** A change as version 2 of the tables stored it, before the journal was JSON. */
type FormerChange =
  | Exclude<Change, readonly ['saveSession', object]>
  | readonly ['saveSession', StoredSession];

/** Its methods run within a transaction of the caller. */
export class Journal {
  readonly #insert: (number: number, changes: string) => void;
  readonly #read: () => readonly { number: number; changes: string }[];
  readonly #readFormer: () => readonly { changes: Uint8Array }[];
  readonly #trim: (before: number) => void;
  readonly #clear: () => void;
  #last: number;

  constructor(database: DatabaseSync, sql: Statements) {
    const insert = database.prepare(sql.putJournal);
    const read = database.prepare(sql.readJournal);
    const readFormer = database.prepare(sql.readFormerJournal);
    const trim = database.prepare(sql.trimJournal);
    const clear = database.prepare(sql.clearJournal);
    const clearFormer = database.prepare(sql.clearFormerJournal);
    this.#insert = (number, changes) => void insert.run(number, changes);
    this.#read = () => read.all() as { number: number; changes: string }[];
    this.#readFormer = () => readFormer.all() as { changes: Uint8Array }[];
    this.#trim = (before) => {
      trim.run(before);
      clearFormer.run();
    };
    this.#clear = () => {
      clear.run();
      clearFormer.run();
    };
    this.#last = Number(database.prepare(sql.lastJournal).get()?.last);
  }

  /** The number of the last row that was added. Numbers rise; a row that was rolled back leaves a gap. */
  get last(): number {
    return this.#last;
  }

  /** The number of the next row. */
  get next(): number {
    return this.#last + 1;
  }

  /** Adds a row: an array of changes as JSON. */
  add(changes: string): void {
    this.#insert(this.next, changes);
    this.#last += 1;
  }

  /** All rows, in order. */
  rows(): readonly JournalRow[] {
    const former = this.#readFormer().flatMap(({ changes }) => deserialize(changes) as FormerChange[]);
    const rows = this.#read().map(({ number, changes }) => ({
      number,
      changes: JSON.parse(changes) as Change[],
    }));
    return [{ number: 0, changes: former.map(fromFormer) }, ...rows];
  }

  /** Deletes the rows before this one: the tables have their changes. */
  trim(before: number): void {
    this.#trim(before);
  }

  /** Deletes all rows: the tables have their changes. */
  clear(): void {
    this.#clear();
  }
}

function fromFormer(change: FormerChange): Change {
  return change[0] === 'saveSession' ? ['saveSession', toSessionText(change[1])] : change;
}
