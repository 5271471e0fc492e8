// All that is looked at for one set-up: breadth first from its beginning, then walks from other seeds.
import { endlessFailure } from './endless.ts';
import { type Exploration, eventsTo, explore, nearestTrap } from './explore.ts';
import { FailedCheck } from './failed-check.ts';
import type { Findings } from './findings.ts';
import { checkLeaks, isLeakTested } from './leaks.ts';
import type { Bounds, VerifyOptions } from './plan.ts';
import { beginning, type Position } from './position.ts';
import type { SetupReport } from './report.ts';
import type { SearchContext } from './scene.ts';
import { type WalkAllOptions, walkAll } from './walks.ts';

/** Of the positions on walks this part is tested for leaks, until there were enough. */
const TESTED_ON_WALKS = 0.25;

export type SetupSearchOptions = {
  readonly findings: Findings;
  readonly bounds: Bounds;
  readonly options: Pick<VerifyOptions, 'patience' | 'onProgress'>;
};

export function searchSetup(context: SearchContext, search: SetupSearchOptions): SetupReport {
  const { seats, options } = context.setup;
  const { findings, bounds } = search;
  const leakTest = leakTester(bounds.leakTests);
  const explored = exploredFrom(context, {
    states: bounds.states,
    pause: pauseOf(context, search, 'states'),
    visit: (position) => leakTest.near(context, position),
    failed: (failure, events) => findings.add(failure, context, events),
  });
  const visit: WalkAllOptions['visit'] = (on, position, random) => {
    if (random.chance(TESTED_ON_WALKS)) leakTest.far(on, position);
  };
  const enough = pauseOf(context, search, 'walks');
  // A match that cannot begin would fail on each in the same way
  const walks = explored.positions.length > 0 ? bounds.walks : 0;
  const walked = walkAll(context, { ...bounds, walks, findings, visit, enough });
  const counts = { ...countsOf(explored), ...walked, leakTests: leakTest.made() };
  return { seats, options, exhaustive: explored.exhaustive, counts };
}

function pauseOf(
  { setup }: SearchContext,
  { options, bounds }: SetupSearchOptions,
  phase: 'states' | 'walks',
) {
  const enough = options.patience?.();
  return (done: number): boolean => {
    options.onProgress?.({ seats: setup.seats, phase, done, of: bounds[phase] });
    return enough?.() ?? false;
  };
}

const NOTHING_FOUND: Exploration = { positions: [], edges: 0, predecessors: [], exhaustive: false };

function exploredFrom(
  context: SearchContext,
  exploration: Omit<Parameters<typeof explore>[1], 'start'>,
): Exploration {
  let start: Position;
  try {
    start = beginning(context);
  } catch (failure) {
    if (!(failure instanceof FailedCheck)) throw failure;
    exploration.failed(failure, []);
    return NOTHING_FOUND;
  }
  const explored = explore(context, { start, ...exploration });
  const trap = nearestTrap(explored);
  if (trap !== undefined) {
    const isLeft = explored.positions[trap]?.hasLeavers ?? false;
    exploration.failed(endlessFailure(isLeft), eventsTo(explored, trap));
  }
  return explored;
}

function countsOf({ positions: found, edges }: Exploration) {
  const finals = found.filter(({ isFinal }) => isFinal).length;
  return { states: found.length, edges, finals, depth: found.at(-1)?.depth ?? 0 };
}

/** Half of the tests are for what is near the beginning, half for walks. */
function leakTester(most: number) {
  const made = { near: 0, far: 0 };
  const test = (where: 'near' | 'far') => (context: SearchContext, position: Position) => {
    if (!isLeakTested(context.rules.game) || made[where] >= most / 2) return;
    made[where] += 1;
    checkLeaks(context, position);
  };
  return { near: test('near'), far: test('far'), made: () => made.near + made.far };
}
