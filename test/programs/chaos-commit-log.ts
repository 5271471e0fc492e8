// A second, complete log inside the store's own file: the server trims its log behind snapshots, this one is kept.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RoomEvent } from '../../src/room/index.ts';
import { openSqlite } from '../../src/store/index.ts';
import type { Change } from '../../src/store/sqlite/operations.ts';

/** One entry as it was committed, and the epoch of its writer. */
export type Commit = {
  readonly room: string;
  readonly epoch: number;
  readonly revision: number;
  readonly event: RoomEvent;
};

const file = (folder: string): string => join(folder, 'turnkeeper.db');

/**
 * Makes the folder, with triggers that copy what is committed in the very transaction that commits it: that is
 * witnessed and nothing else, and the server knows nothing of it. An entry comes by the journal, or into the table at
 * once, or by the one and later into the other. No key, so that a doubled entry would show.
 */
export async function installCommitLog(folder: string): Promise<void> {
  await (await openSqlite({ folder })).close();
  const database = new DatabaseSync(file(folder));
  database.exec(`
    CREATE TABLE witness (
      id INTEGER PRIMARY KEY, changes TEXT, room TEXT, epoch INTEGER, revision INTEGER, event TEXT
    );
    CREATE TRIGGER witnessed_changes AFTER INSERT ON journal BEGIN
      INSERT INTO witness (changes) VALUES (NEW.changes);
    END;
    CREATE TRIGGER witnessed_entry AFTER INSERT ON entries BEGIN
      INSERT INTO witness (room, epoch, revision, event)
      SELECT NEW.room, epoch, NEW.revision, NEW.event FROM rooms WHERE room = NEW.room;
    END;
  `);
  database.close();
}

/** Room after room, each in the order of its commits. Only when no server runs. */
export function* readCommitLog(folder: string): Iterable<Commit> {
  const database = new DatabaseSync(file(folder));
  try {
    database.exec(`
      CREATE TEMP TABLE seen (
        id INTEGER PRIMARY KEY, source TEXT, room TEXT, epoch INTEGER, revision INTEGER, event TEXT
      );
      BEGIN;
      INSERT INTO seen SELECT id * ${MOST_A_COMMIT}, 'table', room, epoch, revision, event
        FROM witness WHERE changes IS NULL;
    `);
    unfold(database);
    database.exec('COMMIT; CREATE INDEX temp.seen_by_room ON seen (room, revision)');
    // What came by the journal comes into the table once more, the same: that is no second entry.
    const rows =
      database.prepare(`SELECT room, epoch, revision, event FROM seen WHERE source = 'journal' OR NOT EXISTS (
        SELECT 1 FROM seen AS other WHERE other.source = 'journal' AND other.room = seen.room
          AND other.revision = seen.revision AND other.epoch = seen.epoch AND other.event = seen.event
      ) ORDER BY room, id`);
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

/** What numbers the entries of one commit: more than there can be in it. */
const MOST_A_COMMIT = 1_000_000;

/** The entries among what came by the journal. */
function unfold(database: DatabaseSync): void {
  const put = database.prepare("INSERT INTO seen VALUES (?1, 'journal', ?2, ?3, ?4, ?5)");
  const commits = database.prepare('SELECT id, changes FROM witness WHERE changes IS NOT NULL');
  for (const { id, changes } of commits.iterate()) {
    for (const [index, change] of (JSON.parse(String(changes)) as Change[]).entries()) {
      if (change[0] !== 'append') continue;
      const [, room, epoch, , revision, event] = change;
      put.run(Number(id) * MOST_A_COMMIT + index, room, epoch, revision, event);
    }
  }
}
