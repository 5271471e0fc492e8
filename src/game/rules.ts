// The port between a game and the rest of the server: every question that a room asks, as pure functions of a match.
import type { Json } from '../json.ts';
import type { EngineInfo, EngineName } from './engine/engine.ts';
import type { AnyIntent, Game, MatchInput, Outcome, Seat } from './types.ts';

/** A running delay of the machine as an absolute time. `at`: epoch ms. `name`: the author's name for the delay. */
export type Deadline = {
  readonly id: string;
  readonly name: string;
  readonly at: number;
};

/** A match at one moment: immutable, and opaque to all code but the rules that made it. */
export interface Match {
  /** The earliest first. */
  readonly deadlines: readonly Deadline[];
  /** null until the machine reaches a final state. */
  readonly outcome: Outcome | null;
}

/** The machine cannot take the event now. `reason`: the name of the first guard that refused, if one did. */
export type Refused = {
  readonly refused: true;
  readonly reason: string | undefined;
};

/** `engine`: which engine runs the machine; without it the compiled one, where the machine can be compiled. */
export type RulesOptions = { readonly engine?: EngineName | undefined };

/** What the schemas say of an intent. */
export type IntentCheck =
  /** `intent`: as its schema returns it. */
  | { readonly ok: true; readonly intent: AnyIntent }
  /** `path`: where the first mistake is, such as `cell` or `card.suit`; empty for the intent as a whole. */
  | { readonly ok: false; readonly path: string; readonly message: string };

/**
 * A game made ready to run. All of it is pure: a match is never changed, and the same arguments give the same result.
 * `at` is always the present time in epoch ms, and must not go back from one call to the next.
 */
export interface Rules {
  readonly game: Game;
  /** Which engine runs the machine, and if it is xstate, why. */
  readonly engine: EngineInfo;
  /** Checks only the shape: a declared type and its fields. Never throws. */
  checkIntent(intent: unknown): IntentCheck;
  /** Checks the options for a new room, and fills in defaults; undefined means that none were given. Never throws. */
  checkOptions(
    options: unknown,
  ):
    | { readonly ok: true; readonly options: Json }
    | { readonly ok: false; readonly path: string; readonly message: string };
  /** Sets up a match. @throws GameFault */
  begin(input: MatchInput, at: number): Match;
  /** Takes an intent, which must have passed checkIntent. @throws GameFault */
  take(match: Match, seat: Seat, intent: AnyIntent, at: number): Match | Refused;
  /** Sends `seat.left` to the machine. @throws GameFault */
  leave(match: Match, seat: Seat, at: number): Match | Refused;
  /** Fires the deadline with this id; refused if none is running under it. @throws GameFault */
  fire(match: Match, deadline: string, at: number): Match | Refused;
  /** The intents that the seat could send now. `complete`: there are no others. @throws GameFault */
  legal(
    match: Match,
    seat: Seat,
    at: number,
  ): { readonly intents: readonly AnyIntent[]; readonly complete: boolean };
  /** What everyone may see. @throws GameFault */
  view(match: Match): Json;
  /** What this seat alone may see in addition; null for a game without secrets. @throws GameFault */
  secrets(match: Match, seat: Seat): Json;
  /**
   * Another match that is possible with what the seat knows: from the game's `redeal`, or the match itself for a
   * game without secrets. `random` returns numbers in [0, 1).
   * @throws GameFault also for a game that has secrets and no `redeal`
   */
  redeal(match: Match, seat: Seat, random: () => number): Match;
  /** The machine's state as XState has it: the name of a state, or an object with one entry for each region. */
  stateValue(match: Match): Json;
  /**
   * A text that is equal for two matches with the same possible futures, whatever the time of day: times (integers
   * within 180 days of `at`) count from `at`. A search uses it to visit each position once.
   */
  fingerprint(match: Match, at: number): string;
  /** The match as JSON. `load(save(match))` continues exactly as `match` does. */
  save(match: Match): Json;
  /** @throws GameFault where the saved match does not fit the machine */
  load(saved: Json): Match;
  /**
   * Converts a match that version `from` of the game has saved.
   * @throws GameFault where the game has no `migrate`, or where it throws or returns what does not load
   */
  migrate(saved: Json, from: number): Json;
}
