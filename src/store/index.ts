export { MemoryStore, memoryStorage } from './memory-storage.ts';
export { backupFolder } from './sqlite/backup.ts';
export { openSqlite, type SqliteOptions } from './sqlite/sqlite-storage.ts';
export {
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
  type StoreErrorCode,
} from './storage.ts';
