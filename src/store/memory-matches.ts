// Finished matches without a disk: gone with the process.
import type { ArchivedMatch, MatchArchive } from './match-archive.ts';

/** A server without a disk must not fill its memory with them: the oldest go first. */
const MOST = 1_000;

export class MemoryMatches implements MatchArchive {
  readonly #matches = new Map<string, ArchivedMatch>();

  keep(match: ArchivedMatch): void {
    this.#matches.set(match.id, match);
    if (this.#matches.size <= MOST) return;
    const [oldest] = this.#matches.keys();
    if (oldest !== undefined) this.#matches.delete(oldest);
  }

  load(id: string): Promise<ArchivedMatch | null> {
    return Promise.resolve(this.#matches.get(id) ?? null);
  }

  prune(before: number): Promise<number> {
    const old = [...this.#matches.values()].filter(({ endedAt }) => endedAt < before);
    for (const { id } of old) this.#matches.delete(id);
    return Promise.resolve(old.length);
  }
}
