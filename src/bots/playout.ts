// How a match may go on inside a search: which seats can act, and what follows. Nothing here touches a room.
import type { AnyIntent, Match, Rules, Seat } from '../game/index.ts';

/** By convention these intents give the match up; no rule of a game says so. No strategy here gives up by itself. */
const GIVING_UP: ReadonlySet<string> = new Set(['resign', 'surrender', 'concede', 'forfeit']);

/** Whether an intent gives the match up, by the name of its type: `resign`, `surrender`, `concede`, `forfeit`. */
export const givesUp = ({ type }: AnyIntent): boolean => GIVING_UP.has(type);

/** The match at one moment of a search. */
export type Position = {
  readonly match: Match;
  /** Time in the search, epoch ms: it moves only when a deadline fires. */
  readonly at: number;
  /** The seat that acted last. */
  readonly last: Seat;
};
/** What a seat does. */
export type Choice = { readonly seat: Seat; readonly intent: AnyIntent };
/** A seat that can act, and everything that it may do. */
export type Actor = { readonly seat: Seat; readonly intents: readonly AnyIntent[] };

export type PlayoutOptions = {
  readonly rules: Rules;
  /** How many. */
  readonly seats: number;
  /** Types of intents that no seat chooses, in addition to those that give up. */
  readonly avoid?: readonly string[];
};

/** With a list of this length, trying one intent now and then in vain costs less than asking for all legal ones. */
const LONG_LIST = 40;
const TRIES = 6;
/** Where a smaller share of them is legal at a time, most tries would be in vain. */
const MIN_SHARE = 0.3;

/** Every intent that was ever legal for a seat, and the share that was legal when this was last asked. */
type Pool = { readonly intents: AnyIntent[]; readonly has: Set<AnyIntent>; share: number };

/** One for each search: it remembers which intents each seat has had. */
export class Playout {
  readonly #options: PlayoutOptions;
  readonly #avoided: ReadonlySet<string>;
  readonly #pools: readonly Pool[];

  constructor(options: PlayoutOptions) {
    this.#options = options;
    this.#avoided = new Set(options.avoid);
    this.#pools = Array.from({ length: options.seats }, () => ({ intents: [], has: new Set(), share: 0 }));
  }

  /** Empty where only a deadline can go on, or the match is over. @throws GameFault */
  actors(position: Position): readonly Actor[] {
    const seats = Array.from({ length: this.#options.seats }, (_, seat) => seat);
    const actors = seats.map((seat) => ({ seat, intents: this.#choicesOf(position, seat) }));
    return actors.filter(({ intents }) => intents.length > 0);
  }

  /** Applies the choices one after the other; skips those that an earlier one made impossible. @throws GameFault */
  apply(position: Position, choices: readonly Choice[]): Position {
    return choices.reduce((now, choice) => this.#taken(now, choice) ?? now, position);
  }

  /** Fires the next deadline; null where none is running. @throws GameFault */
  fireNext(position: Position): Position | null {
    const { match } = position;
    const [due] = match.deadlines;
    if (due === undefined) return null;
    const at = Math.max(position.at, due.at);
    const fired = this.#options.rules.fire(match, due.id, at);
    return 'refused' in fired ? null : { ...position, match: fired, at };
  }

  /**
   * One random act of a seat or, if no seat can act, the next deadline; null where nothing can happen. The seat after
   * the last one is asked first, because it is mostly its turn. @throws GameFault
   */
  randomStep(position: Position, random: () => number): Position | null {
    const { seats } = this.#options;
    for (let next = 1; next <= seats; next += 1) {
      const seat = (position.last + next) % seats;
      const acted = this.#fromPool(position, seat, random) ?? this.#fromRules(position, seat, random);
      if (acted !== null) return acted;
    }
    return this.fireNext(position);
  }

  /** Tries intents that were legal before, without asking which are legal now. */
  #fromPool(position: Position, seat: Seat, random: () => number): Position | null {
    const { intents, share } = this.#pools[seat] as Pool;
    if (intents.length < LONG_LIST || share < MIN_SHARE) return null;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const taken = this.#taken(position, { seat, intent: pick(intents, random) as AnyIntent });
      if (taken !== null) return taken;
    }
    return null;
  }

  #fromRules(position: Position, seat: Seat, random: () => number): Position | null {
    const choices = this.#choicesOf(position, seat);
    const intent = pick(choices, random);
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

/** A position, and the seats that can act there: computed when first read. */
export class TreePosition {
  readonly position: Position;
  readonly #playout: Playout;
  #actors: readonly Actor[] | undefined;

  constructor(playout: Playout, position: Position) {
    this.#playout = playout;
    this.position = position;
  }

  get actors(): readonly Actor[] {
    this.#actors ??= this.#playout.actors(this.position);
    return this.#actors;
  }
}

/** A random item; undefined for an empty list. */
export function pick<Item>(items: readonly Item[], random: () => number): Item | undefined {
  return items[Math.floor(random() * items.length)];
}
