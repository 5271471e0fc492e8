// Transactions on the one connection that writes: whole or not at all, and parts of one that may fail alone.
import type { DatabaseSync } from 'node:sqlite';

export type Transactions = {
  /** All that `work` does, or nothing. @throws what `work` does, or SQLite when it commits */
  inOne<Result>(work: () => Result): Result;
  /** Does `work` and undoes it: the answer as it would be. */
  asIf<Result>(work: () => Result): Result;
  /** Within one: `work`, or without a trace of it what `failed` makes of its error. */
  attempt<Result>(work: () => Result, failed: (error: unknown) => Result): Result;
};

export function transactionsOn(database: DatabaseSync): Transactions {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const save = database.prepare('SAVEPOINT part');
  const release = database.prepare('RELEASE part');
  const undo = (): void => {
    if (database.isTransaction) database.exec('ROLLBACK');
  };

  return {
    inOne(work) {
      try {
        begin.run();
        const result = work();
        commit.run();
        return result;
      } catch (error) {
        undo();
        throw error;
      }
    },
    asIf(work) {
      try {
        begin.run();
        return work();
      } finally {
        undo();
      }
    },
    attempt(work, failed) {
      save.run();
      try {
        const result = work();
        release.run();
        return result;
      } catch (error) {
        // SQLite has given up the whole transaction: so must we.
        if (!database.isTransaction) throw error;
        database.exec('ROLLBACK TO part; RELEASE part');
        return failed(error);
      }
    },
  };
}
