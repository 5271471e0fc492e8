// Many walks from as many seeds, each of which has to end; what fails on one is made as short as it gets.
import { SeededRandom } from './chance.ts';
import { endlessFailure, shrinkToTrap } from './endless.ts';
import { FailedCheck } from './failed-check.ts';
import type { Findings } from './findings.ts';
import { checkLeaks } from './leaks.ts';
import { playMoves } from './path.ts';
import { hasLeavers, type Position } from './position.ts';
import type { SearchContext } from './scene.ts';
import { type ShrunkFailure, shrink } from './shrink.ts';
import { type Walk, walkMatch } from './walk.ts';

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
