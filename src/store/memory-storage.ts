// A storage that keeps everything in memory: for tests, and for a server that is run without a disk on purpose.
import {
  type AppendOutcome,
  type ArchivedMatch,
  type Entry,
  type Fence,
  FIRST_EPOCH,
  type MatchArchive,
  type RoomIndexEntry,
  type SessionStore,
  type Snapshot,
  type Storage,
  type Store,
  type StoredRoom,
  type StoredSession,
  StoreError,
} from './storage.ts';

/**
 * A storage that is lost with the process. It keeps the newest 1,000 finished matches. `backup` rejects with a
 * StoreError (`FAILED`).
 *
 * @example
 * const server = createServer({ games: [ticTacToe], storage: memoryStorage() });
 */
export function memoryStorage(): Storage {
  const rooms = new MemoryStore();
  return {
    rooms,
    sessions: new MemorySessions(),
    matches: new MemoryMatches(),
    backup: () => Promise.reject(new StoreError('FAILED', 'A storage in memory cannot be backed up.')),
    close: () => rooms.close(),
  };
}

type Log = { epoch: number; last: number; snapshot: Snapshot | null; entries: Entry[] };

/** The same fence and the same log as on disk, lost with the process. */
export class MemoryStore implements Store {
  readonly #logs = new Map<string, Log>();

  claim(room: string): Promise<StoredRoom | null> {
    const log = this.#logs.get(room);
    if (log === undefined) return Promise.resolve(null);
    log.epoch += 1;
    return Promise.resolve({ epoch: log.epoch, snapshot: log.snapshot, entries: [...log.entries] });
  }

  append(fence: Fence, entry: Entry, settled: (outcome: AppendOutcome) => void): void {
    const rises = entry.revision > fence.expected;
    const log = rises ? (this.#held(fence) ?? this.#made(fence)) : undefined;
    if (log === undefined) {
      settled('fenced');
      return;
    }
    log.entries.push(entry);
    log.last = entry.revision;
    settled('stored');
  }

  snapshot(fence: Fence, snapshot: Snapshot): void {
    const log = this.#held(fence);
    if (log === undefined || snapshot.revision > log.last) return;
    if (log.snapshot !== null && snapshot.revision < log.snapshot.revision) return;
    log.snapshot = snapshot;
    log.entries = log.entries.filter((entry) => entry.revision > snapshot.revision);
  }

  remove(fence: Fence): void {
    if (this.#held(fence) !== undefined) this.#logs.delete(fence.room);
  }

  rooms(): Promise<readonly string[]> {
    return Promise.resolve([...this.#logs.keys()]);
  }

  roomIndex(keys: readonly string[]): Promise<readonly RoomIndexEntry[]> {
    const find = textsUnder(keys);
    const named = [...this.#logs].flatMap(([room, { snapshot, entries }]) =>
      find(JSON.stringify([snapshot, entries])).map((text): RoomIndexEntry => [text, room]),
    );
    return Promise.resolve(named);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #held({ room, epoch, expected }: Fence): Log | undefined {
    const log = this.#logs.get(room);
    return log !== undefined && log.epoch === epoch && log.last === expected ? log : undefined;
  }

  #made({ room, epoch, expected }: Fence): Log | undefined {
    if (this.#logs.has(room) || epoch !== FIRST_EPOCH || expected !== 0) return undefined;
    const log: Log = { epoch, last: 0, snapshot: null, entries: [] };
    this.#logs.set(room, log);
    return log;
  }
}

export class MemorySessions implements SessionStore {
  readonly #sessions = new Map<string, StoredSession>();

  save(session: StoredSession): void {
    this.#sessions.set(session.player, { ...session, hash: Uint8Array.from(session.hash) });
  }

  load(player: string): StoredSession | null {
    return this.#sessions.get(player) ?? null;
  }

  remove(player: string): void {
    this.#sessions.delete(player);
  }

  prune(before: number): number {
    const old = [...this.#sessions.values()].filter(({ seenAt }) => seenAt < before);
    for (const { player } of old) this.#sessions.delete(player);
    return old.length;
  }
}

/** A server without a disk must not fill its memory with finished matches: the oldest are dropped first. */
const MAX_MATCHES = 1_000;

class MemoryMatches implements MatchArchive {
  readonly #matches = new Map<string, ArchivedMatch>();

  save(match: ArchivedMatch): void {
    this.#matches.set(match.id, match);
    if (this.#matches.size <= MAX_MATCHES) return;
    const [oldest] = this.#matches.keys();
    if (oldest !== undefined) this.#matches.delete(oldest);
  }

  load(id: string): Promise<ArchivedMatch | null> {
    return Promise.resolve(this.#matches.get(id) ?? null);
  }

  prune(before: number): Promise<number> {
    const old = [...this.#matches.values()].filter(({ endedAt }) => endedAt < before);
    for (const { id } of old) this.#matches.delete(id);
    return Promise.resolve(old.length);
  }
}

/**
 * Makes a function that finds every text under one of the keys, at any depth. A text may be found twice. It does not
 * parse the JSON, because a whole store is read this way when a server starts.
 */
function textsUnder(keys: readonly string[]): (json: string) => string[] {
  const pattern = new RegExp(`"(?:${keys.join('|')})":"((?:[^"\\\\]|\\\\.)*)"`, 'g');
  return (json) => Array.from(json.matchAll(pattern), ([, text = '']) => unescaped(text));
}

function unescaped(text: string): string {
  return text.includes('\\') ? String(JSON.parse(`"${text}"`)) : text;
}
