// Makes moves one after the other, without looking at anything: only to get somewhere.
import type { MatchEvent } from '../room/index.ts';
import { FailedCheck } from './failed-check.ts';
import { applyMove, isRefused, type Move } from './moves.ts';
import { beginning, type Position } from './position.ts';
import type { SearchContext } from './scene.ts';

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
