// All that the server would tell one seat of a position: its document, its legal intents, and how it answers others.
import type { AnyIntent, Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import { runRules } from './failed-check.ts';
import { isRefused } from './moves.ts';
import { isOver, type Position } from './position.ts';
import type { SearchContext } from './scene.ts';

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

export type Answers = { readonly legal: string; readonly verdicts: readonly string[] };

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
