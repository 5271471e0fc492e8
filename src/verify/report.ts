// What verify says of a game: counts, coverage, and for each check that failed the shortest way to it.
import type { Json } from '../json.ts';
import type { MatchEvent } from '../room/index.ts';
import { type CheckId, checkIds, type FailedCheck, type LeakChannel } from './failed-check.ts';
import type { Coverage } from './instrumented-game.ts';
import type { SearchContext } from './position.ts';
import { type ReplayFile, replayOf } from './replay-file.ts';

export type Counts = {
  /** Positions found; for a match of which there are several set-ups, all together. */
  readonly states: number;
  /** Moves from one of them to another: intents, deadlines, leavers. */
  readonly edges: number;
  /** Of the positions those that end the match. */
  readonly finals: number;
  /** Of the position farthest from the beginning, in moves. */
  readonly depth: number;
  readonly walks: number;
  /** Moves made on walks. */
  readonly steps: number;
  /** Positions that were tested for leaks. */
  readonly leakTests: number;
};

/** One number of seats with one choice of options. */
export type SetupReport = {
  readonly seats: number;
  readonly options: Json;
  /** Every position there is was looked at, so that what was not found is not there. */
  readonly exhaustive: boolean;
  readonly counts: Counts;
};

export type Failure = {
  readonly check: CheckId;
  readonly message: string;
  /** For a leak, by which way. */
  readonly leak?: LeakChannel;
  /** How often the check failed in all. */
  readonly times: number;
  /** Its `events` are the shortest list that was found; `turnkeeper replay` runs it. */
  readonly replay: ReplayFile;
};

export type VerifyReport = {
  readonly game: string;
  readonly version: number;
  readonly seed: string;
  readonly ok: boolean;
  /** For every set-up. */
  readonly exhaustive: boolean;
  readonly counts: Counts;
  readonly setups: readonly SetupReport[];
  readonly coverage: Coverage;
  /** One a check at most. */
  readonly failures: readonly Failure[];
  readonly warnings: readonly string[];
};

const NOTHING: Counts = {
  states: 0,
  edges: 0,
  finals: 0,
  depth: 0,
  walks: 0,
  steps: 0,
  leakTests: 0,
};

export function sumOf(counts: readonly Counts[]): Counts {
  return counts.reduce(
    (sum, one) => ({
      states: sum.states + one.states,
      edges: sum.edges + one.edges,
      finals: sum.finals + one.finals,
      depth: Math.max(sum.depth, one.depth),
      walks: sum.walks + one.walks,
      steps: sum.steps + one.steps,
      leakTests: sum.leakTests + one.leakTests,
    }),
    NOTHING,
  );
}

export class Findings {
  readonly #byCheck = new Map<string, Failure>();

  /** `way`: to the position at which it failed. */
  add(
    { check, message, leak, followUp: shownBy }: FailedCheck,
    context: SearchContext,
    way: readonly MatchEvent[],
  ): void {
    const events = [...way, ...shownBy];
    const before = this.#byCheck.get(check);
    const times = (before?.times ?? 0) + 1;
    const isShorter = before === undefined || events.length < before.replay.events.length;
    const found = { check, message };
    const failure: Failure = isShorter
      ? { check, message, ...(leak && { leak }), times, replay: replayOf(context, events, found) }
      : { ...before, times };
    this.#byCheck.set(check, failure);
  }

  /** Once more, by a way that is no shorter. */
  repeat(check: string): void {
    const failure = this.#byCheck.get(check);
    if (failure) this.#byCheck.set(check, { ...failure, times: failure.times + 1 });
  }

  has(check: string): boolean {
    return this.#byCheck.has(check);
  }

  get failures(): readonly Failure[] {
    return checkIds.flatMap((check) => this.#byCheck.get(check) ?? []);
  }
}
