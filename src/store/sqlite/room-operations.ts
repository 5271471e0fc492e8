// What is asked of rooms in SQL.
import type { DatabaseSync } from 'node:sqlite';
import type { Statements } from './statements.ts';

/** A room as it lies in the file: events and state still text, to be parsed by who needs them. */
export type RoomRows = {
  readonly epoch: number;
  readonly snapshot: { readonly revision: number; readonly state: string } | null;
  readonly entries: readonly { readonly revision: number; readonly event: string }[];
};

export function roomOperations(database: DatabaseSync, sql: Statements) {
  const rooms = database.prepare(sql.rooms);
  const naming = database.prepare(sql.naming);

  return {
    claim: claiming(database, sql),
    rooms: (): string[] => rooms.all().map(({ room }) => String(room)),
    /** One text a key, of JSON: an array of Naming. Only rows that have the key at all are parsed by SQLite. */
    naming: (keys: readonly string[]): string[] => keys.map((key) => String(naming.get(key)?.json)),
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
