// What is accepted and not yet in the tables of rooms, sessions and matches: one row a commit, whatever it is of. So a
// commit writes a page or two of the file, and not one for each room that was played in.
import type { DatabaseSync } from 'node:sqlite';
import { deserialize } from 'node:v8';
import type { StoredSession } from '../session-store.ts';
import type { Change } from './operations.ts';
import { textOf } from './session-operations.ts';
import type { Statements } from './statements.ts';

/** As a turnkeeper of version 2 of the tables left it, when it was killed. */
type FormerChange =
  | Exclude<Change, readonly ['saveSession', object]>
  | readonly ['saveSession', StoredSession];

export class Journal {
  readonly #put: (changes: string) => void;
  readonly #read: () => readonly { changes: string }[];
  readonly #readFormer: () => readonly { changes: Uint8Array }[];
  readonly #clear: () => void;

  constructor(database: DatabaseSync, sql: Statements) {
    const put = database.prepare(sql.putJournal);
    const read = database.prepare(sql.readJournal);
    const readFormer = database.prepare(sql.readFormerJournal);
    const clear = [sql.clearJournal, sql.clearFormerJournal].map((one) => database.prepare(one));
    this.#put = (changes) => void put.run(changes);
    this.#read = () => read.all() as { changes: string }[];
    this.#readFormer = () => readFormer.all() as { changes: Uint8Array }[];
    this.#clear = () => {
      for (const statement of clear) statement.run();
    };
  }

  /** Changes as JSON. In a transaction of the caller's, as all here. */
  add(changes: string): void {
    this.#put(changes);
  }

  /** All that is in it, in order. */
  changes(): readonly Change[] {
    const former = this.#readFormer().flatMap(({ changes }) => deserialize(changes) as FormerChange[]);
    const read = this.#read().flatMap(({ changes }) => JSON.parse(changes) as Change[]);
    return [...former.map(asJson), ...read];
  }

  /** The tables have all of it. */
  clear(): void {
    this.#clear();
  }
}

function asJson(change: FormerChange): Change {
  return change[0] === 'saveSession' ? ['saveSession', textOf(change[1])] : change;
}
