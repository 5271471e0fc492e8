// The plan, the report and the error of simulateNetwork.
import type { Strategy } from '../../bots/index.ts';
import type { Game, OptionsOf } from '../../game/index.ts';
import type { ServerLimits } from '../../server/index.ts';

/** What `simulateNetwork` plays, and with which faults. Only `game` is required. */
export type NetworkPlan<G extends Game> = {
  readonly game: G;
  /** The same seed makes the same run: every fault, every choice, every deck. 1 by default. */
  readonly seed?: string | number;
  /** Number of matches, all played at the same time; 1 by default. */
  readonly matches?: number;
  /** Seats of each match; by default the smallest number that the game allows. */
  readonly seats?: number;
  /** Spectators of each match; 1 by default. */
  readonly spectators?: number;
  readonly options?: OptionsOf<G>;
  /** The strategy of all players; by default a random legal intent. */
  readonly strategy?: Strategy;
  /** Overrides parts of `defaultFaults`. */
  readonly faults?: Partial<Faults>;
  /**
   * Overrides the limits of the server. By default the rate limits are off, and the limits for slow readers are low,
   * because the matches of a simulation are short.
   */
  readonly limits?: Partial<ServerLimits>;
  /** Steps after which a run without an end fails with R9; 200,000 per match by default. */
  readonly mostSteps?: number;
  readonly interceptor?: Interceptor;
  /** @deprecated Use `interceptor`. */
  readonly tamper?: Interceptor;
};

/** The probabilities are shares of messages, in [0, 1]. */
export type Faults = {
  /** A message breaks its connection. This message and everything else in transit is lost. */
  readonly drop: number;
  /** The shortest and the longest time in transit, in ms. */
  readonly delayMs: readonly [least: number, most: number];
  /** A message from a client arrives a second time, later. */
  readonly duplicate: number;
  /** A message from a client arrives after the next one: only a faulty or a hostile client lets this happen. */
  readonly reorder: number;
  /** A client stops reading for at most `slowMs`. */
  readonly slowReader: number;
  readonly slowMs: number;
  /** A player sends one more legal intent without waiting for an answer. A share of intents, not of messages. */
  readonly haste: number;
};

/** The faults of a simulation whose plan names none. */
export const defaultFaults: Faults = {
  drop: 0.02,
  delayMs: [1, 200],
  duplicate: 0.05,
  reorder: 0.05,
  slowReader: 0.02,
  slowMs: 8_000,
  haste: 0.1,
};

/**
 * Stands between the clients and the server: the returned texts are delivered in place of `text`. Use it to plant a
 * fault and see that the simulation finds it.
 *
 * @example
 * ```ts
 * // Loses every diff that a client would get.
 * const interceptor: Interceptor = (text, way) =>
 *   way === 'toClient' && text.startsWith('{"type":"diff"') ? [] : [text];
 * ```
 */
export type Interceptor = (text: string, way: 'toServer' | 'toClient') => readonly string[];

/** @deprecated Use `Interceptor`. */
export type Tamper = Interceptor;

/** What a simulation did. A broken rule is thrown as BrokenRule instead. */
export type NetworkReport = {
  readonly seed: string | number;
  /** Timers that ran: a message arrives, a client reconnects, a turn times out. */
  readonly steps: number;
  /** Simulated time that passed, in ms. */
  readonly simulatedMs: number;
  readonly matches: number;
  /** Number of matches by the reason of their outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Intents that the server accepted. */
  readonly accepted: number;
  /** Answers `rejected`. */
  readonly rejected: number;
  /** Faults that took effect. */
  readonly drops: number;
  readonly duplicates: number;
  readonly reordered: number;
  readonly slowReaders: number;
  readonly hasty: number;
  /** Reconnections that needed only the missed diffs. */
  readonly resumed: number;
  /** Full documents that were sent, first ones included. */
  readonly joined: number;
  /** Players who were absent for longer than the grace time and lost their seat. */
  readonly lost: number;
};

/** A rule that the simulation checks. src/README.md defines the rules. */
export type RuleId = 'C3' | 'R3' | 'R5' | 'R6' | 'R7' | 'R9' | 'R10';

/** A rule that was broken, and where. */
export type Breach = { readonly rule: RuleId; readonly what: string };

/**
 * The server broke a rule. The same seed reaches the same step again, as long as the plan, the game and the code are
 * the same.
 */
export class BrokenRule extends Error {
  override readonly name = 'BrokenRule';
  readonly rule: RuleId;
  readonly seed: string | number;
  readonly step: number;

  constructor(
    { rule, what }: Breach,
    { seed, step }: { readonly seed: string | number; readonly step: number },
  ) {
    super(`${rule} is broken at step ${step} of seed ${JSON.stringify(seed)}: ${what}`);
    this.rule = rule;
    this.seed = seed;
    this.step = step;
  }
}
