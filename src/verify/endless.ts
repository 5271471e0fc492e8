// A walk that did not end: looks for the place on it from which no way leads to an end at all.
import { explore, nearestTrap } from './explore.ts';
import { FailedCheck } from './failed-check.ts';
import type { Move } from './moves.ts';
import { type PlayedMoves, playMoves } from './path.ts';
import { hasLeavers, isOver, type Position } from './position.ts';
import type { SearchContext } from './scene.ts';
import type { ShrunkFailure } from './shrink.ts';

/** Positions looked at around one, and ways tried that are shorter. */
const AROUND = 500;
const MOST_ATTEMPTS = 400;

const ROUND_AND_ROUND = 'from here no way leads to an end, unless someone leaves';

/** The check is `leaver` where someone had left by then. */
export const endlessFailure = (isLeft: boolean, what = ROUND_AND_ROUND): FailedCheck =>
  new FailedCheck(isLeft ? 'leaver' : 'endless', what);

export function shrinkToTrap(context: SearchContext, moves: readonly Move[]): ShrunkFailure {
  const whole = playMoves(context, moves);
  const last = whole.positions.length - 1;
  if (!isTrap(context, whole.positions[last])) {
    const failure = endlessFailure(isLeft(whole), `no end was found within ${moves.length} moves`);
    return { moves, events: whole.events, failure };
  }
  let [low, high] = [0, last];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isTrap(context, whole.positions[middle])) high = middle;
    else low = middle + 1;
  }
  return withoutDetours(context, whole.moves.slice(0, low));
}

function withoutDetours(context: SearchContext, trapped: readonly Move[]): ShrunkFailure {
  let best = playMoves(context, trapped);
  let attempts = 0;
  for (let size = Math.ceil(trapped.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let start = best.moves.length - size; start >= 0 && attempts < MOST_ATTEMPTS; start -= size) {
      attempts += 1;
      const path = playMoves(context, best.moves.toSpliced(start, size));
      if (isTrap(context, path.positions.at(-1))) best = path;
    }
  }
  return { moves: best.moves, events: best.events, failure: endlessFailure(isLeft(best)) };
}

const isLeft = ({ positions }: PlayedMoves): boolean => positions.slice(-1).some(hasLeavers);

function isTrap(context: SearchContext, start: Position | undefined): boolean {
  if (start === undefined) return false;
  let ends = false;
  const explored = explore(context, {
    start,
    states: AROUND,
    visit: (position) => {
      ends ||= isOver(position) && leaversIn(position) === leaversIn(start);
    },
    pause: () => ends,
    failed: () => {},
  });
  return explored.exhaustive && nearestTrap(explored) === 0;
}

const leaversIn = ({ gone }: Position): number => gone.filter(Boolean).length;
