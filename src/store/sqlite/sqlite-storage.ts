// The storage on disk: one folder, one file in it, one thread that writes it.
// Each call of a port is a request to that thread.

import type { Json } from '../../json.ts';
import type {
  AppendOutcome,
  ArchivedMatch,
  Entry,
  Fence,
  MatchArchive,
  RoomIndexEntry,
  SessionStore,
  Snapshot,
  Storage,
  Store,
  StoredRoom,
  StoredSession,
  StoreError,
} from '../storage.ts';
import { backupFolder } from './backup.ts';
import { isFailure } from './errors.ts';
import { toSessionText } from './operations.ts';
import { defaultConfig, type StoreConfig } from './schema.ts';
import { WorkerClient } from './worker-client.ts';

export type SqliteOptions = {
  /** Made if it is not there. The file in it is turnkeeper.db. */
  readonly folder: string;
  /** Called when the disk refuses, once a transaction: for the log. The rooms concerned are told besides. */
  readonly report?: (error: StoreError) => void;
};

/** Rejects with a StoreError: IN_USE, FOREIGN, NEWER or FAILED. */
export function openSqlite(options: SqliteOptions): Promise<Storage> {
  return openWithConfig(options, defaultConfig);
}

/** For negative controls: not part of the door to this folder. */
export async function openWithConfig(
  { folder, report }: SqliteOptions,
  config: StoreConfig,
): Promise<Storage> {
  const line = await WorkerClient.open({ folder, config, report: report ?? (() => {}) });
  return {
    rooms: new SqliteStore(line),
    sessions: new SqliteSessions(line),
    matches: new SqliteMatches(line),
    backup: (file) => backupFolder({ folder, file }),
    close: () => line.close(),
  };
}

class SqliteStore implements Store {
  readonly #line: WorkerClient;

  constructor(line: WorkerClient) {
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
    this.#line.send(['append', room, epoch, expected, revision, JSON.stringify(event)], (answer) =>
      settled(isFailure(answer) ? 'failed' : answer),
    );
  }

  snapshot({ room, epoch, expected }: Fence, { revision, state }: Snapshot): void {
    this.#line.send(['snapshot', room, epoch, expected, revision, JSON.stringify(state)], () => {});
  }

  remove({ room, epoch, expected }: Fence): void {
    this.#line.send(['remove', room, epoch, expected], () => {});
  }

  rooms(): Promise<readonly string[]> {
    return this.#line.request(['rooms']);
  }

  async roomIndex(keys: readonly string[]): Promise<readonly RoomIndexEntry[]> {
    const texts = await this.#line.request(['roomIndex', keys]);
    return texts.flatMap((text) => JSON.parse(text) as RoomIndexEntry[]);
  }

  close(): Promise<void> {
    return this.#line.close();
  }
}

class SqliteSessions implements SessionStore {
  readonly #line: WorkerClient;

  constructor(line: WorkerClient) {
    this.#line = line;
  }

  save(session: StoredSession): Promise<void> {
    return this.#line.request(['saveSession', toSessionText(session)]);
  }

  load(player: string): Promise<StoredSession | null> {
    return this.#line.request(['loadSession', player]);
  }

  remove(player: string): Promise<void> {
    return this.#line.request(['forgetSession', player]);
  }

  prune(before: number): Promise<number> {
    return this.#line.request(['pruneSessions', before]);
  }
}

class SqliteMatches implements MatchArchive {
  readonly #line: WorkerClient;

  constructor(line: WorkerClient) {
    this.#line = line;
  }

  // Field by field: whatever else the caller's object holds must not try to cross between threads.
  save({ id, room, game, version, startedAt, endedAt, record }: ArchivedMatch): Promise<void> {
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
