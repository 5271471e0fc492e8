// A second, complete log inside the file of the store: the server trims its own log behind snapshots.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RoomEvent } from '../../src/room/index.ts';
import { openSqlite } from '../../src/store/index.ts';
import type { Change } from '../../src/store/sqlite/operations.ts';

/** One committed entry, and the epoch of its writer. */
export type Commit = {
  readonly room: string;
  readonly epoch: number;
  readonly revision: number;
  readonly event: RoomEvent;
};

const file = (folder: string): string => join(folder, 'turnkeeper.db');

/**
 * Creates the folder, with triggers that copy each entry in the transaction that commits it: only committed entries are
 * copied, and the server does not know. An entry arrives in the journal, or in the table at
 * once, or first in one and later in the other. The copy has no key, so that a duplicate would be found.
 */
export async function installCommitLog(folder: string): Promise<void> {
  await (await openSqlite({ folder })).close();
  const database = new DatabaseSync(file(folder));
  database.exec(`
    CREATE TABLE commit_log (
      id INTEGER PRIMARY KEY, changes TEXT, room TEXT, epoch INTEGER, revision INTEGER, event TEXT
    );
    CREATE TRIGGER log_changes AFTER INSERT ON journal BEGIN
      INSERT INTO commit_log (changes) VALUES (NEW.changes);
    END;
    CREATE TRIGGER log_entry AFTER INSERT ON entries BEGIN
      INSERT INTO commit_log (room, epoch, revision, event)
      SELECT NEW.room, epoch, NEW.revision, NEW.event FROM rooms WHERE room = NEW.room;
    END;
  `);
  database.close();
}

/** Room after room, each in the order of its commits. Only while no server runs. */
export function* readCommitLog(folder: string): Iterable<Commit> {
  const database = new DatabaseSync(file(folder));
  try {
    database.exec(`
      CREATE TEMP TABLE seen (
        id INTEGER PRIMARY KEY, source TEXT, room TEXT, epoch INTEGER, revision INTEGER, event TEXT
      );
      BEGIN;
      INSERT INTO seen SELECT id * ${MAX_ENTRIES_PER_COMMIT}, 'table', room, epoch, revision, event
        FROM commit_log WHERE changes IS NULL;
    `);
    unfold(database);
    database.exec('COMMIT; CREATE INDEX temp.seen_by_room ON seen (room, revision)');
    // A journal entry is written to the table later, unchanged: this is not a second entry.
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

/** More than the number of entries in one commit. */
const MAX_ENTRIES_PER_COMMIT = 1_000_000;

/** The entries of rooms in the rows of the journal. */
function unfold(database: DatabaseSync): void {
  const put = database.prepare("INSERT INTO seen VALUES (?1, 'journal', ?2, ?3, ?4, ?5)");
  const commits = database.prepare('SELECT id, changes FROM commit_log WHERE changes IS NOT NULL');
  for (const { id, changes } of commits.iterate()) {
    for (const [index, change] of (JSON.parse(String(changes)) as Change[]).entries()) {
      if (change[0] !== 'append') continue;
      const [, room, epoch, , revision, event] = change;
      put.run(Number(id) * MAX_ENTRIES_PER_COMMIT + index, room, epoch, revision, event);
    }
  }
}
