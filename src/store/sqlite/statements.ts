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
  naming: `SELECT json_group_array(json_array(named.atom, said.room)) AS json
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
