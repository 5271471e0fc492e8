// Sessions on disk: the port's calls as requests to the thread that owns the file.
import type { SessionStore, StoredSession } from '../session-store.ts';
import type { WorkerLine } from './worker-line.ts';

export class SqliteSessions implements SessionStore {
  readonly #line: WorkerLine;

  constructor(line: WorkerLine) {
    this.#line = line;
  }

  // Field by field: whatever else the caller's object holds must not try to cross between threads.
  save({ player, name, hash, seenAt }: StoredSession): Promise<void> {
    return this.#line.request(['saveSession', { player, name, hash, seenAt }]);
  }

  load(player: string): Promise<StoredSession | null> {
    return this.#line.request(['loadSession', player]);
  }

  forget(player: string): Promise<void> {
    return this.#line.request(['forgetSession', player]);
  }

  prune(before: number): Promise<number> {
    return this.#line.request(['pruneSessions', before]);
  }
}
