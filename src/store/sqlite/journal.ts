// What is accepted and not yet in the tables of rooms, sessions and matches: one row a commit, whatever it is of. So a
// commit writes a page or two of the file, and not one for each room that was played in.
import type { DatabaseSync } from 'node:sqlite';
import { deserialize, serialize } from 'node:v8';
import type { Change } from './operations.ts';
import type { Statements } from './statements.ts';

export class Journal {
  readonly #put: (changes: Uint8Array) => void;
  readonly #read: () => readonly { changes: Uint8Array }[];
  readonly #clear: () => void;

  constructor(database: DatabaseSync, sql: Statements) {
    const put = database.prepare(sql.putJournal);
    const read = database.prepare(sql.readJournal);
    const clear = database.prepare(sql.clearJournal);
    this.#put = (changes) => void put.run(changes);
    this.#read = () => read.all() as { changes: Uint8Array }[];
    this.#clear = () => void clear.run();
  }

  /** In a transaction of the caller's, as all here. How many bytes it took. */
  add(changes: readonly Change[]): number {
    const bytes = serialize(changes);
    this.#put(bytes);
    return bytes.length;
  }

  /** All that is in it, in order. */
  changes(): readonly Change[] {
    return this.#read().flatMap(({ changes }) => deserialize(changes) as readonly Change[]);
  }

  /** The tables have all of it. */
  clear(): void {
    this.#clear();
  }
}
