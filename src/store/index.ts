export type { ArchivedMatch, MatchArchive } from './match-archive.ts';
export { memoryStorage } from './memory-storage.ts';
export { MemoryStore } from './memory-store.ts';
export type { SessionStore, StoredSession } from './session-store.ts';
export { after, type Soon } from './soon.ts';
export { backupFolder } from './sqlite/backup.ts';
export { openSqlite, type SqliteOptions } from './sqlite/open-sqlite.ts';
export type { Storage } from './storage.ts';
export {
  type AppendOutcome,
  type Entry,
  type Fence,
  FIRST_EPOCH,
  type Naming,
  type Snapshot,
  type Store,
  type StoredRoom,
} from './store.ts';
export { StoreError, type StoreErrorCode } from './store-error.ts';
