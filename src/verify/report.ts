// The report about a game: counts, coverage, and for each check that failed the shortest list of events found for it.
import type { EngineInfo } from '../game/index.ts';
import type { Json } from '../json.ts';
import type { MatchEvent } from '../room/index.ts';
import { type CheckId, checkIds, type FailedCheck, type LeakChannel } from './failed-check.ts';
import type { Coverage } from './instrumented-game.ts';
import type { SearchContext } from './position.ts';
import { type ReplayFile, replayOf } from './replay-file.ts';

/** How much a search has covered. */
export type Counts = {
  /** Positions found. In the sum of several set-ups: of all together. */
  readonly states: number;
  /** Moves between them: intents, deadlines, leaving players. */
  readonly edges: number;
  /** Positions that end the match. */
  readonly finals: number;
  /** Largest distance of a position from the start, in moves. */
  readonly depth: number;
  /** Random matches. */
  readonly walks: number;
  /** Moves made in random matches. */
  readonly steps: number;
  /** Positions tested for leaks. */
  readonly leakTests: number;
};

/** The search of one number of seats with one choice of options. */
export type SetupReport = {
  readonly seats: number;
  readonly options: Json;
  /** Every position that exists was checked, so a failure that was not found does not exist. */
  readonly exhaustive: boolean;
  readonly counts: Counts;
};

/** One check that failed, with the shortest list of events that shows it. */
export type Failure = {
  readonly check: CheckId;
  readonly message: string;
  /** For `leak`: how the information reaches the seat. */
  readonly leak?: LeakChannel;
  /** How often the check failed in total. */
  readonly times: number;
  /** Its `events` are the shortest list that was found; `turnkeeper replay` runs it. */
  readonly replay: ReplayFile;
};

/** What `verifyGame` returns. Plain JSON. */
export type VerifyReport = {
  readonly game: string;
  readonly version: number;
  readonly seed: string;
  /** Which engine runs the game on a server; if it is xstate itself, also why. */
  readonly engine: EngineInfo;
  /** No check failed. */
  readonly ok: boolean;
  /** True if every set-up was searched exhaustively. */
  readonly exhaustive: boolean;
  /** Of all set-ups together. */
  readonly counts: Counts;
  readonly setups: readonly SetupReport[];
  readonly coverage: Coverage;
  /** At most one for each check. */
  readonly failures: readonly Failure[];
  readonly warnings: readonly string[];
};

const ZERO: Counts = {
  states: 0,
  edges: 0,
  finals: 0,
  depth: 0,
  walks: 0,
  steps: 0,
  leakTests: 0,
};

/** Of several set-ups; `depth` is the largest one. */
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
    ZERO,
  );
}

/** Collects failures during a search: for each check the shortest list of events, and how often it failed. */
export class Findings {
  readonly #byCheck = new Map<string, Failure>();

  /** `events`: those that lead to the position at which the check failed. */
  add(
    { check, message, leak, followUp }: FailedCheck,
    context: SearchContext,
    events: readonly MatchEvent[],
  ): void {
    const all = [...events, ...followUp];
    const before = this.#byCheck.get(check);
    const times = (before?.times ?? 0) + 1;
    const isShorter = before === undefined || all.length < before.replay.events.length;
    const failure: Failure = isShorter
      ? {
          ...{ check, message, ...(leak && { leak }), times },
          replay: replayOf(context, all, { check, message }),
        }
      : { ...before, times };
    this.#byCheck.set(check, failure);
  }

  /** Counts another failure of a check without looking for a shorter list. */
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
