// Arbitraries of whole matches: a seed and a list of choices, played by the game's rules.
import fc from 'fast-check';
import { givesUp } from '../../bots/index.ts';
import {
  type AnyIntent,
  type Game,
  type Match,
  type MatchInput,
  type Rules,
  rulesOf,
  type Seat,
} from '../../game/index.ts';

/** An event as a room would log it; `at` is in ms since the beginning of the match. */
export type PlayedEvent = { readonly at: number } & (
  | { readonly type: 'intent'; readonly seat: Seat; readonly intent: AnyIntent }
  | { readonly type: 'seat.left'; readonly seat: Seat }
  | { readonly type: 'deadline'; readonly id: string }
);

/** A generated match: what it began with, its events, and each state between them. */
export type Walk = {
  readonly input: MatchInput;
  /** Accepted events only. */
  readonly events: readonly PlayedEvent[];
  /** The match at its beginning and after each event. */
  readonly matches: readonly Match[];
  /** The last of `matches`. */
  readonly match: Match;
};

/** What `matchesOf` generates. All may be omitted. */
export type WalkPlan = {
  /** By default any number that the game allows. */
  readonly seats?: number;
  /** Options of the room; by default those of the game. */
  readonly options?: unknown;
  /** Maximum number of events; 50 by default. */
  readonly mostEvents?: number;
  /** Whether players leave; true by default. */
  readonly leavers?: boolean;
  /** Whether deadlines fire; true by default. */
  readonly deadlines?: boolean;
};

/**
 * Matches of the game, most of which have not ended. fast-check shrinks a failing match to fewer events and prints its
 * input and its events.
 *
 * @throws RangeError for options that the game does not allow
 * @throws GameFault if a guard, an action, the view or the secrets of the game throw
 * @example
 * ```ts
 * const rules = rulesOf(ticTacToe);
 * fc.assert(fc.property(matchesOf(ticTacToe), ({ match }) => rules.legal(match, 0, 0).complete));
 * ```
 */
export function matchesOf(game: Game, plan: WalkPlan = {}): fc.Arbitrary<Walk> {
  const rules = rulesOf(game);
  const checked = rules.checkOptions(plan.options);
  if (!checked.ok)
    throw new RangeError(`${game.name} does not allow the options: ${checked.path} ${checked.message}`);
  const { min, max } = game.seats;
  const seats = plan.seats === undefined ? fc.integer({ min, max }) : fc.constant(plan.seats);
  const choices = fc.array(fc.noBias(fc.tuple(fc.nat(), fc.nat({ max: MAX_WAIT_MS }))), {
    maxLength: plan.mostEvents ?? 50,
    size: 'max',
  });
  return fc
    .record({ seats, seed: fc.nat().map(String), choices })
    .map(({ choices: list, ...input }) =>
      walk(rules, { input: { ...input, options: checked.options }, list, plan }),
    );
}

/** Maximum time between two events; a turn of most games is longer. */
const MAX_WAIT_MS = 5_000;

type Choice = readonly [which: number, wait: number];
type Given = { readonly input: MatchInput; readonly list: readonly Choice[]; readonly plan: WalkPlan };

function walk(rules: Rules, { input, list, plan }: Given): Walk {
  const matches = [rules.begin(input, 0)];
  const events: PlayedEvent[] = [];
  const gone = new Set<Seat>();
  for (const [which, wait] of list) {
    const match = matches.at(-1);
    const since = events.at(-1)?.at ?? 0;
    const asked = match && { match, since, at: since + wait, gone, seats: input.seats, plan };
    const event = asked && choose(rules, asked, which);
    if (!asked || !event) break;
    const after = apply(rules, asked.match, event);
    // The time is later than when the intent was legal, or the machine ignores leavers: nothing has happened.
    if ('refused' in after) continue;
    if (event.type === 'seat.left') gone.add(event.seat);
    events.push(event);
    matches.push(after);
  }
  return printable({ input, events, matches, match: matches.at(-1) ?? rules.begin(input, 0) });
}

type Position = {
  readonly match: Match;
  /** Times of the last event and of this one. */
  readonly since: number;
  readonly at: number;
  readonly gone: ReadonlySet<Seat>;
  readonly seats: number;
  readonly plan: WalkPlan;
};

/** One of 40 choices is to leave, one to let a deadline fire, one to give up: with more of them matches would be short. */
const RARE = 40;
const [LEAVES, WAITS, GIVES_UP] = [RARE - 1, RARE - 2, RARE - 3];

function choose(
  rules: Rules,
  { match, since, at, gone, seats, plan }: Position,
  which: number,
): PlayedEvent | undefined {
  if (match.outcome !== null) return undefined;
  const present = Array.from({ length: seats }, (_, seat) => seat).filter((seat) => !gone.has(seat));
  const [deadline] = match.deadlines;
  const ring = deadline && { at: Math.max(at, deadline.at), type: 'deadline' as const, id: deadline.id };
  if (ring && deadline.at <= at && plan.deadlines !== false) return ring;
  const now = deadline && deadline.at <= at ? Math.max(since, deadline.at - 1) : at;
  const legal = present.flatMap((seat) =>
    rules
      .legal(match, seat, now)
      .intents.map((intent) => ({ at: now, type: 'intent' as const, seat, intent })),
  );
  const leaver = plan.leavers === false || present.length < 2 ? undefined : present[which % present.length];
  if (which % RARE === LEAVES && leaver !== undefined) return { at: now, type: 'seat.left', seat: leaver };
  if (ring && (legal.length === 0 || (which % RARE === WAITS && plan.deadlines !== false))) return ring;
  const going = which % RARE === GIVES_UP ? [] : legal.filter(({ intent }) => !givesUp(intent));
  const choices = going.length === 0 ? legal : going;
  return choices[Math.floor(which / RARE) % choices.length];
}

function apply(rules: Rules, match: Match, event: PlayedEvent): ReturnType<Rules['take']> {
  if (event.type === 'intent') return rules.take(match, event.seat, event.intent, event.at);
  if (event.type === 'seat.left') return rules.leave(match, event.seat, event.at);
  return rules.fire(match, event.id, event.at);
}

/** Makes fast-check print the input and the events of a counterexample, not every match on the way. */
function printable(walk: Walk): Walk {
  const text = (): string => JSON.stringify({ input: walk.input, events: walk.events });
  return Object.defineProperty(walk, fc.toStringMethod, { value: text });
}
