// The database file: its tables, its SQL statements, and the settings under which it is written.
import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../storage.ts';

/** "TURN". It marks the file as ours. */
export const APPLICATION_ID = 0x5455524e;

/**
 * The tables, as steps from an empty file to the current version. The step at index n leads from version n (SQLite's
 * user_version) to n + 1. A step that was released never changes.
 */
export const migrations: readonly string[] = [
  // WITHOUT ROWID stores the entries of a room next to each other: they are read and deleted in one range.
  `CREATE TABLE rooms (room TEXT PRIMARY KEY, epoch INTEGER NOT NULL) WITHOUT ROWID, STRICT;
   CREATE TABLE entries (
     room TEXT NOT NULL, revision INTEGER NOT NULL, event TEXT NOT NULL, PRIMARY KEY (room, revision)
   ) WITHOUT ROWID, STRICT;
   CREATE TABLE snapshots (
     room TEXT PRIMARY KEY, revision INTEGER NOT NULL, state TEXT NOT NULL
   ) STRICT;
   CREATE TABLE sessions (
     player TEXT PRIMARY KEY, name TEXT NOT NULL, hash BLOB NOT NULL, seen_at INTEGER NOT NULL
   ) WITHOUT ROWID, STRICT;
   CREATE INDEX sessions_by_seen_at ON sessions (seen_at);
   CREATE TABLE matches (
     id TEXT PRIMARY KEY, room TEXT NOT NULL, game TEXT NOT NULL, version INTEGER NOT NULL,
     started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL, record TEXT NOT NULL
   ) STRICT;
   CREATE INDEX matches_by_ended_at ON matches (ended_at);`,
  // What is committed and not yet in the tables above, one row a commit (see journal.ts); and what could not be saved
  // to them, because their pages are damaged.
  `CREATE TABLE journal (number INTEGER PRIMARY KEY, changes BLOB NOT NULL) STRICT;
   CREATE TABLE set_aside (what TEXT NOT NULL, reason TEXT NOT NULL) STRICT;`,
  // Since this step the rows of the journal are JSON, which every version of Node and every other tool can read. Before,
  // they were in the format of node:v8.
  `ALTER TABLE journal RENAME TO former_journal;
   CREATE TABLE journal (number INTEGER PRIMARY KEY, changes TEXT NOT NULL) STRICT;`,
];

/**
 * Brings the file to the current version, each step in a transaction. On an error the caller closes the file, which
 * rolls the step back.
 * @throws StoreError NEWER, or SQLite's error
 */
