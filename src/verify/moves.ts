// What can happen next in a match (an intent, a leaving player, a deadline), and the position that it leads to.
import type { AnyIntent, Refused, Rules, Seat } from '../game/index.ts';
import { asLogged, type MatchEvent, reduce } from '../room/index.ts';
import { FailedCheck, runRules } from './failed-check.ts';
import { beginning, isOver, type Position, presentSeats, type SearchContext } from './position.ts';

/** `waitMs`: time since the last event; for a deadline, how late it fires. */
export type Move = { readonly waitMs: number } & (
  | { readonly type: 'intent'; readonly seat: Seat; readonly intent: AnyIntent }
  | { readonly type: 'seat.left'; readonly seat: Seat }
  | { readonly type: 'deadline' }
);

/** One entry for each seat that is still held. */
export type LegalBySeat = readonly {
  readonly seat: Seat;
  readonly intents: readonly AnyIntent[];
  readonly complete: boolean;
}[];

/** A due deadline fires before any intent is taken. */
export const isDue = ({ match, at }: Position): boolean => (match.deadlines[0]?.at ?? Infinity) <= at;

/** Every possible move, each without waiting. */
export function movesAt(position: Position, legal: LegalBySeat): Move[] {
  if (isOver(position)) return [];
  const acts = isDue(position)
    ? []
    : legal.flatMap(({ seat, intents }) =>
        intents.map((intent): Move => ({ type: 'intent', seat, intent, waitMs: 0 })),
      );
  const leaves = presentSeats(position).map((seat): Move => ({ type: 'seat.left', seat, waitMs: 0 }));
  return [...acts, ...deadlineMoves(position), ...leaves];
}

/** The next deadline as a move; empty where none is running. */
export function deadlineMoves({ match }: Position): Move[] {
  return match.deadlines.length > 0 ? [{ type: 'deadline', waitMs: 0 }] : [];
}

/** A move that was accepted: the position after it, and the event that a room would log. */
export type AppliedMove = { readonly position: Position; readonly event: MatchEvent };

/** Of what rules or the reducer return. */
export const isRefused = <Result extends object>(result: Result | Refused): result is Refused =>
  'refused' in result;

/**
 * Applies a move with the reducer of the room; undefined where a room would not log such an event at this moment.
 * @throws FailedCheck
 */
export function applyMove(rules: Rules, position: Position, move: Move): AppliedMove | Refused | undefined {
  const event = eventOf(position, move);
  if (event === undefined) return undefined;
  const revision = position.revision + 1;
  const room = runRules(() => reduce(rules, position.room, asLogged(event, revision), revision));
  if (isRefused(room)) return room;
  return { position: { room, match: room.play ?? position.match, at: event.at, revision }, event };
}

/** Undefined for a move that was refused, or that is not possible. */
export const appliedOnly = (result: AppliedMove | Refused | undefined): AppliedMove | undefined =>
  result && !isRefused(result) ? result : undefined;

/** The event that a room would log; undefined where it would log none. */
export function eventOf(position: Position, { waitMs, ...move }: Move): MatchEvent | undefined {
  if (isOver(position)) return undefined;
  const [next] = position.match.deadlines;
  if (move.type === 'deadline') {
    return next && { type: 'deadline', id: next.id, at: Math.max(next.at, position.at) + waitMs };
  }
  if (!position.room.seats[move.seat]) return undefined;
  const at = Math.max(position.at, Math.min(position.at + waitMs, (next?.at ?? Infinity) - 1));
  if (move.type === 'seat.left') return { ...move, at, forced: false };
  return isDue(position) ? undefined : { ...move, at };
}

/** Moves that were played in a row. */
export type PlayedMoves = {
  readonly moves: readonly Move[];
  /** The start of the match, and the position after each move. */
  readonly positions: readonly Position[];
  readonly events: readonly MatchEvent[];
};

/** Plays moves from the start without checking anything. Skips what cannot happen; a fault of the game ends it. */
export function playMoves(context: SearchContext, moves: readonly Move[]): PlayedMoves {
  let position = beginning(context);
  const played = { moves: [] as Move[], positions: [position], events: [] as MatchEvent[] };
  for (const move of moves) {
    const next = applyUnlessFailing(context.rules, position, move);
    if (next === 'failed') return played;
    if (next === undefined || isRefused(next)) continue;
    position = next.position;
    played.moves.push(move);
    played.positions.push(position);
    played.events.push(next.event);
  }
  return played;
}

function applyUnlessFailing(rules: Rules, position: Position, move: Move) {
  try {
    return applyMove(rules, position, move);
  } catch (failure) {
    if (failure instanceof FailedCheck) return 'failed';
    throw failure;
  }
}
