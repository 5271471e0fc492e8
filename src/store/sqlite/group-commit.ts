// Everything that waits, in one transaction: as many requests as there are share the cost of one fdatasync.
import type { DatabaseSync } from 'node:sqlite';
import { changesNothing, type Operations, perform, type Request } from './operations.ts';
import { troubleOf } from './sqlite-errors.ts';

/** One answer a request, in their order: what the operation returned, or a Trouble. */
export type Answers = readonly unknown[];

/** Performs and commits a batch; never throws. Only what is in the answers has happened. */
export type GroupCommit = (batch: readonly Request[]) => Answers;

export function groupCommit(database: DatabaseSync, operations: Operations): GroupCommit {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const save = database.prepare('SAVEPOINT request');
  const release = database.prepare('RELEASE request');

  /** What fails alone, like a room whose pages are damaged, leaves the others of its transaction unharmed. */
  const attempt = (request: Request): unknown => {
    save.run();
    try {
      const answer = perform(operations, request);
      release.run();
      return answer;
    } catch (error) {
      // SQLite has given up the whole transaction: so must we.
      if (!database.isTransaction) throw error;
      database.exec('ROLLBACK TO request; RELEASE request');
      return troubleOf(error);
    }
  };

  const inOne = (batch: readonly Request[], each: (request: Request) => unknown): Answers => {
    begin.run();
    const answers = batch.map(each);
    commit.run();
    return answers;
  };
  const undo = (): void => {
    if (database.isTransaction) database.exec('ROLLBACK');
  };

  return (batch) => {
    try {
      return inOne(batch, (request) => perform(operations, request));
    } catch {
      // Something in it fails, which is rare: all is done again, with a savepoint around each, which is not free.
      undo();
    }
    try {
      return inOne(batch, attempt);
    } catch (error) {
      undo();
      return batch.map((request) =>
        changesNothing(request) ? asked(operations, request) : troubleOf(error),
      );
    }
  };
}

function asked(operations: Operations, question: Request): unknown {
  try {
    return perform(operations, question);
  } catch (error) {
    return troubleOf(error);
  }
}
