// All that the worker can be asked to do. Its type is the contract between the two threads.
import type { DatabaseSync } from 'node:sqlite';
import { matchOperations } from './match-operations.ts';
import { roomOperations } from './room-operations.ts';
import { sessionOperations } from './session-operations.ts';
import type { Statements } from './statements.ts';

export function operationsOn(database: DatabaseSync, statements: Statements) {
  return {
    ...roomOperations(database, statements),
    ...sessionOperations(database, statements),
    ...matchOperations(database, statements),
  };
}

export type Operations = ReturnType<typeof operationsOn>;

/** A name and its arguments in one array: a third cheaper to send to a thread than an object with fields. */
export type Request = {
  [Name in keyof Operations]: readonly [Name, ...Parameters<Operations[Name]>];
}[keyof Operations];

export type AnswerTo<Asked extends Request> = ReturnType<Operations[Asked[0]]>;

/** What changes nothing, and may therefore be asked again when a transaction has failed. */
const questions: ReadonlySet<Request[0]> = new Set(['rooms', 'naming', 'loadSession', 'loadMatch']);

export function changesNothing([name]: Request): boolean {
  return questions.has(name);
}

export function perform(operations: Operations, [name, ...args]: Request): unknown {
  // Each name goes with its own arguments; that the union as a whole does so is beyond the type checker.
  const operation = operations[name] as (...args: unknown[]) => unknown;
  return operation(...args);
}
