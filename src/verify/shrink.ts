// Shortens the list of moves that leads to a failure, as long as the game still fails the same check after it.
import type { MatchEvent } from '../room/index.ts';
import { checkMove, checkPosition, legalButRefused } from './check-position.ts';
import { explore, nearestTrap } from './explore.ts';
import { type CheckId, FailedCheck } from './failed-check.ts';
import { eventOf, isRefused, type LegalBySeat, type Move, type PlayedMoves, playMoves } from './moves.ts';
import {
  beginning,
  hasLeavers,
  isOver,
  type Position,
  presentSeats,
  type SearchContext,
} from './position.ts';

/** A failure with the moves and events that lead to it. */
export type ShrunkFailure = {
  readonly moves: readonly Move[];
  readonly events: readonly MatchEvent[];
  readonly failure: FailedCheck;
};

type ShrinkOptions = {
  readonly context: SearchContext;
  readonly check: CheckId;
  /** Further checks of the last position only: the leak test costs more than all others together. */
  readonly atEnd?: ((position: Position) => void) | undefined;
};

/** Maximum number of moves played again, in all attempts together. */
const MAX_MOVES = 20_000;

/** Undefined where the moves do not fail that check when they are played again. */
export function shrink(moves: readonly Move[], options: ShrinkOptions): ShrunkFailure | undefined {
  let best = replayUntilFailure(moves, options);
  let left = MAX_MOVES;
  for (let size = Math.ceil(moves.length / 2); best && size >= 1 && left > 0; size = Math.floor(size / 2)) {
    for (let start = best.moves.length - size; start >= 0 && left > 0; start -= size) {
      left -= best.moves.length;
      best = replayUntilFailure(best.moves.toSpliced(start, size), options) ?? best;
    }
  }
  return best && (replayUntilFailure(best.moves.map(withoutWaiting), options) ?? best);
}

const withoutWaiting = (move: Move): Move => ({ ...move, waitMs: 0 });

/** Skips the moves that are no longer possible. */
function replayUntilFailure(
  moves: readonly Move[],
  { context, check, atEnd }: ShrinkOptions,
): ShrunkFailure | undefined {
  const played: Move[] = [];
  const events: MatchEvent[] = [];
  try {
    let position = beginning(context);
    for (const move of moves) {
      const { legal, restored } = checkPosition(context, position);
      const event = eventOf(position, move);
      if (event === undefined || !isListed(legal, move)) continue;
      played.push(move);
      events.push(event);
      const result = checkMove(context, { position, restored, move });
      if (result === undefined || isRefused(result)) {
        if (result && move.waitMs === 0) throw legalButRefused(move, result);
        played.pop();
        events.pop();
      } else position = result.position;
    }
    checkPosition(context, position);
    atEnd?.(position);
    return undefined;
  } catch (failure) {
    if (!(failure instanceof FailedCheck)) throw failure;
    return failure.check === check ? { moves: played, events, failure } : undefined;
  }
}

function isListed(legal: LegalBySeat, move: Move): boolean {
  if (move.type !== 'intent') return true;
  const text = JSON.stringify(move.intent);
  const own = legal.find(({ seat }) => seat === move.seat);
  return own?.intents.some((intent) => intent === move.intent || JSON.stringify(intent) === text) ?? false;
}

/** Positions explored to decide whether one is a trap, and attempts to find a shorter way to it. */
const MAX_AROUND = 500;
const MAX_ATTEMPTS = 400;

const NO_WAY_TO_AN_END = 'no sequence of moves from here ends the match, unless a player leaves';

/** The check is `leaver` where a player had already left. */
export const endlessFailure = (hasLeft: boolean, message = NO_WAY_TO_AN_END): FailedCheck =>
  new FailedCheck(hasLeft ? 'leaver' : 'endless', message);

/**
 * For a walk that did not end: the shortest list of moves to a position from which no end can be reached at all. The
 * walk as it is, where its last position is no such trap.
 */
export function shrinkToTrap(context: SearchContext, moves: readonly Move[]): ShrunkFailure {
  const whole = playMoves(context, moves);
  const last = whole.positions.length - 1;
  if (!isTrap(context, whole.positions[last])) {
    const failure = endlessFailure(hasLeft(whole), `the match did not end within ${moves.length} moves`);
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

function withoutDetours(context: SearchContext, toTrap: readonly Move[]): ShrunkFailure {
  let best = playMoves(context, toTrap);
  let attempts = 0;
  for (let size = Math.ceil(toTrap.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let start = best.moves.length - size; start >= 0 && attempts < MAX_ATTEMPTS; start -= size) {
      attempts += 1;
      const shorter = playMoves(context, best.moves.toSpliced(start, size));
      if (isTrap(context, shorter.positions.at(-1))) best = shorter;
    }
  }
  return { moves: best.moves, events: best.events, failure: endlessFailure(hasLeft(best)) };
}

const hasLeft = ({ positions }: PlayedMoves): boolean => positions.slice(-1).some(hasLeavers);

function isTrap(context: SearchContext, start: Position | undefined): boolean {
  if (start === undefined) return false;
  const seats = presentSeats(start).length;
  let ends = false;
  const explored = explore(context, {
    start,
    states: MAX_AROUND,
    visit: (position) => {
      ends ||= isOver(position) && presentSeats(position).length === seats;
    },
    shouldStop: () => ends,
    onFailure: () => {},
  });
  return explored.exhaustive && nearestTrap(explored) === 0;
}
