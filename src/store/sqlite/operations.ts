// All that the worker can be asked to do. Its types are the contract between the two threads.
import type { DatabaseSync } from 'node:sqlite';
import type { AppendOutcome } from '../storage.ts';
import { type MatchRow, matchOperations } from './match-operations.ts';
import { roomOperations } from './room-operations.ts';
import { sessionOperations } from './session-operations.ts';
import type { SessionText } from './session-text.ts';
import type { Statements } from './statements.ts';

/** What is asked of the tables. */
export function operationsOn(database: DatabaseSync, statements: Statements) {
  const { loadSession, forgetSession, pruneSessions } = sessionOperations(database, statements);
  const { loadMatch, pruneMatches } = matchOperations(database, statements);
  return {
    ...roomOperations(database, statements),
    ...{ loadSession, forgetSession, pruneSessions, loadMatch, pruneMatches },
  };
}

export type Operations = ReturnType<typeof operationsOn>;

/** What goes into the journal first, and into the tables later. Of the fence, see store.ts. */
type Changes = {
  append(room: string, epoch: number, expected: number, revision: number, event: string): AppendOutcome;
  snapshot(room: string, epoch: number, expected: number, revision: number, state: string): void;
  remove(room: string, epoch: number, expected: number): void;
  saveSession(session: SessionText): void;
  keepMatch(match: MatchRow): void;
};

/**
 * A name and its arguments in one array, all of it JSON: as one text a batch crosses between threads far cheaper than
 * as the tree that it is, and so it goes into the journal.
 */
type Asked<All extends Record<keyof All, (...args: never[]) => unknown>> = {
  [Name in keyof All]: readonly [Name, ...Parameters<All[Name]>];
}[keyof All];

export type Change = Asked<Changes>;
/** The change of that name. */
export type ChangeOf<Name extends Change[0]> = Extract<Change, readonly [Name, ...unknown[]]>;
export type Direct = Asked<Operations>;
export type Request = Change | Direct;

export type AnswerTo<One extends Request> = ReturnType<(Operations & Changes)[One[0]]>;

const changes: ReadonlySet<Request[0]> = new Set([
  'append',
  'snapshot',
  'remove',
  'saveSession',
  'keepMatch',
] satisfies Change[0][]);

export function isChange(request: Request): request is Change {
  return changes.has(request[0]);
}

/** One row by its key: in the backlog, or else in its table as it is. */
export type Lookup = Extract<Direct, readonly ['loadSession' | 'loadMatch', string]>;

export function isLookup(request: Request): request is Lookup {
  return request[0] === 'loadSession' || request[0] === 'loadMatch';
}

/** What changes nothing, and may therefore be asked again when a transaction has failed. */
const questions: ReadonlySet<Request[0]> = new Set(['rooms', 'naming', 'loadSession', 'loadMatch']);

export function isQuestion(request: Request): request is Direct {
  return questions.has(request[0]);
}

export function perform(operations: Operations, [name, ...args]: Direct): unknown {
  // Each name goes with its own arguments; that the union as a whole does so is beyond the type checker.
  const operation = operations[name] as (...args: unknown[]) => unknown;
  return operation(...args);
}
