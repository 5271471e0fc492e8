// All that the server would tell one seat of a position: its document, its legal intents, and how it answers others.
import type { AnyIntent, Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import { judged } from './failed-check.ts';
import { isRefused } from './moves.ts';
import { isOver, type Position } from './position.ts';
import type { Scene } from './scene.ts';

/** The parts of the room document that the game decides on, as the seat is sent them. */
export function documentFor({ rules }: Scene, position: Position, seat: Seat): Json {
  const { match, dropped, gone } = position;
  return judged(() => ({
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
export function answersFor(
  { rules }: Scene,
  { match, at }: Position,
  { seat, tries }: { readonly seat: Seat; readonly tries: readonly AnyIntent[] },
): Answers {
  return judged(() => ({
    legal: JSON.stringify(rules.legal(match, seat, at)),
    verdicts: tries.map((intent) => {
      const result = rules.take(match, seat, intent, at);
      return isRefused(result) ? `refused by ${result.reason ?? 'no guard'}` : 'taken';
    }),
  }));
}

/** All that the seat might try here, legal or not. */
export function triesOf({ rules, lens }: Scene, { match, at }: Position, seat: Seat): readonly AnyIntent[] {
  return judged(() => lens.open(() => rules.legal(match, seat, at).intents));
}
