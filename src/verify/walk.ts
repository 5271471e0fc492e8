// Random matches, each from a seed of its own and played to its end: they reach what breadth-first search cannot.
import { type CheckedMove, checkMove, checkPosition, legalButRefused } from './check-position.ts';
import { FailedCheck } from './failed-check.ts';
import { checkLeaks } from './leaks.ts';
import { deadlineMoves, isDue, isRefused, type LegalBySeat, type Move, playMoves } from './moves.ts';
import {
  beginning,
  hasLeavers,
  isOver,
  type Position,
  presentSeats,
  type SearchContext,
} from './position.ts';
import type { Findings } from './report.ts';
import { SeededRandom } from './seeded-random.ts';
import { endlessFailure, type ShrunkFailure, shrink, shrinkToTrap } from './shrink.ts';

/** Bounds and callbacks of the random matches of one set-up. */
export type WalkAllOptions = {
  /** Number of matches. */
  readonly walks: number;
  /** Moves after which a walk avoids no end any more. */
  readonly steps: number;
  /** Moves after that, within which the match must end. */
  readonly endWithin: number;
  readonly findings: Findings;
  /** Called at each position of a walk; may throw FailedCheck. */
  readonly visit: (context: SearchContext, position: Position, random: SeededRandom) => void;
  /** Called before each walk with the number of walks made; true ends the search. */
  readonly shouldStop: (walked: number) => boolean;
};

/** `steps`: number of moves made in all walks together. */
export function walkAll(
  context: SearchContext,
  options: WalkAllOptions,
): { readonly walks: number; readonly steps: number } {
  let steps = 0;
  for (let walked = 0; walked < options.walks; walked += 1) {
    if (options.shouldStop(walked)) return { walks: walked, steps };
    steps += walkOnce({ ...context, seed: `${context.seed}/${walked + 1}` }, options);
  }
  return { walks: options.walks, steps };
}

function walkOnce(context: SearchContext, options: WalkAllOptions): number {
  const { steps, endWithin, findings } = options;
  const walk: Walk = { moves: [], position: undefined, ended: false };
  try {
    walkMatch(context, walk, options);
    if (!walk.ended && walk.moves.length >= steps + endWithin) reportEndless(context, walk, findings);
  } catch (failure) {
    if (!(failure instanceof FailedCheck)) throw failure;
    // Breadth-first search has found a shorter way already
    if (findings.has(failure.check)) findings.repeat(failure.check);
    else report(findings, context, shortest(context, walk, failure));
  }
  return walk.moves.length;
}

/** Finding the trap costs more than the walk did, so it is done only once. */
function reportEndless(context: SearchContext, { moves, position }: Walk, findings: Findings): void {
  const { check } = endlessFailure(position !== undefined && hasLeavers(position));
  if (findings.has(check)) findings.repeat(check);
  else report(findings, context, shrinkToTrap(context, moves));
}

type Found = Pick<ShrunkFailure, 'failure' | 'events'>;

function report(findings: Findings, context: SearchContext, { failure, events }: Found): void {
  findings.add(failure, context, events);
}

/** The walk as it was, where it does not fail when it is repeated: some modules keep a state of their own. */
function shortest(context: SearchContext, { moves }: Walk, failure: FailedCheck): Found {
  const { check } = failure;
  const atEnd = check === 'leak' ? (position: Position) => checkLeaks(context, position) : undefined;
  return shrink(moves, { context, check, atEnd }) ?? { failure, events: playMoves(context, moves).events };
}

type Walk = {
  /** Grows as the walk goes on; a failure is at the last of them, or after it. */
  readonly moves: Move[];
  /** After the last move. */
  position: Position | undefined;
  ended: boolean;
};

/**
 * Probabilities to turn away from a move that ends the match early; each walk has one of them. Otherwise a match in
 * which a player can resign at any move would never get far.
 */
