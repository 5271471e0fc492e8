// Keeps each match when it has ended, beside the rooms: no room waits for it, and none fails with it.
import type { Clock } from '../clock/index.ts';
import type { Json } from '../json.ts';
import { matchIdOf, type Room, type RoomLogger, type RoomObserver } from '../room/index.ts';
import { type ArchivedMatch, chain, type MatchArchive, type MaybePromise } from '../store/index.ts';

export type MatchArchiverOptions = {
  readonly clock: Clock;
  readonly matches: MatchArchive;
  /** How long a match is kept after its end, in ms; 0 keeps none. */
  readonly keepMs: number;
  readonly log: RoomLogger;
};

/** Between two looks for what has been kept long enough: made when a match ends, so that no timer is needed. */
const PRUNE_MS = 60 * 60_000;

/** As many wait in memory for a disk that takes nothing; a longer outage loses the oldest. */
const MOST_OWED = 1_000;

export class MatchArchiver implements RoomObserver {
  readonly #options: MatchArchiverOptions;
  /** The last match that was seen to end in a room. */
  readonly #seen = new WeakMap<Room, number>();
  /** Ended and not yet known to be kept, oldest first. */
  readonly #owed = new Map<string, ArchivedMatch>();
  readonly #underWay = new Map<string, Promise<void>>();
  #pruneAt: number;

  /** Drops at once what is older than it may be. */
  constructor(options: MatchArchiverOptions) {
    this.#options = options;
    this.#pruneAt = options.clock.now();
    this.#prune();
  }

  changed(room: Room): void {
    const { status, match } = room.state;
    if (status !== 'finished' || this.#seen.get(room) === match) return;
    this.#seen.set(room, match);
    const ended = this.#options.keepMs > 0 ? archived(room) : undefined;
    if (ended === undefined) return;
    this.#owe(ended);
    this.#keep(ended);
    this.#prune();
  }

  closed(): void {}

  /** A match that has ended; null for one that has not, or is not kept. Rejects where the disk refuses. */
  async find(id: string): Promise<ArchivedMatch | null> {
    return this.#owed.get(id) ?? (await this.#options.matches.load(id));
  }

  /** One more try for what is owed; resolves when nothing is under way. The archive may be closed then. */
  async stop(): Promise<void> {
    for (const match of [...this.#owed.values()]) this.#keep(match);
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values());
  }

  #owe(match: ArchivedMatch): void {
    this.#owed.set(match.id, match);
    if (this.#owed.size <= MOST_OWED) return;
    const [oldest] = this.#owed.keys();
    if (oldest === undefined) return;
    this.#owed.delete(oldest);
    this.#options.log.error({ match: oldest }, 'a finished match is lost: too many wait to be kept');
  }

  #keep(match: ArchivedMatch): void {
    this.#do(match.id, () => chain(this.#options.matches.save(match), () => this.#kept(match)));
  }

  #kept(match: ArchivedMatch): void {
    this.#owed.delete(match.id);
    // The disk takes matches again: now the ones that it refused, one after the other.
    const next = [...this.#owed.values()].find(({ id }) => !this.#underWay.has(id));
    if (next !== undefined) this.#keep(next);
  }

  #prune(): void {
    const { clock, matches, keepMs } = this.#options;
    const now = clock.now();
    if (now < this.#pruneAt) return;
    this.#pruneAt = now + PRUNE_MS;
    this.#do('prune', () => chain(matches.prune(now - keepMs), () => {}));
  }

  /** What fails is logged, and what is owed stays so. */
  #do(name: string, work: () => MaybePromise<void>): void {
    if (this.#underWay.has(name)) return;
    try {
      const done = work();
      // In memory all is done by now.
      if (!(done instanceof Promise)) return;
      const ended = done.catch((err: unknown) => this.#failed(name, err));
      this.#underWay.set(
        name,
        ended.finally(() => this.#underWay.delete(name)),
      );
    } catch (err) {
      this.#failed(name, err);
    }
  }

  #failed(name: string, err: unknown): void {
    this.#options.log.error({ match: name, err }, 'the archive of matches failed');
  }
}

function archived(room: Room): ArchivedMatch | undefined {
  const { record, id, state } = room;
  if (record === null) return undefined;
  const { game, version, startedAt, endedAt } = record;
  const match = { room: id, game, version, startedAt, endedAt };
  return { ...match, id: matchIdOf(id, state.match), record: record as unknown as Json };
}
