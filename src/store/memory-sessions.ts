// Sessions without a disk: gone with the process, and answered at once.
import type { SessionStore, StoredSession } from './session-store.ts';

export class MemorySessions implements SessionStore {
  readonly #sessions = new Map<string, StoredSession>();

  save(session: StoredSession): void {
    this.#sessions.set(session.player, { ...session, hash: Uint8Array.from(session.hash) });
  }

  load(player: string): StoredSession | null {
    return this.#sessions.get(player) ?? null;
  }

  forget(player: string): void {
    this.#sessions.delete(player);
  }

  prune(before: number): number {
    const old = [...this.#sessions.values()].filter(({ seenAt }) => seenAt < before);
    for (const { player } of old) this.#sessions.delete(player);
    return old.length;
  }
}
