// What is accepted and not yet in the tables of rooms, sessions and matches: one row a commit, whatever it is of. So a
// commit writes a page or two of the file, and not one for each room that was played in.
import type { DatabaseSync } from 'node:sqlite';
import { deserialize } from 'node:v8';
import type { StoredSession } from '../storage.ts';
import { type Change, toSessionText } from './operations.ts';
import type { Statements } from './schema.ts';

/** A row of it. */
export type Journaled = { readonly number: number; readonly changes: readonly Change[] };

/** As a turnkeeper of version 2 of the tables left it, when it was killed. */
type FormerChange =
  | Exclude<Change, readonly ['saveSession', object]>
  | readonly ['saveSession', StoredSession];

/** All here is done in a transaction of the caller's. */
export class Journal {
  readonly #put: (number: number, changes: string) => void;
  readonly #read: () => readonly { number: number; changes: string }[];
  readonly #readFormer: () => readonly { changes: Uint8Array }[];
  readonly #trim: (before: number) => void;
  readonly #clear: () => void;
  #last: number;

  constructor(database: DatabaseSync, sql: Statements) {
    const put = database.prepare(sql.putJournal);
    const read = database.prepare(sql.readJournal);
    const readFormer = database.prepare(sql.readFormerJournal);
    const trim = database.prepare(sql.trimJournal);
    const clear = database.prepare(sql.clearJournal);
    const clearFormer = database.prepare(sql.clearFormerJournal);
    this.#put = (number, changes) => void put.run(number, changes);
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

  /** The number of the last row that was added: they rise, and where one was undone there is none. */
  get last(): number {
    return this.#last;
  }

  /** The number of the next. */
  get next(): number {
    return this.#last + 1;
  }

  /** Changes as JSON. */
  add(changes: string): void {
    this.#put(this.next, changes);
    this.#last += 1;
  }

  /** All that is in it, in order. */
  rows(): readonly Journaled[] {
    const former = this.#readFormer().flatMap(({ changes }) => deserialize(changes) as FormerChange[]);
    const rows = this.#read().map(({ number, changes }) => ({
      number,
      changes: JSON.parse(changes) as Change[],
    }));
    return [{ number: 0, changes: former.map(asJson) }, ...rows];
  }

  /** The tables have all that stands before this row. */
  trim(before: number): void {
    this.#trim(before);
  }

  /** The tables have all of it. */
  clear(): void {
    this.#clear();
  }
}

function asJson(change: FormerChange): Change {
  return change[0] === 'saveSession' ? ['saveSession', toSessionText(change[1])] : change;
}
