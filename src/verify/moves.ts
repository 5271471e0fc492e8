// What can happen next in a match: an intent, a seat left, a deadline; and what a position becomes by it.
import type { AnyIntent, Match, Refused, Rules, Seat } from '../game/index.ts';
import type { MatchEvent } from '../room/index.ts';
import { FailedCheck, runRules } from './failed-check.ts';
import { beginning, isOver, type Position, presentSeats, type SearchContext } from './position.ts';
/** `wait`: ms since the last event; for a deadline, how late it is fired. */
export type Move = { readonly wait: number } & (
  | { readonly type: 'intent'; readonly seat: Seat; readonly intent: AnyIntent }
  | { readonly type: 'seat.left'; readonly seat: Seat }
  | { readonly type: 'deadline' }
);

/** By seat; those who have left have none. */
export type LegalBySeat = readonly {
  readonly seat: Seat;
  readonly intents: readonly AnyIntent[];
  readonly complete: boolean;
}[];

/** A deadline that is due is fired before anything else is heard. */
export const isDue = ({ match, at }: Position): boolean => (match.deadlines[0]?.at ?? Infinity) <= at;

/** Every move at once, without waiting. */
export function movesAt(position: Position, legal: LegalBySeat): Move[] {
  if (isOver(position)) return [];
  const acts = isDue(position)
    ? []
    : legal.flatMap(({ seat, intents }) =>
        intents.map((intent): Move => ({ type: 'intent', seat, intent, wait: 0 })),
      );
  const leaves = presentSeats(position).map((seat): Move => ({ type: 'seat.left', seat, wait: 0 }));
  return [...acts, ...deadlineMoves(position), ...leaves];
}

/** The one deadline that is next, where one runs. */
export function deadlineMoves({ match }: Position): Move[] {
  return match.deadlines.length > 0 ? [{ type: 'deadline', wait: 0 }] : [];
}

export type AppliedMove = { readonly position: Position; readonly event: MatchEvent };

export const isRefused = <Result extends object>(result: Result | Refused): result is Refused =>
  'refused' in result;

/**
 * As a room would do it; undefined where no room would let it happen at all: what is due comes first.
 * @throws FailedCheck
 */
export function applyMove(rules: Rules, position: Position, move: Move): AppliedMove | Refused | undefined {
  const event = eventOf(position, move);
  if (event === undefined) return undefined;
  const after = (match: Match, change: Partial<Position> = {}): AppliedMove => ({
    position: { ...position, ...change, match, at: event.at },
    event,
  });
  const { match } = position;
  switch (event.type) {
    case 'deadline': {
      const fired = runRules(() => rules.fire(match, event.id, event.at));
      return isRefused(fired) ? fired : after(fired);
    }
    case 'intent': {
      const taken = runRules(() => rules.take(match, event.seat, event.intent, event.at));
      return isRefused(taken) ? taken : after(taken);
    }
    case 'seat.left': {
      const left = runRules(() => rules.leave(match, event.seat, event.at));
      const gone = position.gone.with(event.seat, true);
      return isRefused(left) ? after(match, { gone, dropped: true }) : after(left, { gone });
    }
  }
}

export const appliedOnly = (result: AppliedMove | Refused | undefined): AppliedMove | undefined =>
  result && 'position' in result ? result : undefined;

/** The event that a room would log; undefined where it would let none happen. */
export function eventOf(position: Position, { wait, ...move }: Move): MatchEvent | undefined {
  if (isOver(position)) return undefined;
  const [next] = position.match.deadlines;
  if (move.type === 'deadline') {
    return next && { type: 'deadline', id: next.id, at: Math.max(next.at, position.at) + wait };
  }
  if (position.gone[move.seat] !== false) return undefined;
  const isFirst = move.type === 'intent' && isDue(position);
  const at = Math.max(position.at, Math.min(position.at + wait, (next?.at ?? Infinity) - 1));
  if (move.type === 'seat.left') return { ...move, at, forced: false };
  return isFirst ? undefined : { ...move, at };
}

export type PlayedMoves = {
  readonly moves: readonly Move[];
  /** The beginning, and after each of the moves. */
  readonly positions: readonly Position[];
  readonly events: readonly MatchEvent[];
};

/** What cannot happen is left out; a fault of the game ends it. */
export function playMoves(context: SearchContext, moves: readonly Move[]): PlayedMoves {
  let position = beginning(context);
  const path = { moves: [] as Move[], positions: [position], events: [] as MatchEvent[] };
  for (const move of moves) {
    const next = attempted(context, position, move);
    if (next === 'failed') return path;
    if (next === undefined || isRefused(next)) continue;
    position = next.position;
    path.moves.push(move);
    path.positions.push(position);
    path.events.push(next.event);
  }
  return path;
}

function attempted({ rules }: SearchContext, position: Position, move: Move) {
  try {
    return applyMove(rules, position, move);
  } catch (failure) {
    if (failure instanceof FailedCheck) return 'failed';
    throw failure;
  }
}
