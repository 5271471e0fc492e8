// Transactions on the one connection that writes.
import type { DatabaseSync } from 'node:sqlite';

export type Transactions = {
  /** Commits what `work` does, or nothing. @throws what `work` throws, or SQLite's error at the commit */
  commit<Result>(work: () => Result): Result;
  /** Runs `work` and rolls it back: the answer that it would give. */
  rollBack<Result>(work: () => Result): Result;
  /** Within a transaction: runs `work`; where it throws, undoes only that and returns what `failed` returns. */
  savepoint<Result>(work: () => Result, failed: (error: unknown) => Result): Result;
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
    commit(work) {
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
    rollBack(work) {
      try {
        begin.run();
        return work();
      } finally {
        undo();
      }
    },
    savepoint(work, failed) {
      save.run();
      try {
        const result = work();
        release.run();
        return result;
      } catch (error) {
        // SQLite has rolled back the whole transaction: nothing is left to save.
        if (!database.isTransaction) throw error;
        database.exec('ROLLBACK TO part; RELEASE part');
        return failed(error);
      }
    },
  };
}
