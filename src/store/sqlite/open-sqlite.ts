// The storage on disk: one folder, one file in it, one thread that writes it.
import type { Storage, StoreError } from '../storage.ts';
import { backupFolder } from './backup.ts';
import { SqliteMatches } from './sqlite-matches.ts';
import { SqliteSessions } from './sqlite-sessions.ts';
import { SqliteStore } from './sqlite-store.ts';
import { productTerms, type Terms } from './terms.ts';
import { WorkerLine } from './worker-line.ts';

export type SqliteOptions = {
  /** Made if it is not there. The file in it is turnkeeper.db. */
  readonly folder: string;
  /** Called when the disk refuses, once a transaction: for the log. The rooms concerned are told besides. */
  readonly report?: (error: StoreError) => void;
};

/** Rejects with a StoreError: IN_USE, FOREIGN, NEWER or FAILED. */
export function openSqlite(options: SqliteOptions): Promise<Storage> {
  return openOnTerms(options, productTerms);
}

/** For negative controls: not part of the door to this folder. */
export async function openOnTerms({ folder, report }: SqliteOptions, terms: Terms): Promise<Storage> {
  const line = await WorkerLine.open({ folder, terms, report: report ?? (() => {}) });
  return {
    rooms: new SqliteStore(line),
    sessions: new SqliteSessions(line),
    matches: new SqliteMatches(line),
    backup: (file) => backupFolder({ folder, file }),
    close: () => line.close(),
  };
}
