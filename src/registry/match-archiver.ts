// Saves each finished match to the archive, beside the rooms: no room waits for it, and none fails with it.
import type { Clock } from '../clock/index.ts';
import type { Json } from '../json.ts';
import { chain, type MaybePromise } from '../maybe-promise.ts';
import { type FinishedMatch, matchIdOf, type RoomLogger, type RoomObserver } from '../room/index.ts';
import type { ArchivedMatch, MatchArchive } from '../store/index.ts';

export type MatchArchiverOptions = {
  readonly clock: Clock;
  readonly matches: MatchArchive;
  /** How long a match is kept after its end, in ms; 0 keeps none. */
  readonly keepMs: number;
  readonly log: RoomLogger;
};

/** Between two prunings. They are made when a match finishes, so that no timer is needed. */
const PRUNE_MS = 60 * 60_000;

/** Maximum number of matches that wait in memory for a disk that takes nothing; a longer outage loses the oldest. */
const MAX_WAITING = 1_000;

export class MatchArchiver implements RoomObserver {
  readonly #options: MatchArchiverOptions;
  /** Finished and not yet known to be saved, oldest first. */
  readonly #waiting = new Map<string, ArchivedMatch>();
  readonly #running = new Map<string, Promise<void>>();
  #pruneAt: number;

  /** Prunes the archive at once. */
  constructor(options: MatchArchiverOptions) {
    this.#options = options;
    this.#pruneAt = options.clock.now();
    this.#prune();
  }

  matchFinished(finished: FinishedMatch): void {
    const match = this.#options.keepMs > 0 ? archivedMatch(finished) : undefined;
    if (match === undefined) return;
    this.#enqueue(match);
    this.#save(match);
    this.#prune();
  }

  /** A finished match; null for a match that has not finished or is not kept. Rejects where the disk refuses. */
  async find(id: string): Promise<ArchivedMatch | null> {
    return this.#waiting.get(id) ?? (await this.#options.matches.load(id));
  }

  /** Tries once more to save what waits; resolves when nothing is running. The archive may be closed then. */
  async stop(): Promise<void> {
    for (const match of [...this.#waiting.values()]) this.#save(match);
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  #enqueue(match: ArchivedMatch): void {
    this.#waiting.set(match.id, match);
    if (this.#waiting.size <= MAX_WAITING) return;
    const [oldest] = this.#waiting.keys();
    if (oldest === undefined) return;
    this.#waiting.delete(oldest);
    this.#options.log.error({ match: oldest }, 'archive queue full: oldest finished match dropped');
  }

  #save(match: ArchivedMatch): void {
    this.#run(match.id, () => chain(this.#options.matches.save(match), () => this.#saved(match)));
  }

  #saved(match: ArchivedMatch): void {
    this.#waiting.delete(match.id);
    // The disk takes matches again: now those that it refused, one after the other.
    const next = [...this.#waiting.values()].find(({ id }) => !this.#running.has(id));
    if (next !== undefined) this.#save(next);
  }

  #prune(): void {
    const { clock, matches, keepMs } = this.#options;
    const now = clock.now();
    if (now < this.#pruneAt) return;
    this.#pruneAt = now + PRUNE_MS;
    this.#run('prune', () => chain(matches.prune(now - keepMs), () => {}));
  }

  /** Logs a failure; the match stays among those that wait. */
  #run(name: string, work: () => MaybePromise<void>): void {
    if (this.#running.has(name)) return;
    try {
      const done = work();
      // An archive in memory is done by now.
      if (!(done instanceof Promise)) return;
      const ended = done.catch((err: unknown) => this.#failed(name, err));
      this.#running.set(
        name,
        ended.finally(() => this.#running.delete(name)),
      );
    } catch (err) {
      this.#failed(name, err);
    }
  }

  #failed(name: string, err: unknown): void {
    this.#options.log.error({ match: name, err }, 'the archive of matches failed');
  }
}

function archivedMatch({ room, match, record }: FinishedMatch): ArchivedMatch | undefined {
  if (record === null) return undefined;
  const { game, version, startedAt, endedAt } = record;
  const id = matchIdOf(room, match);
  return { id, room, game, version, startedAt, endedAt, record: record as unknown as Json };
}
