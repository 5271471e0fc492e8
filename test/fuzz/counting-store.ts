// A memory store that counts all committed events: the source of truth for what changed a room.
import { type AppendOutcome, type Entry, type Fence, MemoryStore } from '../../src/store/index.ts';

type Committed = { readonly room: string; readonly type: string };

export class CountingStore extends MemoryStore {
  readonly committed: Committed[] = [];

  count(type: string): number {
    return this.committed.filter((entry) => entry.type === type).length;
  }

  override append(fence: Fence, entry: Entry, settled: (outcome: AppendOutcome) => void): void {
    super.append(fence, entry, (outcome) => {
      const { type } = entry.event as { type: string };
      if (outcome === 'stored') this.committed.push({ room: fence.room, type });
      settled(outcome);
    });
  }
}
