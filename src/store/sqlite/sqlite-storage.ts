// The storage on disk: one folder, one file in it, one thread that writes it.
// Each call of a port is a request to that thread.

import type { Json } from '../../json.ts';
import type {
  AppendOutcome,
  ArchivedMatch,
  Entry,
  Fence,
  MatchArchive,
  Naming,
  SessionStore,
  Snapshot,
  Storage,
  Store,
  StoredRoom,
  StoredSession,
  StoreError,
} from '../storage.ts';
import { backupFolder } from './backup.ts';
import { isTrouble } from './errors.ts';
import { textOf } from './operations.ts';
import { productTerms, type Terms } from './schema.ts';
import { WorkerLine } from './worker-client.ts';

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

class SqliteStore implements Store {
  readonly #line: WorkerLine;

  constructor(line: WorkerLine) {
    this.#line = line;
  }

  async claim(room: string): Promise<StoredRoom | null> {
    const rows = await this.#line.request(['claim', room]);
    if (rows === null) return null;
    const { epoch, snapshot, entries } = rows;
    return {
      epoch,
      snapshot:
        snapshot === null ? null : { revision: snapshot.revision, state: JSON.parse(snapshot.state) as Json },
      entries: entries.map(({ revision, event }) => ({ revision, event: JSON.parse(event) as Json })),
    };
  }

  // JSON here and not the objects themselves: text crosses between threads far cheaper than a tree does.
  append(fence: Fence, { revision, event }: Entry, settled: (outcome: AppendOutcome) => void): void {
    const { room, epoch, expected } = fence;
    this.#line.ask(['append', room, epoch, expected, revision, JSON.stringify(event)], (answer) =>
      settled(isTrouble(answer) ? 'failed' : answer),
    );
  }

  snapshot({ room, epoch, expected }: Fence, { revision, state }: Snapshot): void {
    this.#line.ask(['snapshot', room, epoch, expected, revision, JSON.stringify(state)], () => {});
  }

  remove({ room, epoch, expected }: Fence): void {
    this.#line.ask(['remove', room, epoch, expected], () => {});
  }

  rooms(): Promise<readonly string[]> {
    return this.#line.request(['rooms']);
  }

  async naming(keys: readonly string[]): Promise<readonly Naming[]> {
    const texts = await this.#line.request(['naming', keys]);
    return texts.flatMap((text) => JSON.parse(text) as Naming[]);
  }

  close(): Promise<void> {
    return this.#line.close();
  }
}

class SqliteSessions implements SessionStore {
  readonly #line: WorkerLine;

  constructor(line: WorkerLine) {
    this.#line = line;
  }

  save(session: StoredSession): Promise<void> {
    return this.#line.request(['saveSession', textOf(session)]);
  }

  load(player: string): Promise<StoredSession | null> {
    return this.#line.request(['loadSession', player]);
  }

  forget(player: string): Promise<void> {
    return this.#line.request(['forgetSession', player]);
  }

  prune(before: number): Promise<number> {
    return this.#line.request(['pruneSessions', before]);
  }
}

class SqliteMatches implements MatchArchive {
  readonly #line: WorkerLine;

  constructor(line: WorkerLine) {
    this.#line = line;
  }

  // Field by field: whatever else the caller's object holds must not try to cross between threads.
  keep({ id, room, game, version, startedAt, endedAt, record }: ArchivedMatch): Promise<void> {
    const text = JSON.stringify(record);
    return this.#line.request(['keepMatch', { id, room, game, version, startedAt, endedAt, record: text }]);
  }

  async load(id: string): Promise<ArchivedMatch | null> {
    const row = await this.#line.request(['loadMatch', id]);
    return row === null ? null : { ...row, record: JSON.parse(row.record) as Json };
  }

  prune(before: number): Promise<number> {
    return this.#line.request(['pruneMatches', before]);
  }
}
