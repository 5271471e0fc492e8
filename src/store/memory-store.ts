// The store without a disk: the same fence and the same log, gone with the process.
import {
  type AppendOutcome,
  type Entry,
  type Fence,
  FIRST_EPOCH,
  type Naming,
  type Snapshot,
  type Store,
  type StoredRoom,
} from './store.ts';
import { textsUnder } from './texts-under.ts';

type Log = { epoch: number; last: number; snapshot: Snapshot | null; entries: Entry[] };

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

  naming(keys: readonly string[]): Promise<readonly Naming[]> {
    const find = textsUnder(keys);
    const named = [...this.#logs].flatMap(([room, { snapshot, entries }]) =>
      find(JSON.stringify([snapshot, entries])).map((text): Naming => [text, room]),
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
