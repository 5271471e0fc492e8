// Sessions in SQL.
import type { DatabaseSync } from 'node:sqlite';
import type { StoredSession } from '../session-store.ts';
import type { Statements } from './statements.ts';

/** A session as JSON has it: its hash in base64. */
export type SessionText = Omit<StoredSession, 'hash'> & { readonly hash: string };

export function textOf({ player, name, hash, seenAt }: StoredSession): SessionText {
  return { player, name, hash: Buffer.from(hash).toString('base64'), seenAt };
}

export function sessionOf({ player, name, hash, seenAt }: SessionText): StoredSession {
  // Its own bytes: a Buffer this short lies in a pool of Node's, which would cross between threads as a whole.
  return { player, name, hash: new Uint8Array(Buffer.from(hash, 'base64')), seenAt };
}

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
