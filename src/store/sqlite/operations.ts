// All that the worker can be asked to do. Its types are the contract between the two threads.
import type { DatabaseSync } from 'node:sqlite';
import type { AppendOutcome, ArchivedMatch, StoredSession } from '../storage.ts';
import type { Statements } from './schema.ts';

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
type RequestOf<All extends Record<keyof All, (...args: never[]) => unknown>> = {
  [Name in keyof All]: readonly [Name, ...Parameters<All[Name]>];
}[keyof All];

export type Change = RequestOf<Changes>;
/** The change of that name. */
export type ChangeOf<Name extends Change[0]> = Extract<Change, readonly [Name, ...unknown[]]>;
export type TableRequest = RequestOf<Operations>;
export type Request = Change | TableRequest;

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
export type Lookup = Extract<TableRequest, readonly ['loadSession' | 'loadMatch', string]>;

export function isLookup(request: Request): request is Lookup {
  return request[0] === 'loadSession' || request[0] === 'loadMatch';
}

/** What changes nothing, and may therefore be asked again when a transaction has failed. */
const questions: ReadonlySet<Request[0]> = new Set(['rooms', 'roomIndex', 'loadSession', 'loadMatch']);

export function isQuery(request: Request): request is TableRequest {
  return questions.has(request[0]);
}

export function perform(operations: Operations, [name, ...args]: TableRequest): unknown {
  // Each name goes with its own arguments; that the union as a whole does so is beyond the type checker.
  const operation = operations[name] as (...args: unknown[]) => unknown;
  return operation(...args);
}

/** A room as it lies in the file: events and state still text, to be parsed by who needs them. */
export type RoomRows = {
  readonly epoch: number;
  readonly snapshot: { readonly revision: number; readonly state: string } | null;
  readonly entries: readonly { readonly revision: number; readonly event: string }[];
};

function roomOperations(database: DatabaseSync, sql: Statements) {
  const rooms = database.prepare(sql.rooms);
  const roomIndex = database.prepare(sql.roomIndex);

  return {
    claim: claiming(database, sql),
    rooms: (): string[] => rooms.all().map(({ room }) => String(room)),
    /** One text a key, of JSON: an array of Naming. Only rows that have the key at all are parsed by SQLite. */
    roomIndex: (keys: readonly string[]): string[] => keys.map((key) => String(roomIndex.get(key)?.json)),
  };
}

function claiming(database: DatabaseSync, sql: Statements) {
  const claim = database.prepare(sql.claim);
  const readSnapshot = database.prepare(sql.readSnapshot);
  const readEntries = database.prepare(sql.readEntries);

  return (room: string): RoomRows | null => {
    const claimed = claim.get(room) as { epoch: number } | undefined;
    if (claimed === undefined) return null;
    const snapshot = (readSnapshot.get(room) as RoomRows['snapshot'] | undefined) ?? null;
    return {
      epoch: claimed.epoch,
      snapshot,
      entries: readEntries.all(room) as RoomRows['entries'][number][],
    };
  };
}

export function sessionOperations(database: DatabaseSync, sql: Statements) {
  const save = database.prepare(sql.saveSession);
  const load = database.prepare(sql.loadSession);
  const forget = database.prepare(sql.forgetSession);
  const prune = database.prepare(sql.pruneSessions);

  return {
    saveSession({ player, name, hash, seenAt }: StoredSession): void {
      save.run(player, name, hash, seenAt);
    },
    loadSession: (player: string) => (load.get(player) as StoredSession | undefined) ?? null,
    forgetSession(player: string): void {
      forget.run(player);
    },
    pruneSessions: (before: number) => Number(prune.run(before).changes),
  };
}

/** A match as it lies in the file: its record still text. */
export type MatchRow = Omit<ArchivedMatch, 'record'> & { readonly record: string };

export function matchOperations(database: DatabaseSync, sql: Statements) {
  const keep = database.prepare(sql.keepMatch);
  const load = database.prepare(sql.loadMatch);
  const prune = database.prepare(sql.pruneMatches);

  return {
    keepMatch({ id, room, game, version, startedAt, endedAt, record }: MatchRow): void {
      keep.run(id, room, game, version, startedAt, endedAt, record);
    },
    loadMatch: (id: string) => (load.get(id) as MatchRow | undefined) ?? null,
    pruneMatches: (before: number) => Number(prune.run(before).changes),
  };
}

/** A session between threads and in the journal, where everything is JSON: its hash is base64. */
export type SessionText = Omit<StoredSession, 'hash'> & { readonly hash: string };

export function toSessionText({ player, name, hash, seenAt }: StoredSession): SessionText {
  return { player, name, hash: Buffer.from(hash).toString('base64'), seenAt };
}

export function fromSessionText({ player, name, hash, seenAt }: SessionText): StoredSession {
  // Its own bytes: a Buffer this short lies in a pool of Node's, which would cross between threads as a whole.
  return { player, name, hash: new Uint8Array(Buffer.from(hash, 'base64')), seenAt };
}
