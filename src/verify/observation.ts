// All that the server would tell one seat of a position: its document, its legal intents, and how it answers others.
import type { AnyIntent, Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import type { MatchEvent } from '../room/index.ts';
import { FailedCheck, type LeakChannel, runRules } from './failed-check.ts';
import { isRefused } from './moves.ts';
import { isOver, type Position, type SearchContext } from './position.ts';
import type { SeededRandom } from './seeded-random.ts';

/** The parts of the room document that the game decides on, as the seat is sent them. */
export function documentOf({ rules }: SearchContext, position: Position, seat: Seat): Json {
  const { match, dropped, gone } = position;
  return runRules(() => ({
    view: rules.view(match),
    mine: rules.secrets(match, seat),
    status: isOver(position) ? 'finished' : 'playing',
    seats: gone.map((isGone) => !isGone),
    deadlines: isOver(position) ? [] : match.deadlines.map(({ name, at }) => ({ name, at })),
    outcome: dropped ? { winners: [], reason: 'left' } : (match.outcome as Json),
  }));
}

type Answers = { readonly legal: string; readonly verdicts: readonly string[] };

/** What the seat is answered when it asks what is legal, and when it tries each of these. */
export function answersTo(
  { rules }: SearchContext,
  { match, at }: Position,
  { seat, tries }: { readonly seat: Seat; readonly tries: readonly AnyIntent[] },
): Answers {
  return runRules(() => ({
    legal: JSON.stringify(rules.legal(match, seat, at)),
    verdicts: tries.map((intent) => {
      const result = rules.take(match, seat, intent, at);
      return isRefused(result) ? `refused by ${result.reason ?? 'no guard'}` : 'taken';
    }),
  }));
}

/** All that the seat might try here, legal or not. */
export function attemptsOf(
  { rules, instrumented }: SearchContext,
  { match, at }: Position,
  seat: Seat,
): readonly AnyIntent[] {
  return runRules(() => instrumented.withOpenGuards(() => rules.legal(match, seat, at).intents));
}

type Dealing = { readonly seat: Seat; readonly random: SeededRandom; readonly since?: readonly MatchEvent[] };

/** @throws FailedCheck of the place `redeal`, where the game's own `redeal` fails */
export function redealFor(
  { rules }: SearchContext,
  position: Position,
  { seat, random, since }: Dealing,
): Position {
  try {
    return { ...position, match: runRules(() => rules.redeal(position.match, seat, random.next)) };
  } catch (fault) {
    if (!(fault instanceof FailedCheck)) throw fault;
    throw new FailedCheck(fault.check, fault.message, { leak: 'redeal', shownBy: since ?? [] });
  }
}

export function leakFailure(
  place: LeakChannel,
  { seat, since }: { readonly seat: Seat; readonly since: readonly MatchEvent[] },
  what: string,
): FailedCheck {
  const told = `seat ${seat} is told what it may not know: of two matches that 'redeal' says look the same to it`;
  return new FailedCheck('leak', `${place}: ${told}, ${what}`, { leak: place, shownBy: since });
}
