// The proof that a game module is sound: every set-up is searched, and what is found told in one report.
import { type Game, rulesOf } from '../game/index.ts';
import { type Exploration, eventsTo, explore, nearestTrap } from './explore.ts';
import { FailedCheck } from './failed-check.ts';
import { instrument } from './instrumented-game.ts';
import { checkLeaks, isLeakTested, leakTestWarning } from './leaks.ts';
import { type Bounds, defaultBounds, setupsOf, type VerifyOptions } from './options.ts';
import { beginning, type Position, type SearchContext } from './position.ts';
import { Findings, type SetupReport, sumOf, type VerifyReport } from './report.ts';
import { endlessFailure } from './shrink.ts';
import { type WalkAllOptions, walkAll } from './walk.ts';

/**
 * Searches the game's matches for all that could go wrong in them, and returns what it found; it throws nothing
 * of the game's. Takes as long as its bounds let it, at some 10,000 positions a second for a simple game.
 * @throws RangeError for seats or options that the game does not have
 */
export function verifyGame(game: Game, options: VerifyOptions = {}): VerifyReport {
  const { seed = 'verify' } = options;
  const instrumented = instrument(game);
  const rules = rulesOf(instrumented.game);
  const bounds = { ...defaultBounds, ...options.bounds };
  const findings = new Findings();
  const warnings = new Set<string>();
  const setups = setupsOf(rules, options).map((setup) => {
    const context: SearchContext = { rules, instrumented: instrumented, setup, seed, warnings };
    return searchSetup(context, { findings, bounds, options });
  });
  const untold = leakTestWarning(game);
  if (untold !== undefined) warnings.add(untold);
  const { failures } = findings;
  return {
    game: game.name,
    version: game.version,
    seed,
    ok: failures.length === 0,
    exhaustive: setups.every(({ exhaustive }) => exhaustive),
    counts: sumOf(setups.map(({ counts }) => counts)),
    setups,
    coverage: instrumented.coverage(),
    failures,
    warnings: [...warnings],
  };
}

/**
 * The leak test alone, for a game that gives `redeal`: everything near the beginning, and as much on walks.
 * The report is as `verifyGame` gives it; of failures it has leaks, and what made the test impossible.
 */
export function leakTest(game: Game, options: VerifyOptions = {}): VerifyReport {
  const bounds = { states: 2_000, walks: 50, leakTests: 4_000, ...options.bounds };
  const report = verifyGame(game, { ...options, bounds });
  const failures = report.failures.filter(({ check }) => check === 'leak' || check === 'fault');
  return { ...report, failures, ok: failures.length === 0 };
}

/** Of the positions on walks this part is tested for leaks, until there were enough. */
const TESTED_ON_WALKS = 0.25;

type SetupSearchOptions = {
  readonly findings: Findings;
  readonly bounds: Bounds;
  readonly options: Pick<VerifyOptions, 'patience' | 'onProgress'>;
};

function searchSetup(context: SearchContext, search: SetupSearchOptions): SetupReport {
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
