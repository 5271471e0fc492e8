// Finished matches in SQL.
import type { DatabaseSync } from 'node:sqlite';
import type { ArchivedMatch } from '../storage.ts';
import type { Statements } from './statements.ts';

/** A match as it lies in the file: its record still text. */
export type MatchRow = Omit<ArchivedMatch, 'record'> & { readonly record: string };

export function matchOperations(database: DatabaseSync, sql: Statements) {
  const keep = database.prepare(sql.keepMatch);
  const load = database.prepare(sql.loadMatch);
  const prune = database.prepare(sql.pruneMatches);

  return {
    keepMatch({ id, room, game, version, startedAt, endedAt, record }: MatchRow): void {
      keep.run(id, room, game, version, startedAt, endedAt, record);
    },
    loadMatch: (id: string) => (load.get(id) as MatchRow | undefined) ?? null,
    pruneMatches: (before: number) => Number(prune.run(before).changes),
  };
}
