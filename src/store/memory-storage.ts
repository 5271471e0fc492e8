// A storage that keeps nothing past the process: for tests, and for who asks for it by name.
import { MemoryMatches } from './memory-matches.ts';
import { MemorySessions } from './memory-sessions.ts';
import { MemoryStore } from './memory-store.ts';
import type { Storage } from './storage.ts';
import { StoreError } from './store-error.ts';

export function memoryStorage(): Storage {
  const rooms = new MemoryStore();
  return {
    rooms,
    sessions: new MemorySessions(),
    matches: new MemoryMatches(),
    backup: () => Promise.reject(new StoreError('FAILED', 'what is kept in memory cannot be backed up')),
    close: () => rooms.close(),
  };
}
