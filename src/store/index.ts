export { MemoryStore } from './memory-store.ts';
export {
  type AppendOutcome,
  type Entry,
  type Fence,
  FIRST_EPOCH,
  type Snapshot,
  type Store,
  type StoredRoom,
} from './store.ts';
