// A game made ready to run: every question a room may ask of it, as pure functions of a match.
import type { Json } from '../json.ts';
import type { AnyIntent, Game, MatchInput, Outcome, Seat } from './types.ts';

/** A running `after` of the machine, as an absolute deadline (epoch ms). `name` is the author's name for it. */
export type Deadline = {
  readonly id: string;
  readonly name: string;
  readonly at: number;
};

/**
 * A match at one moment: immutable, opaque to all but the rules.
 * The deadlines are in the order in which they are due.
 */
export interface Match {
  readonly deadlines: readonly Deadline[];
  /** Set once the machine has reached its final state. */
  readonly outcome: Outcome | null;
}

/** The machine could not take the event. `reason`: the first of its guards that said no, if one did. */
export type Refused = {
  readonly refused: true;
  readonly reason: string | undefined;
};

/** The author's code threw, or did what a game may not do. Costs the intent alone (R6). */
export class GameFault extends Error {
  override readonly name = 'GameFault';
}

export type IntentCheck =
  | { readonly ok: true; readonly intent: AnyIntent }
  /** `path`: where the first mistake is, like `cell` or `card.suit`; empty for the intent as a whole. */
  | { readonly ok: false; readonly path: string; readonly message: string };

export interface Rules {
  readonly game: Game;
  /** Checks the shape alone: a declared type, its fields, nothing else. Never throws. */
  checkIntent(intent: unknown): IntentCheck;
  /** Checks the options a room is made with; undefined means none given. Never throws. */
  checkOptions(
    options: unknown,
  ):
    | { readonly ok: true; readonly options: Json }
    | { readonly ok: false; readonly path: string; readonly message: string };
  /** @throws GameFault */
  begin(input: MatchInput, at: number): Match;
  /** `intent` must have passed checkIntent. @throws GameFault */
  take(match: Match, seat: Seat, intent: AnyIntent, at: number): Match | Refused;
  /** Tells the machine `seat.left`. @throws GameFault */
  leave(match: Match, seat: Seat, at: number): Match | Refused;
  /** Fires a deadline; an id that no longer runs is refused. @throws GameFault */
  fire(match: Match, deadline: string, at: number): Match | Refused;
  /** What the seat may do now; `complete` says whether that is all. @throws GameFault */
  legal(
    match: Match,
    seat: Seat,
    at: number,
  ): { readonly intents: readonly AnyIntent[]; readonly complete: boolean };
  /** @throws GameFault */
  view(match: Match): Json;
  /** null for a game without secrets. @throws GameFault */
  secrets(match: Match, seat: Seat): Json;
  /**
   * A match that may just as well be this one, for all that the seat knows: the game's `redeal`, or the match itself
   * for a game that hides nothing. `random` in [0, 1). @throws GameFault where a game with secrets gives no `redeal`
   */
  redeal(match: Match, seat: Seat, random: () => number): Match;
  /** The state of the machine, as XState has it: the name of a state, or an object of regions and what is below. */
  stateValue(match: Match): Json;
  /**
   * A text that is equal for two matches from which the same can follow, wherever in time they stand: times (integers
   * within 180 days of `at`, epoch ms) count from `at`. For searches that must not visit a position twice.
   */
  fingerprint(match: Match, at: number): string;
  /** A match as JSON, and back: going on from `load(save(m))` equals going on from m. */
  save(match: Match): Json;
  load(saved: Json): Match;
  /** A match saved under an older version of the game, as this one saves it. Throws where the game can't. */
  migrate(saved: Json, from: number): Json;
}
