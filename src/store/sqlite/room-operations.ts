// Rooms in SQL: each operation checks its fence in the same transaction in which it writes.
import type { DatabaseSync } from 'node:sqlite';
import { type AppendOutcome, FIRST_EPOCH } from '../store.ts';
import type { Statements } from './statements.ts';

/** A room as it lies in the file: events and state still text, to be parsed by who needs them. */
export type RoomRows = {
  readonly epoch: number;
  readonly snapshot: { readonly revision: number; readonly state: string } | null;
  readonly entries: readonly { readonly revision: number; readonly event: string }[];
};

export function roomOperations(database: DatabaseSync, sql: Statements) {
  return {
    append: appending(database, sql),
    claim: claiming(database, sql),
    ...putting(database, sql),
    naming: naming(database, sql),
  };
}

// Arguments by position throughout, since so they come from the other thread.
function appending(database: DatabaseSync, sql: Statements) {
  const append = database.prepare(sql.append);
  const makeRoom = database.prepare(sql.makeRoom);

  return (room: string, epoch: number, expected: number, revision: number, event: string): AppendOutcome => {
    const appended = () => append.run(room, epoch, expected, revision, event).changes === 1;
    if (appended()) return 'stored';
    const mayBeFirst = epoch === FIRST_EPOCH && expected === 0 && revision > 0;
    return mayBeFirst && makeRoom.run(room, epoch).changes === 1 && appended() ? 'stored' : 'fenced';
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

/** The rest: snapshots, removal, the list. */
function putting(database: DatabaseSync, sql: Statements) {
  const snapshot = database.prepare(sql.snapshot);
  const trim = database.prepare(sql.trim);
  const remove = database.prepare(sql.remove);
  const removeEntries = database.prepare(sql.removeEntries);
  const removeSnapshot = database.prepare(sql.removeSnapshot);
  const rooms = database.prepare(sql.rooms);

  return {
    snapshot(room: string, epoch: number, expected: number, revision: number, state: string): void {
      if (snapshot.run(room, epoch, expected, revision, state).changes === 1) trim.run(room, revision);
    },
    remove(room: string, epoch: number, expected: number): void {
      if (remove.run(room, epoch, expected).changes !== 1) return;
      removeEntries.run(room);
      removeSnapshot.run(room);
    },
    rooms: (): string[] => rooms.all().map(({ room }) => String(room)),
  };
}

/** One text a key, of JSON: an array of Naming. Only rows that have the key at all are parsed by SQLite. */
function naming(database: DatabaseSync, sql: Statements) {
  const statement = database.prepare(sql.naming);

  return (keys: readonly string[]): string[] => keys.map((key) => String(statement.get(key)?.json));
}
