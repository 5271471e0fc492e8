// Many walks from as many seeds, each of which has to end; what fails on one is made as short as it gets.
import { Chance } from './chance.ts';
import { endlessFailure, trapOn } from './endless.ts';
import { FailedCheck } from './failed-check.ts';
import type { Findings } from './findings.ts';
import { checkLeaks } from './leaks.ts';
import { pathOf } from './path.ts';
import { hasLeavers, type Position } from './position.ts';
import type { Scene } from './scene.ts';
import { type Failing, shrunk } from './shrink.ts';
import { type Walk, walkOn } from './walk.ts';

export type Walks = {
  readonly walks: number;
  readonly steps: number;
  readonly endWithin: number;
  readonly findings: Findings;
  /** Called at each position of a walk; may fail it. */
  readonly visit: (scene: Scene, position: Position, chance: Chance) => void;
  /** Called before each walk; true ends them early. */
  readonly enough: (walked: number) => boolean;
};

export function walkAll(scene: Scene, plan: Walks): { readonly walks: number; readonly steps: number } {
  let steps = 0;
  for (let walked = 0; walked < plan.walks; walked += 1) {
    if (plan.enough(walked)) return { walks: walked, steps };
    steps += walkOnce({ ...scene, seed: `${scene.seed}/${walked + 1}` }, plan);
  }
  return { walks: plan.walks, steps };
}

function walkOnce(scene: Scene, { steps, endWithin, visit, findings }: Walks): number {
  const chance = new Chance(scene.seed);
  const walk: Walk = { moves: [], position: undefined, ended: false };
  try {
    walkOn(scene, walk, { chance, steps, endWithin, visit: (position) => visit(scene, position, chance) });
    if (!walk.ended && walk.moves.length >= steps + endWithin) reportEndless(scene, walk, findings);
  } catch (failure) {
    if (!(failure instanceof FailedCheck)) throw failure;
    // Breadth first has found a shorter way already
    if (findings.has(failure.check)) findings.again(failure.check);
    else report(findings, scene, shortest(scene, walk, failure));
  }
  return walk.moves.length;
}

/** Looking for the place costs more than the walk did, so it is done once. */
function reportEndless(scene: Scene, { moves, position }: Walk, findings: Findings): void {
  const { check } = endlessFailure(position !== undefined && hasLeavers(position));
  if (findings.has(check)) findings.again(check);
  else report(findings, scene, trapOn(scene, moves));
}

type Found = Pick<Failing, 'failure' | 'events'>;

function report(findings: Findings, scene: Scene, { failure, events }: Found): void {
  findings.add(failure, scene, events);
}

/** What does not fail when done again, as where the module remembers something, is told as it was. */
function shortest(scene: Scene, { moves }: Walk, failure: FailedCheck): Found {
  const { check } = failure;
  const atEnd = check === 'leak' ? (position: Position) => checkLeaks(scene, position) : undefined;
  return shrunk(moves, { scene, check, atEnd }) ?? { failure, events: pathOf(scene, moves).events };
}
