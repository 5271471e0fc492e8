// What a simulation is told, and what it tells in the end.
import type { Strategy } from '../../bots/index.ts';
import type { Game, OptionsOf } from '../../game/index.ts';
import type { ServerLimits } from '../../server/index.ts';
import type { Faults } from './faults.ts';
import type { Interceptor } from './flaky-socket.ts';

export type NetworkPlan<G extends Game> = {
  readonly game: G;
  /** The same seed makes the same run: every fault, every choice, every deck. 1 by default. */
  readonly seed?: string | number;
  /** All at once; 1 by default. */
  readonly matches?: number;
  /** In each match: the fewest the game takes by default. */
  readonly seats?: number;
  /** In each match: 1 by default. */
  readonly spectators?: number;
  readonly options?: OptionsOf<G>;
  /** Of all players; any legal intent by default. */
  readonly strategy?: Strategy;
  /** What differs from `defaultFaults`. */
  readonly faults?: Partial<Faults>;
  /** What differs from the server's own. By default a reader is slow sooner, so that slow ones count. */
  readonly limits?: Partial<ServerLimits>;
  /** After so many steps without an end the matches are taken for endless. 200,000 for each match by default. */
  readonly mostSteps?: number;
  readonly interceptor?: Interceptor;
  /** @deprecated Use `interceptor`. */
  readonly tamper?: Interceptor;
};

export type NetworkReport = {
  readonly seed: string | number;
  /** Timers that ran: a message arrives, a client tries again, a turn is over. */
  readonly steps: number;
  /** How much time has passed in the simulation, in ms. */
  readonly simulatedMs: number;
  readonly matches: number;
  /** How often each reason ended a match. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Intents taken, and answers that refused one. */
  readonly accepted: number;
  readonly rejected: number;
  /** Faults, as often as they took effect. */
  readonly drops: number;
  readonly duplicates: number;
  readonly reordered: number;
  readonly slowReaders: number;
  readonly hasty: number;
  /** Returns with nothing but what was missed, and whole documents, first ones included. */
  readonly resumed: number;
  readonly joined: number;
  /** Guests who were away for so long that they lost their seat. */
  readonly lost: number;
};
