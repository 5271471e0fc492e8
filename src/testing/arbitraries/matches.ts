// Arbitraries of whole matches: a seed and a list of choices, played by the rules as far as they lead.
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

/** As a room would log it: `at` is in ms from the beginning of the match. */
export type PlayedEvent = { readonly at: number } & (
  | { readonly type: 'intent'; readonly seat: Seat; readonly intent: AnyIntent }
  | { readonly type: 'seat.left'; readonly seat: Seat }
  | { readonly type: 'deadline'; readonly id: string }
);

export type Walk = {
  readonly input: MatchInput;
  /** Each was taken. */
  readonly events: readonly PlayedEvent[];
  /** The beginning, and the match after each event. */
  readonly matches: readonly Match[];
  /** The last of them. */
  readonly match: Match;
};

export type WalkPlan = {
  /** Any number that the game takes by default. */
  readonly seats?: number;
  /** As a room is made with; the game's defaults by default. */
  readonly options?: unknown;
  /** 50 by default. */
  readonly mostEvents?: number;
  /** Whether players may leave, and turns run out: true by default. */
  readonly leavers?: boolean;
  readonly deadlines?: boolean;
};

/**
 * Matches of the game, most of them not at their end. A failing one is shrunk to fewer events, and is shown by
 * its seed and events. Throws RangeError for options that the game refuses. @throws GameFault
 */
export function matchesOf(game: Game, plan: WalkPlan = {}): fc.Arbitrary<Walk> {
  const rules = rulesOf(game);
  const checked = rules.checkOptions(plan.options);
  if (!checked.ok)
    throw new RangeError(`${game.name} refuses the options: ${checked.path} ${checked.message}`);
  const { min, max } = game.seats;
  const seats = plan.seats === undefined ? fc.integer({ min, max }) : fc.constant(plan.seats);
  const choices = fc.array(fc.noBias(fc.tuple(fc.nat(), fc.nat({ max: MOST_WAIT_MS }))), {
    maxLength: plan.mostEvents ?? 50,
    size: 'max',
  });
  return fc
    .record({ seats, seed: fc.nat().map(String), choices })
    .map(({ choices: list, ...input }) =>
      walked(rules, { input: { ...input, options: checked.options }, list, plan }),
    );
}

/** Between two events; a turn of most games lasts longer. */
const MOST_WAIT_MS = 5_000;

type Choice = readonly [which: number, wait: number];
type Given = { readonly input: MatchInput; readonly list: readonly Choice[]; readonly plan: WalkPlan };

function walked(rules: Rules, { input, list, plan }: Given): Walk {
  const matches = [rules.begin(input, 0)];
  const events: PlayedEvent[] = [];
  const gone = new Set<Seat>();
  for (const [which, wait] of list) {
    const match = matches.at(-1);
    const since = events.at(-1)?.at ?? 0;
    const asked = match && { match, since, at: since + wait, gone, seats: input.seats, plan };
    const event = asked && chosen(rules, asked, which);
    if (!asked || !event) break;
    const after = taken(rules, asked.match, event);
    // Time has passed since it was legal, or the game wants to hear of no leaver: nothing has happened
    if ('refused' in after) continue;
    if (event.type === 'seat.left') gone.add(event.seat);
    events.push(event);
    matches.push(after);
  }
  return shown({ input, events, matches, match: matches.at(-1) ?? rules.begin(input, 0) });
}

type Crossroads = {
  readonly match: Match;
  /** Of the last event, and of this one. */
  readonly since: number;
  readonly at: number;
  readonly gone: ReadonlySet<Seat>;
  readonly seats: number;
  readonly plan: WalkPlan;
};

/** One in so many choices is to leave, one to let the time run out, one to give up: else no match would get far. */
const SELDOM = 40;
const [LEAVES, WAITS, GIVES_UP] = [SELDOM - 1, SELDOM - 2, SELDOM - 3];

function chosen(
  rules: Rules,
  { match, since, at, gone, seats, plan }: Crossroads,
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
  if (which % SELDOM === LEAVES && leaver !== undefined) return { at: now, type: 'seat.left', seat: leaver };
  if (ring && (legal.length === 0 || (which % SELDOM === WAITS && plan.deadlines !== false))) return ring;
  const going = which % SELDOM === GIVES_UP ? [] : legal.filter(({ intent }) => !givesUp(intent));
  const choices = going.length === 0 ? legal : going;
  return choices[Math.floor(which / SELDOM) % choices.length];
}

function taken(rules: Rules, match: Match, event: PlayedEvent): ReturnType<Rules['take']> {
  if (event.type === 'intent') return rules.take(match, event.seat, event.intent, event.at);
  if (event.type === 'seat.left') return rules.leave(match, event.seat, event.at);
  return rules.fire(match, event.id, event.at);
}

/** What fast-check prints of a counterexample: enough to play it again, and not each match on the way. */
function shown(walk: Walk): Walk {
  const text = (): string => JSON.stringify({ input: walk.input, events: walk.events });
  return Object.defineProperty(walk, fc.toStringMethod, { value: text });
}
