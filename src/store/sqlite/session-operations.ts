// Sessions in SQL.
import type { DatabaseSync } from 'node:sqlite';
import type { StoredSession } from '../storage.ts';
import type { Statements } from './statements.ts';

export function sessionOperations(database: DatabaseSync, sql: Statements) {
  const save = database.prepare(sql.saveSession);
  const load = database.prepare(sql.loadSession);
  const forget = database.prepare(sql.forgetSession);
  const prune = database.prepare(sql.pruneSessions);

  return {
    saveSession({ player, name, hash, seenAt }: StoredSession): void {
      save.run(player, name, hash, seenAt);
    },
    loadSession: (player: string) => (load.get(player) as StoredSession | undefined) ?? null,
    forgetSession(player: string): void {
      forget.run(player);
    },
    pruneSessions: (before: number) => Number(prune.run(before).changes),
  };
}
