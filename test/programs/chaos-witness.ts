// A second, complete log inside the store's own file: the server trims its log behind snapshots, this one is kept.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RoomEvent } from '../../src/room/index.ts';
import { openSqlite } from '../../src/store/index.ts';

/** One entry as it was committed, and the epoch of its writer. */
export type Witnessed = {
  readonly room: string;
  readonly epoch: number;
  readonly revision: number;
  readonly event: RoomEvent;
};

const file = (folder: string): string => join(folder, 'turnkeeper.db');

/**
 * Makes the folder, with triggers that copy each entry in the very transaction that writes it: what is committed
 * is witnessed and nothing else, and the server knows nothing of it. No key, so that a doubled entry would show.
 */
export async function installWitness(folder: string): Promise<void> {
  await (await openSqlite({ folder })).close();
  const database = new DatabaseSync(file(folder));
  database.exec(`
    CREATE TABLE witness (id INTEGER PRIMARY KEY, room TEXT, epoch INTEGER, revision INTEGER, event TEXT);
    CREATE TRIGGER witnessed AFTER INSERT ON entries BEGIN
      INSERT INTO witness (room, epoch, revision, event)
      SELECT NEW.room, epoch, NEW.revision, NEW.event FROM rooms WHERE room = NEW.room;
    END;
  `);
  database.close();
}

/** Room after room, each in the order of its commits. Only when no server runs. */
export function* readWitness(folder: string): Iterable<Witnessed> {
  const database = new DatabaseSync(file(folder));
  try {
    const rows = database.prepare('SELECT room, epoch, revision, event FROM witness ORDER BY room, id');
    for (const row of rows.iterate()) {
      const { room, epoch, revision, event } = row as Record<string, string | number>;
      yield {
        room: String(room),
        epoch: Number(epoch),
        revision: Number(revision),
        event: JSON.parse(String(event)) as RoomEvent,
      };
    }
  } finally {
    database.close();
  }
}
