// Makes a list of moves shorter, as long as the game still fails the same check after it.
import type { MatchEvent } from '../room/index.ts';
import { type CheckId, FailedCheck } from './failed-check.ts';
import { checkMove, checkPosition, legalButRefused } from './looking.ts';
import { eventOf, isRefused, type LegalBySeat, type Move } from './moves.ts';
import { beginning, type Position } from './position.ts';
import type { SearchContext } from './scene.ts';

/** A failure, and all that it takes. */
export type ShrunkFailure = {
  readonly moves: readonly Move[];
  readonly events: readonly MatchEvent[];
  readonly failure: FailedCheck;
};

export type Retry = {
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
