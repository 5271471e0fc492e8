// Makes moves one after the other, without looking at anything: only to get somewhere.
import type { MatchEvent } from '../room/index.ts';
import { FailedCheck } from './failed-check.ts';
import { isRefused, type Move, moved } from './moves.ts';
import { beginning, type Position } from './position.ts';
import type { Scene } from './scene.ts';

export type Path = {
  readonly moves: readonly Move[];
  /** The beginning, and after each of the moves. */
  readonly positions: readonly Position[];
  readonly events: readonly MatchEvent[];
};

/** What cannot happen is left out; a fault of the game ends it. */
export function pathOf(scene: Scene, moves: readonly Move[]): Path {
  let position = beginning(scene);
  const path = { moves: [] as Move[], positions: [position], events: [] as MatchEvent[] };
  for (const move of moves) {
    const next = attempted(scene, position, move);
    if (next === 'failed') return path;
    if (next === undefined || isRefused(next)) continue;
    position = next.position;
    path.moves.push(move);
    path.positions.push(position);
    path.events.push(next.event);
  }
  return path;
}

function attempted({ rules }: Scene, position: Position, move: Move) {
  try {
    return moved(rules, position, move);
  } catch (failure) {
    if (failure instanceof FailedCheck) return 'failed';
    throw failure;
  }
}
