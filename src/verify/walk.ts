// Many walks from as many seeds, each of which has to end; what fails on one is made as short as it gets.

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

export type WalkAllOptions = {
  readonly walks: number;
  readonly steps: number;
  readonly endWithin: number;
  readonly findings: Findings;
  /** Called at each position of a walk; may fail it. */
  readonly visit: (context: SearchContext, position: Position, random: SeededRandom) => void;
  /** Called before each walk; true ends them early. */
  readonly enough: (walked: number) => boolean;
};

export function walkAll(
  context: SearchContext,
  plan: WalkAllOptions,
): { readonly walks: number; readonly steps: number } {
  let steps = 0;
  for (let walked = 0; walked < plan.walks; walked += 1) {
    if (plan.enough(walked)) return { walks: walked, steps };
    steps += walkOnce({ ...context, seed: `${context.seed}/${walked + 1}` }, plan);
  }
  return { walks: plan.walks, steps };
}

function walkOnce(context: SearchContext, { steps, endWithin, visit, findings }: WalkAllOptions): number {
  const random = new SeededRandom(context.seed);
  const walk: Walk = { moves: [], position: undefined, ended: false };
  try {
    walkMatch(context, walk, {
      random,
      steps,
      endWithin,
      visit: (position) => visit(context, position, random),
    });
    if (!walk.ended && walk.moves.length >= steps + endWithin) reportEndless(context, walk, findings);
  } catch (failure) {
    if (!(failure instanceof FailedCheck)) throw failure;
    // Breadth first has found a shorter way already
    if (findings.has(failure.check)) findings.repeat(failure.check);
    else report(findings, context, shortest(context, walk, failure));
  }
  return walk.moves.length;
}

/** Looking for the place costs more than the walk did, so it is done once. */
function reportEndless(context: SearchContext, { moves, position }: Walk, findings: Findings): void {
  const { check } = endlessFailure(position !== undefined && hasLeavers(position));
  if (findings.has(check)) findings.repeat(check);
  else report(findings, context, shrinkToTrap(context, moves));
}

type Found = Pick<ShrunkFailure, 'failure' | 'events'>;

function report(findings: Findings, context: SearchContext, { failure, events }: Found): void {
  findings.add(failure, context, events);
}

/** What does not fail when done again, as where the module remembers something, is told as it was. */
function shortest(context: SearchContext, { moves }: Walk, failure: FailedCheck): Found {
  const { check } = failure;
  const atEnd = check === 'leak' ? (position: Position) => checkLeaks(context, position) : undefined;
  return shrink(moves, { context, check, atEnd }) ?? { failure, events: playMoves(context, moves).events };
}

type Walk = {
  /** Grows as the walk goes on; a failure is at the last of them, or after it. */
  readonly moves: Move[];
  /** After the last of them. */
  position: Position | undefined;
  ended: boolean;
};

type WalkOptions = {
  readonly random: SeededRandom;
  /** After so many moves it turns away from no end, and after `endWithin` more it gives up. */
  readonly steps: number;
  readonly endWithin: number;
  readonly visit: (position: Position) => void;
};

/**
 * Of the ends that come early so many are only looked at, on one walk or another: a match that can be given up
 * at any move would never get far.
 */
const TURNED_AWAY = [0.5, 0.95, 0.995];
const LEAVES = 0.03;
const LETS_TIME_RUN_OUT = 0.08;
const MOST_WAIT_MS = 20_000;
const MOST_LATE_MS = 500;

/** Into `walk`, so that where it failed is known. @throws FailedCheck */
function walkMatch(
  context: SearchContext,
  walk: Walk,
  { random, steps, endWithin, visit }: WalkOptions,
): void {
  let position = beginning(context);
  const turnedAway = random.pick(TURNED_AWAY) ?? 0;
  while (walk.moves.length < steps + endWithin) {
    const { legal, restored } = checkPosition(context, position);
    visit(position);
    if (isOver(position)) {
      walk.ended = true;
      return;
    }
    const isEarly = walk.moves.length < steps;
    const avoids = isEarly ? turnedAway : 0;
    const next = nextOf({ context, walk, random, avoids, position, restored, legal });
    // Where not every intent is known nothing may be left to try
    if (next === undefined) return;
    position = next.position;
    walk.position = position;
  }
}

type WalkPosition = {
  readonly context: SearchContext;
  readonly walk: Walk;
  readonly random: SeededRandom;
  /** How likely it is to turn away from an end, in [0, 1]; at 0 nobody leaves, either. */
  readonly avoids: number;
  readonly position: Position;
  readonly restored: Position;
  readonly legal: LegalBySeat;
};

/** More than enough: most moves end nothing. */
const MOST_TRIES = 8;

function nextOf(at: WalkPosition): CheckedMove | undefined {
  const { context, walk, random, avoids, position, restored } = at;
  for (let tries = 1; ; tries += 1) {
    const move = choice(at);
    if (move === undefined) return undefined;
    walk.moves.push(move);
    const result = checkMove(context, { position, restored, move });
    const isTaken = result !== undefined && !isRefused(result);
    // A guard may hang on the time, and time has passed since the intent was legal
    if (result !== undefined && isRefused(result) && move.wait === 0) throw legalButRefused(move, result);
    const turnsAway = isTaken && isOver(result.position) && random.chance(avoids);
    if (isTaken && (!turnsAway || tries >= MOST_TRIES)) return result;
    if (turnsAway) checkPosition(context, result.position);
    walk.moves.pop();
    if (!isTaken && tries >= 4 * MOST_TRIES) return undefined;
  }
}

function choice({ random, avoids, position, legal }: WalkPosition): Move | undefined {
  const present = presentSeats(position);
  const [deadline] = deadlineMoves(position);
  if (deadline && isDue(position)) return deadline;
  const leaver = avoids > 0 && present.length > 1 && random.chance(LEAVES) ? random.pick(present) : undefined;
  if (leaver !== undefined) return { type: 'seat.left', seat: leaver, wait: 0 };
  const acts = legal.flatMap(({ seat, intents }) => intents.map((intent) => ({ seat, intent })));
  if (deadline && (acts.length === 0 || random.chance(LETS_TIME_RUN_OUT))) {
    return { ...deadline, wait: random.chance(0.3) ? random.integer(MOST_LATE_MS) : 0 };
  }
  // By type first: one way to draw a card is to come up beside many to play one
  const type = random.pick([...new Set(acts.map(({ intent }) => intent.type))]);
  const act = random.pick(random.chance(0.5) ? acts.filter(({ intent }) => intent.type === type) : acts);
  if (act === undefined) return undefined;
  return { type: 'intent', ...act, wait: random.chance(0.5) ? random.integer(MOST_WAIT_MS) : 0 };
}
