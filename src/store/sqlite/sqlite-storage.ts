// The storage on disk: one folder, one file in it, one thread that writes it. Each call of a port is a request to that
// thread.
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

/** The options of `openSqlite`. */
export type SqliteOptions = {
  /** The data folder. It is created if it does not exist; the database in it is `turnkeeper.db`. */
  readonly folder: string;
  /** Called once for each transaction that fails, for the log. The calls that failed are answered as well. */
  readonly report?: (error: StoreError) => void;
};

/**
 * Opens a storage on disk. One process may have a folder open at a time.
 *
 * Rejects with a StoreError: `IN_USE` where another process has the folder open, `FOREIGN` where the file is not a
 * turnkeeper file, `NEWER` where a newer turnkeeper wrote it, `FAILED` where the folder or the file cannot be used.
 *
 * @example
 * const storage = await openSqlite({ folder: './data', report: (error) => console.error(error.message) });
 * const server = createServer({ games: [ticTacToe], storage });
 * await server.listen({ port: 8080 });
 */
export function openSqlite(options: SqliteOptions): Promise<Storage> {
  return openWithConfig(options, defaultConfig);
}

/** For negative controls in tests: not exported from this folder. */
export async function openWithConfig(
  { folder, report }: SqliteOptions,
  config: StoreConfig,
): Promise<Storage> {
  const worker = await WorkerClient.open({ folder, config, report: report ?? (() => {}) });
  return {
    rooms: new SqliteStore(worker),
    sessions: new SqliteSessions(worker),
    matches: new SqliteMatches(worker),
    backup: (file) => backupFolder({ folder, file }),
    close: () => worker.close(),
  };
}

class SqliteStore implements Store {
  readonly #worker: WorkerClient;

  constructor(worker: WorkerClient) {
    this.#worker = worker;
  }

  async claim(room: string): Promise<StoredRoom | null> {
    const rows = await this.#worker.request(['claim', room]);
    if (rows === null) return null;
    const { epoch, snapshot, entries } = rows;
    return {
      epoch,
      snapshot:
        snapshot === null ? null : { revision: snapshot.revision, state: JSON.parse(snapshot.state) as Json },
      entries: entries.map(({ revision, event }) => ({ revision, event: JSON.parse(event) as Json })),
    };
  }

  // JSON text, not the objects themselves: text is much cheaper to send to another thread.
  append(fence: Fence, { revision, event }: Entry, settled: (outcome: AppendOutcome) => void): void {
    const { room, epoch, expected } = fence;
    this.#worker.send(['append', room, epoch, expected, revision, JSON.stringify(event)], (answer) =>
      settled(isFailure(answer) ? 'failed' : answer),
    );
  }

  snapshot({ room, epoch, expected }: Fence, { revision, state }: Snapshot): void {
    this.#worker.send(['snapshot', room, epoch, expected, revision, JSON.stringify(state)], () => {});
  }

  remove({ room, epoch, expected }: Fence): void {
    this.#worker.send(['remove', room, epoch, expected], () => {});
  }

  rooms(): Promise<readonly string[]> {
    return this.#worker.request(['rooms']);
  }

  async roomIndex(keys: readonly string[]): Promise<readonly RoomIndexEntry[]> {
    const texts = await this.#worker.request(['roomIndex', keys]);
    return texts.flatMap((text) => JSON.parse(text) as RoomIndexEntry[]);
  }

  close(): Promise<void> {
    return this.#worker.close();
  }
}

class SqliteSessions implements SessionStore {
  readonly #worker: WorkerClient;

  constructor(worker: WorkerClient) {
    this.#worker = worker;
  }

  save(session: StoredSession): Promise<void> {
    return this.#worker.request(['saveSession', toSessionText(session)]);
  }

  load(player: string): Promise<StoredSession | null> {
    return this.#worker.request(['loadSession', player]);
  }

  remove(player: string): Promise<void> {
    return this.#worker.request(['removeSession', player]);
  }

  prune(before: number): Promise<number> {
    return this.#worker.request(['pruneSessions', before]);
  }
}

class SqliteMatches implements MatchArchive {
  readonly #worker: WorkerClient;

  constructor(worker: WorkerClient) {
    this.#worker = worker;
  }

  // Field by field: other fields of the caller's object must not be sent to the thread.
  save({ id, room, game, version, startedAt, endedAt, record }: ArchivedMatch): Promise<void> {
    const text = JSON.stringify(record);
    return this.#worker.request(['keepMatch', { id, room, game, version, startedAt, endedAt, record: text }]);
  }

  async load(id: string): Promise<ArchivedMatch | null> {
    const row = await this.#worker.request(['loadMatch', id]);
    return row === null ? null : { ...row, record: JSON.parse(row.record) as Json };
  }

  prune(before: number): Promise<number> {
    return this.#worker.request(['pruneMatches', before]);
  }
}
