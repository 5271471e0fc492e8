// A store in memory that tells of each entry as it is committed: the one honest word on what changed a room.
import type { RoomEvent } from '../../room/index.ts';
import { type AppendOutcome, type Entry, type Fence, MemoryStore } from '../../store/index.ts';

export type Committed = { readonly room: string; readonly revision: number; readonly event: RoomEvent };

export class ObservedStore extends MemoryStore {
  readonly #onCommitted: (committed: Committed) => void;

  constructor(onCommitted: (committed: Committed) => void) {
    super();
    this.#onCommitted = onCommitted;
  }

  override append(fence: Fence, entry: Entry, settled: (outcome: AppendOutcome) => void): void {
    super.append(fence, entry, (outcome) => {
      const event = entry.event as unknown as RoomEvent;
      // Before it is settled, and so before anybody is told of it (R2)
      if (outcome === 'stored') this.#onCommitted({ room: fence.room, revision: entry.revision, event });
      settled(outcome);
    });
  }
}