const AVOID_END = [0.5, 0.95, 0.995];
/** Probability of each move to be a leaving player. */
const LEAVE = 0.03;
/** Probability to let the next deadline fire although a seat can act, and to be late then. */
const AWAIT_DEADLINE = 0.08;
const LATE = 0.3;
/** Probability to let time pass before an intent. */
const WAIT = 0.5;
const MAX_WAIT_MS = 20_000;
const MAX_LATE_MS = 500;

/** Records into `walk`, so that the moves are known where it fails. @throws FailedCheck */
function walkMatch(context: SearchContext, walk: Walk, { steps, endWithin, visit }: WalkAllOptions): void {
  const random = new SeededRandom(context.seed);
  let position = beginning(context);
  const avoidEnd = random.pick(AVOID_END) ?? 0;
  while (walk.moves.length < steps + endWithin) {
    const { legal, restored } = checkPosition(context, position);
    visit(context, position, random);
    if (isOver(position)) {
      walk.ended = true;
      return;
    }
    const isEarly = walk.moves.length < steps;
    const next = randomMove({
      ...{ context, walk, random, position, restored, legal },
      avoidEnd: isEarly ? avoidEnd : 0,
    });
    // Where not every legal intent is known there may be nothing left to try
    if (next === undefined) return;
    position = next.position;
    walk.position = position;
  }
}

type WalkStep = {
  readonly context: SearchContext;
  readonly walk: Walk;
  readonly random: SeededRandom;
  /** Probability to turn away from an end; at 0 no player leaves, either. */
  readonly avoidEnd: number;
  readonly position: Position;
  readonly restored: Position;
  readonly legal: LegalBySeat;
};

/** More than enough: few moves end a match. */
const MAX_TRIES = 8;

function randomMove(step: WalkStep): CheckedMove | undefined {
  const { context, walk, random, avoidEnd, position, restored } = step;
  for (let tries = 1; ; tries += 1) {
    const move = chooseMove(step);
    if (move === undefined) return undefined;
    walk.moves.push(move);
    const result = checkMove(context, { position, restored, move });
    const isTaken = result !== undefined && !isRefused(result);
    // A guard may depend on the time, which may have passed since the intent was legal
    if (result !== undefined && isRefused(result) && move.waitMs === 0) throw legalButRefused(move, result);
    const turnsAway = isTaken && isOver(result.position) && random.chance(avoidEnd);
    if (isTaken && (!turnsAway || tries >= MAX_TRIES)) return result;
    if (turnsAway) checkPosition(context, result.position);
    walk.moves.pop();
    if (!isTaken && tries >= 4 * MAX_TRIES) return undefined;
  }
}

function chooseMove({ random, avoidEnd, position, legal }: WalkStep): Move | undefined {
  const present = presentSeats(position);
  const [deadline] = deadlineMoves(position);
  if (deadline && isDue(position)) return deadline;
  const leaver =
    avoidEnd > 0 && present.length > 1 && random.chance(LEAVE) ? random.pick(present) : undefined;
  if (leaver !== undefined) return { type: 'seat.left', seat: leaver, waitMs: 0 };
  const acts = legal.flatMap(({ seat, intents }) => intents.map((intent) => ({ seat, intent })));
  if (deadline && (acts.length === 0 || random.chance(AWAIT_DEADLINE))) {
    return { ...deadline, waitMs: random.chance(LATE) ? random.integer(MAX_LATE_MS) : 0 };
  }
  // Half of the time by type first: one intent to draw a card would else be rare beside many to play one
  const type = random.pick([...new Set(acts.map(({ intent }) => intent.type))]);
  const act = random.pick(random.chance(0.5) ? acts.filter(({ intent }) => intent.type === type) : acts);
  if (act === undefined) return undefined;
  return { type: 'intent', ...act, waitMs: random.chance(WAIT) ? random.integer(MAX_WAIT_MS) : 0 };
}
