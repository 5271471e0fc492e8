// Rooms on disk: the port's calls as requests to the thread that owns the file.
import type { Json } from '../../json.ts';
import type { AppendOutcome, Entry, Fence, Naming, Snapshot, Store, StoredRoom } from '../storage.ts';
import { isTrouble } from './sqlite-errors.ts';
import type { WorkerLine } from './worker-line.ts';

export class SqliteStore implements Store {
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
