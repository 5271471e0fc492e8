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
