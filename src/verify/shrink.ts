// Makes a list of moves shorter, as long as the game still fails the same check after it.
import type { MatchEvent } from '../room/index.ts';
import { checkMove, checkPosition, legalButRefused } from './check-position.ts';
import { explore, nearestTrap } from './explore.ts';
import { type CheckId, FailedCheck } from './failed-check.ts';
import { eventOf, isRefused, type LegalBySeat, type Move, type PlayedMoves, playMoves } from './moves.ts';
import { beginning, hasLeavers, isOver, type Position, type SearchContext } from './position.ts';

/** A failure, and all that it takes. */
export type ShrunkFailure = {
  readonly moves: readonly Move[];
  readonly events: readonly MatchEvent[];
  readonly failure: FailedCheck;
};

type Retry = {
  readonly context: SearchContext;
  readonly check: CheckId;
  /** Further checks, of the last position alone: they cost more than all others. */
  readonly atEnd?: ((position: Position) => void) | undefined;
};

/** So many moves are made again at most, in all attempts together. */
const MOST_MOVES = 20_000;

/** Undefined where the moves do not fail that check when made again. */
export function shrink(moves: readonly Move[], retry: Retry): ShrunkFailure | undefined {
  let best = failing(moves, retry);
  let left = MOST_MOVES;
  for (let size = Math.ceil(moves.length / 2); best && size >= 1 && left > 0; size = Math.floor(size / 2)) {
    for (let start = best.moves.length - size; start >= 0 && left > 0; start -= size) {
      left -= best.moves.length;
      best = failing(best.moves.toSpliced(start, size), retry) ?? best;
    }
  }
  return best && (failing(best.moves.map(withoutWaiting), retry) ?? best);
}

const withoutWaiting = (move: Move): Move => ({ ...move, wait: 0 });

/** Up to the first failure of that check. What no longer can happen is left out. */
function failing(moves: readonly Move[], { context, check, atEnd }: Retry): ShrunkFailure | undefined {
  const made: Move[] = [];
  const events: MatchEvent[] = [];
  try {
    let position = beginning(context);
    for (const move of moves) {
      const { legal, restored } = checkPosition(context, position);
      const event = eventOf(position, move);
      if (event === undefined || !isAmong(legal, move)) continue;
      made.push(move);
      events.push(event);
      const result = checkMove(context, { position, restored, move });
      if (result === undefined || isRefused(result)) {
        if (result && move.wait === 0) throw legalButRefused(move, result);
        made.pop();
        events.pop();
      } else position = result.position;
    }
    checkPosition(context, position);
    atEnd?.(position);
    return undefined;
  } catch (failure) {
    if (!(failure instanceof FailedCheck)) throw failure;
    return failure.check === check ? { moves: made, events, failure } : undefined;
  }
}

function isAmong(legal: LegalBySeat, move: Move): boolean {
  if (move.type !== 'intent') return true;
  const text = JSON.stringify(move.intent);
  const of = legal.find(({ seat }) => seat === move.seat);
  return of?.intents.some((intent) => intent === move.intent || JSON.stringify(intent) === text) ?? false;
}

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
