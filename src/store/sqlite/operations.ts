// Everything that the worker can be asked to do. The types here are the contract between the two threads.
import type { DatabaseSync } from 'node:sqlite';
import type { AppendOutcome, ArchivedMatch, StoredSession } from '../storage.ts';
import type { Statements } from './schema.ts';

/**
 * What goes into the journal first, and into the tables later. `epoch` and `expected` are the fence of storage.ts. Files
 * contain these names, so they never change.
 */
type Changes = {
  append(room: string, epoch: number, expected: number, revision: number, event: string): AppendOutcome;
  snapshot(room: string, epoch: number, expected: number, revision: number, state: string): void;
  remove(room: string, epoch: number, expected: number): void;
  saveSession(session: SessionText): void;
  keepMatch(match: MatchRow): void;
};

/** What the tables answer themselves. */
export type Operations = ReturnType<typeof operationsOn>;

/**
 * A name and its arguments in one array of JSON values. As one text, a batch of them is much cheaper to send to another
 * thread than as objects, and the same text goes into the journal.
 */
type RequestOf<All extends Record<keyof All, (...args: never[]) => unknown>> = {
  [Name in keyof All]: readonly [Name, ...Parameters<All[Name]>];
}[keyof All];

export type Change = RequestOf<Changes>;
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

/** One row by its key: from memory, or else from its table, which need not be up to date for it. */
export type Lookup = Extract<TableRequest, readonly ['loadSession' | 'loadMatch', string]>;

export function isLookup(request: Request): request is Lookup {
  return request[0] === 'loadSession' || request[0] === 'loadMatch';
}

/** The requests that change nothing, so they may be answered again after a transaction has failed. */
const queries: ReadonlySet<Request[0]> = new Set(['rooms', 'roomIndex', 'loadSession', 'loadMatch']);

export function isQuery(request: Request): request is TableRequest {
  return queries.has(request[0]);
}

export function perform(operations: Operations, [name, ...args]: TableRequest): unknown {
  // Each name has its own arguments; the type checker cannot follow that through the union.
  const operation = operations[name] as (...args: unknown[]) => unknown;
  return operation(...args);
}

export function operationsOn(database: DatabaseSync, statements: Statements) {
  const { loadSession, removeSession, pruneSessions } = sessionOperations(database, statements);
  const { loadMatch, pruneMatches } = matchOperations(database, statements);
  return {
    ...roomOperations(database, statements),
    ...{ loadSession, removeSession, pruneSessions, loadMatch, pruneMatches },
  };
}

/** A room as it is stored: events and state are still JSON text, which the main thread parses. */
export type RoomRows = {
  readonly epoch: number;
  readonly snapshot: { readonly revision: number; readonly state: string } | null;
  readonly entries: readonly { readonly revision: number; readonly event: string }[];
};

function roomOperations(database: DatabaseSync, sql: Statements) {
  const claim = database.prepare(sql.claim);
  const readSnapshot = database.prepare(sql.readSnapshot);
  const readEntries = database.prepare(sql.readEntries);
  const rooms = database.prepare(sql.rooms);
  const roomIndex = database.prepare(sql.roomIndex);

  return {
    claim(room: string): RoomRows | null {
      const claimed = claim.get(room) as { epoch: number } | undefined;
      if (claimed === undefined) return null;
      const snapshot = (readSnapshot.get(room) as RoomRows['snapshot'] | undefined) ?? null;
      const entries = readEntries.all(room) as RoomRows['entries'][number][];
      return { epoch: claimed.epoch, snapshot, entries };
    },
    rooms: (): string[] => rooms.all().map(({ room }) => String(room)),
    /** One JSON text for each key: an array of RoomIndexEntry. SQLite parses only the rows that contain the key. */
    roomIndex: (keys: readonly string[]): string[] => keys.map((key) => String(roomIndex.get(key)?.json)),
  };
}

export function sessionOperations(database: DatabaseSync, sql: Statements) {
  const save = database.prepare(sql.saveSession);
  const load = database.prepare(sql.loadSession);
  const remove = database.prepare(sql.removeSession);
  const prune = database.prepare(sql.pruneSessions);

  return {
    saveSession({ player, name, hash, seenAt }: StoredSession): void {
      save.run(player, name, hash, seenAt);
    },
    loadSession: (player: string) => (load.get(player) as StoredSession | undefined) ?? null,
    removeSession(player: string): void {
      remove.run(player);
    },
    pruneSessions: (before: number) => Number(prune.run(before).changes),
  };
}

/** A session between the threads and in the journal, where everything is JSON: its hash is base64. */
export type SessionText = Omit<StoredSession, 'hash'> & { readonly hash: string };

export function toSessionText({ player, name, hash, seenAt }: StoredSession): SessionText {
  return { player, name, hash: Buffer.from(hash).toString('base64'), seenAt };
}

export function fromSessionText({ player, name, hash, seenAt }: SessionText): StoredSession {
  // A copy: a short Buffer is a view of Node's shared pool, and all of the pool would be sent to the other thread.
  return { player, name, hash: new Uint8Array(Buffer.from(hash, 'base64')), seenAt };
}

/** A match as it is stored: its record is still JSON text. */
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
