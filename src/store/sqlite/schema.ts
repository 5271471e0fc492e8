// The tables, as the steps that lead from an empty file to today's: a step once released is never changed.
import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../storage.ts';

/** "TURN": how a file says that it is ours. */
export const APPLICATION_ID = 0x5455524e;

/** The step at index n leads from version n (SQLite's user_version) to n + 1. */
export const migrations: readonly string[] = [
  // WITHOUT ROWID lays the entries of a room side by side: read in one go, and trimmed so.
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
  // What is accepted and not yet in the tables above, a row a commit (see journal.ts); and what could not be brought
  // into them, since its pages are damaged.
  `CREATE TABLE journal (number INTEGER PRIMARY KEY, changes BLOB NOT NULL) STRICT;
   CREATE TABLE set_aside (what TEXT NOT NULL, reason TEXT NOT NULL) STRICT;`,
  // Its rows are JSON, which any Node and any other tool can read; before they were as node:v8 serializes.
  `ALTER TABLE journal RENAME TO former_journal;
   CREATE TABLE journal (number INTEGER PRIMARY KEY, changes TEXT NOT NULL) STRICT;`,
];

/**
 * Brings the file to today's tables, each step whole or not at all: whoever gets an error closes the file,
 * and with it the step is undone.
 * @throws StoreError NEWER, or SQLite's error
 */
export function migrate(database: DatabaseSync, steps: readonly string[]): void {
  const found = versionOf(database);
  if (found > steps.length) {
    const versions = `its tables are of version ${found}, this turnkeeper knows up to ${steps.length}`;
    throw new StoreError('NEWER', `The data was written by a later turnkeeper: ${versions}.`);
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

// The SQL of every change and question.

export const statements = {
  // Where a log ends is read off the log itself, so nothing can disagree with it: at its last entry, or else at the
  // snapshot which replaced all entries.
  end: `SELECT epoch,
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
  // One text for all: rows by the ten thousand cost more to bring into JavaScript than to find. What is damaged and
  // no JSON any more names nobody, and harms no other room.
  roomIndex: `SELECT json_group_array(json_array(named.atom, said.room)) AS json
    FROM (SELECT room, event AS json FROM entries UNION ALL SELECT room, state FROM snapshots) AS said,
      json_tree(iif(json_valid(said.json), said.json, 'null')) AS named
    WHERE instr(said.json, '"' || ?1 || '":') > 0 AND named.key = ?1 AND named.type = 'text'`,

  saveSession: 'INSERT OR REPLACE INTO sessions (player, name, hash, seen_at) VALUES (?1, ?2, ?3, ?4)',
  loadSession: 'SELECT player, name, hash, seen_at AS seenAt FROM sessions WHERE player = ?1',
  forgetSession: 'DELETE FROM sessions WHERE player = ?1',
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

// The config on which a file is written. The product knows one set; a test's negative control brings a worse one.

export type StoreConfig = {
  readonly migrations: readonly string[];
  readonly pragmas: readonly string[];
  readonly statements: Statements;
  /** Whether an append must name the room's epoch, and how its log ends. */
  readonly fenced: boolean;
  readonly checkpoint: CheckpointConfig;
};

/** When what is in the journal goes into the tables. */
export type CheckpointConfig = {
  /** When the journal has so many bytes, */
  readonly bytes: number;
  /** or so many milliseconds after the first change that the tables lack. */
  readonly ms: number;
  /** Slice by slice of so many rows: what is asked meanwhile waits for one of them, a millisecond or two. */
  readonly rows: number;
};

const MB = 1024 ** 2;

export const defaultConfig: StoreConfig = {
  migrations,
  statements,
  fenced: true,
  // A start takes up 8 MB of it, 56,000 changes at the most, in less than a tenth of a second.
  checkpoint: { bytes: 8 * MB, ms: 5_000, rows: 128 },
  pragmas: [
    'journal_mode = WAL',
    // A sync of the log for every commit. NORMAL may lose the last commits to a power loss.
    'synchronous = FULL',
    // On macOS alone: an fsync there leaves data in the disk's own cache, this does not.
    'fullfsync = ON',
    // Measured: 1,000 pages has a better tail than 250 or 4,000.
    'wal_autocheckpoint = 1000',
    // A backup lets the log grow; afterwards it gives the space back. Bytes.
    'journal_size_limit = 67108864',
    'cache_size = -16000',
    'temp_store = MEMORY',
    // For who looks into the file with other tools while the server runs. Milliseconds.
    'busy_timeout = 5000',
  ],
};
