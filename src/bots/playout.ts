// How a match may go on, in thought: who could act, and what comes of it. Nothing here reaches a room.
import type { AnyIntent, Match, Rules, Seat } from '../game/index.ts';

/** A match, and the seat that acted `last`. */
export type Position = {
  readonly match: Match;
  /** epoch ms, by the clock of the thought: it moves only where a deadline is waited for. */
  readonly at: number;
  readonly last: Seat;
};
export type Choice = { readonly seat: Seat; readonly intent: AnyIntent };
/** A seat that may act, and all that it may do. */
export type Actor = { readonly seat: Seat; readonly intents: readonly AnyIntent[] };

export type PlayoutOptions = {
  readonly rules: Rules;
  readonly seats: number;
  /** Types of intents that nobody chooses, besides those that give up. */
  readonly avoid?: readonly string[];
};

/** From so many intents on, trying one now and then in vain costs less than asking for all that are legal. */
const LONG_LIST = 40;
const TRIES = 6;
/** Where fewer of them are legal at a time, most tries would be in vain. */
const LEAST_SHARE = 0.3;

/** All that was ever legal for a seat, and how much of it was so when that was last asked. */
type Pool = { readonly intents: AnyIntent[]; readonly has: Set<AnyIntent>; share: number };

export class Playout {
  readonly #options: PlayoutOptions;
  readonly #avoided: ReadonlySet<string>;
  readonly #pools: readonly Pool[];

  constructor(options: PlayoutOptions) {
    this.#options = options;
    this.#avoided = new Set(options.avoid);
    this.#pools = Array.from({ length: options.seats }, () => ({ intents: [], has: new Set(), share: 0 }));
  }

  /** None where only time can tell, or the match is over. @throws GameFault */
  actors(position: Position): readonly Actor[] {
    const seats = Array.from({ length: this.#options.seats }, (_, seat) => seat);
    const actors = seats.map((seat) => ({ seat, intents: this.#choicesOf(position, seat) }));
    return actors.filter(({ intents }) => intents.length > 0);
  }

  /** One choice after the other; what an earlier one made impossible is left out. @throws GameFault */
  apply(position: Position, choices: readonly Choice[]): Position {
    return choices.reduce((now, choice) => this.#taken(now, choice) ?? now, position);
  }

  /** The earliest deadline has fired; null where none runs. @throws GameFault */
  fireNext(position: Position): Position | null {
    const { match } = position;
    const [due] = match.deadlines;
    if (due === undefined) return null;
    const at = Math.max(position.at, due.at);
    const fired = this.#options.rules.fire(match, due.id, at);
    return 'refused' in fired ? null : { ...position, match: fired, at };
  }

  /**
   * Some seat does something, or if none may, time passes; null where nothing can happen.
   * The seat after the last one is asked first: mostly it is its turn. @throws GameFault
   */
  randomStep(position: Position, random: () => number): Position | null {
    const { seats } = this.#options;
    for (let next = 1; next <= seats; next += 1) {
      const seat = (position.last + next) % seats;
      const acted = this.#tried(position, seat, random) ?? this.#asked(position, seat, random);
      if (acted !== null) return acted;
    }
    return this.fireNext(position);
  }

  #tried(position: Position, seat: Seat, random: () => number): Position | null {
    const { intents, share } = this.#pools[seat] as Pool;
    if (intents.length < LONG_LIST || share < LEAST_SHARE) return null;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const taken = this.#taken(position, { seat, intent: oneOf(intents, random) as AnyIntent });
      if (taken !== null) return taken;
    }
    return null;
  }

  #asked(position: Position, seat: Seat, random: () => number): Position | null {
    const choices = this.#choicesOf(position, seat);
    const intent = oneOf(choices, random);
    if (intent === undefined) return null;
    // Without `candidates` the rules offer the same objects again and again
    if (!this.#options.rules.game.candidates) this.#remember(seat, choices);
    return this.#taken(position, { seat, intent });
  }

  #remember(seat: Seat, choices: readonly AnyIntent[]): void {
    const pool = this.#pools[seat] as Pool;
    for (const intent of choices) {
      if (!pool.has.has(intent)) pool.intents.push(intent);
      pool.has.add(intent);
    }
    pool.share = choices.length / pool.intents.length;
  }

  #choicesOf({ match, at }: Position, seat: Seat): readonly AnyIntent[] {
    const { intents } = this.#options.rules.legal(match, seat, at);
    return intents.filter((intent) => !givesUp(intent) && !this.#avoided.has(intent.type));
  }

  #taken({ match, at }: Position, { seat, intent }: Choice): Position | null {
    const taken = this.#options.rules.take(match, seat, intent, at);
    return 'refused' in taken ? null : { match: taken, at, last: seat };
  }
}

/** A position, and who may act there: found out when it is asked for. */
export class TreePosition {
  readonly position: Position;
  readonly #course: Playout;
  #actors: readonly Actor[] | undefined;

  constructor(course: Playout, position: Position) {
    this.#course = course;
    this.position = position;
  }

  get actors(): readonly Actor[] {
    this.#actors ??= this.#course.actors(this.position);
    return this.#actors;
  }
}

export function oneOf<Item>(items: readonly Item[], random: () => number): Item | undefined {
  return items[Math.floor(random() * items.length)];
}

/** By convention these intents give the match up; no rule of a game says so. No strategy here gives up by itself. */
const GIVING_UP: ReadonlySet<string> = new Set(['resign', 'surrender', 'concede', 'forfeit']);

export const givesUp = ({ type }: AnyIntent): boolean => GIVING_UP.has(type);
