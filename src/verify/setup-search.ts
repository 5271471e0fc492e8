// All that is looked at for one set-up: breadth first from its beginning, then walks from other seeds.
import { endlessFailure } from './endless.ts';
import { type Explored, eventsTo, explore, nearestTrap } from './explore.ts';
import { FailedCheck } from './failed-check.ts';
import type { Findings } from './findings.ts';
import { checkLeaks, isLeakTested } from './leaks.ts';
import type { Bounds, VerifyOptions } from './plan.ts';
import { beginning, type Position } from './position.ts';
import type { SetupReport } from './report.ts';
import type { Scene } from './scene.ts';
import { type Walks, walkAll } from './walks.ts';

/** Of the positions on walks this part is tested for leaks, until there were enough. */
const TESTED_ON_WALKS = 0.25;

export type Search = {
  readonly findings: Findings;
  readonly bounds: Bounds;
  readonly options: Pick<VerifyOptions, 'patience' | 'onProgress'>;
};

export function searchSetup(scene: Scene, search: Search): SetupReport {
  const { seats, options } = scene.setup;
  const { findings, bounds } = search;
  const leakTest = leakTester(bounds.leakTests);
  const explored = exploredFrom(scene, {
    states: bounds.states,
    pause: pauseOf(scene, search, 'states'),
    visit: (position) => leakTest.near(scene, position),
    failed: (failure, events) => findings.add(failure, scene, events),
  });
  const visit: Walks['visit'] = (on, position, chance) => {
    if (chance.happens(TESTED_ON_WALKS)) leakTest.far(on, position);
  };
  const enough = pauseOf(scene, search, 'walks');
  // A match that cannot begin would fail on each in the same way
  const walks = explored.found.length > 0 ? bounds.walks : 0;
  const walked = walkAll(scene, { ...bounds, walks, findings, visit, enough });
  const counts = { ...countsOf(explored), ...walked, leakTests: leakTest.made() };
  return { seats, options, exhaustive: explored.exhaustive, counts };
}

function pauseOf({ setup }: Scene, { options, bounds }: Search, phase: 'states' | 'walks') {
  const enough = options.patience?.();
  return (done: number): boolean => {
    options.onProgress?.({ seats: setup.seats, phase, done, of: bounds[phase] });
    return enough?.() ?? false;
  };
}

const NOTHING_FOUND: Explored = { found: [], edges: 0, ways: [], exhaustive: false };

function exploredFrom(scene: Scene, exploration: Omit<Parameters<typeof explore>[1], 'start'>): Explored {
  let start: Position;
  try {
    start = beginning(scene);
  } catch (failure) {
    if (!(failure instanceof FailedCheck)) throw failure;
    exploration.failed(failure, []);
    return NOTHING_FOUND;
  }
  const explored = explore(scene, { start, ...exploration });
  const trap = nearestTrap(explored);
  if (trap !== undefined) {
    const isLeft = explored.found[trap]?.hasLeavers ?? false;
    exploration.failed(endlessFailure(isLeft), eventsTo(explored, trap));
  }
  return explored;
}

function countsOf({ found, edges }: Explored) {
  const finals = found.filter(({ isFinal }) => isFinal).length;
  return { states: found.length, edges, finals, depth: found.at(-1)?.depth ?? 0 };
}

/** Half of the tests are for what is near the beginning, half for walks. */
function leakTester(most: number) {
  const made = { near: 0, far: 0 };
  const test = (where: 'near' | 'far') => (scene: Scene, position: Position) => {
    if (!isLeakTested(scene.rules.game) || made[where] >= most / 2) return;
    made[where] += 1;
    checkLeaks(scene, position);
  };
  return { near: test('near'), far: test('far'), made: () => made.near + made.far };
}
