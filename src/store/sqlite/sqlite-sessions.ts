// Sessions on disk: the port's calls as requests to the thread that owns the file.
import type { SessionStore, StoredSession } from '../storage.ts';
import { textOf } from './session-text.ts';
import type { WorkerLine } from './worker-line.ts';

export class SqliteSessions implements SessionStore {
  readonly #line: WorkerLine;

  constructor(line: WorkerLine) {
    this.#line = line;
  }

  save(session: StoredSession): Promise<void> {
    return this.#line.request(['saveSession', textOf(session)]);
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