export function migrate(database: DatabaseSync, steps: readonly string[]): void {
  const found = versionOf(database);
  if (found > steps.length) {
    const versions = `its tables have version ${found}, this turnkeeper supports up to ${steps.length}`;
    throw new StoreError('NEWER', `The data was written by a newer turnkeeper: ${versions}.`);
  }
  for (const [version, step] of steps.entries()) {
    if (version < found) continue;
    database.exec('BEGIN IMMEDIATE');
    database.exec(step);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version + 1}; COMMIT`);
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version);
}

/** The SQL of every change and query. */
export const statements = {
  // The end of a log is read from the log itself, so that nothing can disagree with it: its last entry, or else the
  // snapshot that replaced all entries.
  endOfLog: `SELECT epoch,
      coalesce((SELECT max(revision) FROM entries WHERE room = ?1), snapshots.revision, 0) AS last,
      coalesce(snapshots.revision, 0) AS snapshotted
    FROM rooms LEFT JOIN snapshots ON snapshots.room = rooms.room WHERE rooms.room = ?1`,
  putRoom: 'INSERT OR IGNORE INTO rooms (room, epoch) VALUES (?1, ?2)',
  putEntry: 'INSERT INTO entries (room, revision, event) VALUES (?1, ?2, ?3)',
  putSnapshot: 'INSERT OR REPLACE INTO snapshots (room, revision, state) VALUES (?1, ?2, ?3)',
  trim: 'DELETE FROM entries WHERE room = ?1 AND revision <= ?2',
  removeRoom: 'DELETE FROM rooms WHERE room = ?1',
  removeEntries: 'DELETE FROM entries WHERE room = ?1',
  removeSnapshot: 'DELETE FROM snapshots WHERE room = ?1',
  claim: 'UPDATE rooms SET epoch = epoch + 1 WHERE room = ?1 RETURNING epoch',
  readSnapshot: 'SELECT revision, state FROM snapshots WHERE room = ?1',
  readEntries: 'SELECT revision, event FROM entries WHERE room = ?1 ORDER BY revision',
  rooms: 'SELECT room FROM rooms',
  // One text for all: ten thousand rows cost more to bring into JavaScript than to find. A damaged row that is not JSON
  // any more adds nothing to the index, and harms no other room.
  roomIndex: `SELECT json_group_array(json_array(found.atom, stored.room)) AS json
    FROM (SELECT room, event AS json FROM entries UNION ALL SELECT room, state FROM snapshots) AS stored,
      json_tree(iif(json_valid(stored.json), stored.json, 'null')) AS found
    WHERE instr(stored.json, '"' || ?1 || '":') > 0 AND found.key = ?1 AND found.type = 'text'`,

  saveSession: 'INSERT OR REPLACE INTO sessions (player, name, hash, seen_at) VALUES (?1, ?2, ?3, ?4)',
  loadSession: 'SELECT player, name, hash, seen_at AS seenAt FROM sessions WHERE player = ?1',
  removeSession: 'DELETE FROM sessions WHERE player = ?1',
  pruneSessions: 'DELETE FROM sessions WHERE seen_at < ?1',

  keepMatch: `INSERT OR REPLACE INTO matches (id, room, game, version, started_at, ended_at, record)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`,
  loadMatch: `SELECT id, room, game, version, started_at AS startedAt, ended_at AS endedAt, record
    FROM matches WHERE id = ?1`,
  pruneMatches: 'DELETE FROM matches WHERE ended_at < ?1',

  putJournal: 'INSERT INTO journal (number, changes) VALUES (?1, ?2)',
  lastJournal: 'SELECT coalesce(max(number), 0) AS last FROM journal',
  readJournal: 'SELECT number, changes FROM journal ORDER BY number',
  trimJournal: 'DELETE FROM journal WHERE number < ?1',
  clearJournal: 'DELETE FROM journal',
  readFormerJournal: 'SELECT changes FROM former_journal ORDER BY number',
  clearFormerJournal: 'DELETE FROM former_journal',
  setAside: 'INSERT INTO set_aside (what, reason) VALUES (?1, ?2)',
} as const;

export type Statements = { readonly [Name in keyof typeof statements]: string };

/** How a file is written. The product has one configuration; a test's negative control has a worse one. */
export type StoreConfig = {
  readonly migrations: readonly string[];
  readonly pragmas: readonly string[];
  readonly statements: Statements;
  /** Whether an append must have the room's epoch and the revision at which its log ends. */
  readonly fenced: boolean;
  readonly checkpoint: CheckpointConfig;
};

/** When the changes of the journal are saved to the tables. */
export type CheckpointConfig = {
  /** Checkpoint when the journal has this many bytes, */
  readonly bytes: number;
  /** or this many ms after the first change that is not saved. */
  readonly ms: number;
  /** Rows in one slice. A request that comes meanwhile waits for one slice, which takes 1 to 2 ms. */
  readonly rows: number;
};

const MB = 1024 ** 2;

export const defaultConfig: StoreConfig = {
  migrations,
  statements,
  fenced: true,
  // A start reads 8 MB, which is 56,000 changes at most, in less than 100 ms.
  checkpoint: { bytes: 8 * MB, ms: 5_000, rows: 128 },
  pragmas: [
    'journal_mode = WAL',
    // One fsync of the write-ahead log a commit. With NORMAL, a power failure may lose the last commits.
    'synchronous = FULL',
    // For macOS, where a plain fsync leaves data in the cache of the disk.
    'fullfsync = ON',
    // Measured: 1,000 pages has lower tail latencies than 250 or 4,000.
    'wal_autocheckpoint = 1000',
    // Bytes. A backup makes the write-ahead log grow; afterwards the space is released.
    'journal_size_limit = 67108864',
    'cache_size = -16000',
    'temp_store = MEMORY',
    // Milliseconds. Other tools may read the file while the server runs.
    'busy_timeout = 5000',
  ],
};
