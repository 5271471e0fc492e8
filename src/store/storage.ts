// All that a server keeps, behind one opening and one closing.
import type { MatchArchive } from './match-archive.ts';
import type { SessionStore } from './session-store.ts';
import type { Store } from './store.ts';

export interface Storage {
  readonly rooms: Store;
  readonly sessions: SessionStore;
  readonly matches: MatchArchive;
  /**
   * Copies all to a new file while the server runs on. Rejects with a StoreError: EXISTS rather than
   * overwrite, FAILED where nothing can be copied.
   */
  backup(file: string): Promise<void>;
  /** Settles what is under way, then lets go of files and threads. Closing `rooms` is the same. */
  close(): Promise<void>;
}
