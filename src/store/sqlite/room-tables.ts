// Rooms' logs in SQL, as they are written. What the fence allows is settled before.
import type { DatabaseSync } from 'node:sqlite';
import type { Statements } from './statements.ts';

/** How a room's log ends, and what of it the tables lack. */
export type PendingLog = {
  readonly room: string;
  /** The row of the journal with the first of what the tables lack. */
  since: number;
  /** 0 while there is no such room. */
  epoch: number;
  /** The revision of the last entry, or else of the snapshot that took the place of all. */
  last: number;
  /** The revision of the last snapshot. */
  snapshotted: number;
  /** What the tables have of it is to go first: the room was removed. */
  cleared: boolean;
  /** The entries up to its revision are gone. */
  snapshot: { readonly revision: number; readonly state: string } | null;
  entries: { readonly revision: number; readonly event: string }[];
};

export function roomTables(database: DatabaseSync, sql: Statements) {
  const end = database.prepare(sql.end);
  const putRoom = database.prepare(sql.putRoom);
  const putEntry = database.prepare(sql.putEntry);
  const putSnapshot = database.prepare(sql.putSnapshot);
  const trim = database.prepare(sql.trim);
  const clear = [sql.removeRoom, sql.removeEntries, sql.removeSnapshot].map((one) => database.prepare(one));

  return {
    /** Undefined of a room unknown. */
    endOf: (room: string) => end.get(room) as Pick<PendingLog, 'epoch' | 'last' | 'snapshotted'> | undefined,

    save({ room, epoch, cleared, snapshot, entries }: PendingLog): void {
      if (cleared) for (const statement of clear) statement.run(room);
      if (epoch === 0) return;
      putRoom.run(room, epoch);
      if (snapshot !== null) {
        putSnapshot.run(room, snapshot.revision, snapshot.state);
        trim.run(room, snapshot.revision);
      }
      for (const { revision, event } of entries) putEntry.run(room, revision, event);
    },
  };
}
