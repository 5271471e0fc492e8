// The SQL of every change and question; in `fence`, the promise that only who holds a room writes it.

/**
 * ?1 room, ?2 epoch, ?3 expected. Where the log ends is read off the log itself, so nothing can disagree
 * with it: at its last entry, or at the snapshot which replaced all entries.
 */
const fence = `room = ?1 AND epoch = ?2 AND ?3 = coalesce(
  (SELECT max(revision) FROM entries WHERE room = ?1),
  (SELECT revision FROM snapshots WHERE room = ?1),
  0)`;

export const statements = {
  makeRoom: 'INSERT OR IGNORE INTO rooms (room, epoch) VALUES (?1, ?2)',
  append: `INSERT INTO entries (room, revision, event)
    SELECT room, ?4, ?5 FROM rooms WHERE ${fence} AND ?4 > ?3`,
  claim: 'UPDATE rooms SET epoch = epoch + 1 WHERE room = ?1 RETURNING epoch',
  readSnapshot: 'SELECT revision, state FROM snapshots WHERE room = ?1',
  readEntries: 'SELECT revision, event FROM entries WHERE room = ?1 ORDER BY revision',
  snapshot: `INSERT INTO snapshots (room, revision, state)
    SELECT room, ?4, ?5 FROM rooms WHERE ${fence} AND ?4 <= ?3
    ON CONFLICT (room) DO UPDATE SET revision = excluded.revision, state = excluded.state
    WHERE excluded.revision >= snapshots.revision`,
  trim: 'DELETE FROM entries WHERE room = ?1 AND revision <= ?2',
  remove: `DELETE FROM rooms WHERE ${fence}`,
  removeEntries: 'DELETE FROM entries WHERE room = ?1',
  removeSnapshot: 'DELETE FROM snapshots WHERE room = ?1',
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
} as const;

export type Statements = { readonly [Name in keyof typeof statements]: string };
