// The search of a game for faults: every set-up breadth first from its start, then by random matches; one report of all.
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
 * Searches the matches that a game can have for everything that could go wrong in them. Synchronous; runs until its
 * bounds are reached, at some 10,000 positions a second for a simple game.
 *
 * Failures of the game are in the report and never thrown.
 * @throws RangeError for seats or options that the game does not have
 * @example
 * const report = verifyGame(game, { seed: '7', seats: [2, 4] });
 * if (!report.ok) throw new Error(formatReport(report));
 */
export function verifyGame(game: Game, options: VerifyOptions = {}): VerifyReport {
  const { seed = 'verify' } = options;
  const instrumented = instrument(game);
  const rules = rulesOf(instrumented.game);
  const bounds = { ...defaultBounds, ...options.bounds };
  const findings = new Findings();
  const warnings = new Set<string>();
  const setups = setupsOf(rules, options).map((setup) =>
    searchSetup({ rules, instrumented, setup, seed, warnings }, { findings, bounds, options }),
  );
  const untested = leakTestWarning(game);
  if (untested !== undefined) warnings.add(untested);
  const { failures } = findings;
  return {
    game: game.name,
    version: game.version,
    seed,
    engine: rulesOf(game).engine,
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
 * The leak test by itself, with more positions than `verifyGame` tests: for a game that gives `redeal`. The report has
 * the same shape; its failures are `leak`, and `fault` where a fault made the test impossible.
 * @throws RangeError for seats or options that the game does not have
 */
export function leakTest(game: Game, options: VerifyOptions = {}): VerifyReport {
  const bounds = { states: 2_000, walks: 50, leakTests: 4_000, ...options.bounds };
  const report = verifyGame(game, { ...options, bounds });
  const failures = report.failures.filter(({ check }) => check === 'leak' || check === 'fault');
  return { ...report, failures, ok: failures.length === 0 };
}

/** Probability of each position of a random match to be tested for leaks, until the bound is reached. */
const LEAK_TESTED_ON_WALKS = 0.25;

type SetupSearchOptions = {
  readonly findings: Findings;
  readonly bounds: Bounds;
  readonly options: Pick<VerifyOptions, 'patience' | 'onProgress'>;
};

function searchSetup(context: SearchContext, search: SetupSearchOptions): SetupReport {
  const { seats, options } = context.setup;
  const { findings, bounds } = search;
  const leakTests = countedLeakTests(bounds.leakTests);
  const explored = exploreFromStart(context, {
    states: bounds.states,
    shouldStop: stopCondition(context, search, 'states'),
    visit: (position) => leakTests.explored(context, position),
    onFailure: (failure, events) => findings.add(failure, context, events),
  });
  const visit: WalkAllOptions['visit'] = (on, position, random) => {
    if (random.chance(LEAK_TESTED_ON_WALKS)) leakTests.walked(on, position);
  };
  const shouldStop = stopCondition(context, search, 'walks');
  // A match that cannot start would fail in the same way on each walk
  const walks = explored.positions.length > 0 ? bounds.walks : 0;
  const walked = walkAll(context, { ...bounds, walks, findings, visit, shouldStop });
  const counts = { ...countsOf(explored), ...walked, leakTests: leakTests.count() };
  return { seats, options, exhaustive: explored.exhaustive, counts };
}

function stopCondition(
  { setup }: SearchContext,
  { options, bounds }: SetupSearchOptions,
  phase: 'states' | 'walks',
) {
  const isOut = options.patience?.();
  return (done: number): boolean => {
    options.onProgress?.({ seats: setup.seats, phase, done, of: bounds[phase] });
    return isOut?.() ?? false;
  };
}

const NOTHING_EXPLORED: Exploration = { positions: [], edges: 0, predecessors: [], exhaustive: false };

function exploreFromStart(
  context: SearchContext,
  options: Omit<Parameters<typeof explore>[1], 'start'>,
): Exploration {
  let start: Position;
  try {
    start = beginning(context);
  } catch (failure) {
    if (!(failure instanceof FailedCheck)) throw failure;
    options.onFailure(failure, []);
    return NOTHING_EXPLORED;
  }
  const explored = explore(context, { start, ...options });
  const trap = nearestTrap(explored);
  if (trap !== undefined) {
    const hasLeft = explored.positions[trap]?.hasLeavers ?? false;
    options.onFailure(endlessFailure(hasLeft), eventsTo(explored, trap));
  }
  return explored;
}

function countsOf({ positions, edges }: Exploration) {
  const finals = positions.filter(({ isFinal }) => isFinal).length;
  return { states: positions.length, edges, finals, depth: positions.at(-1)?.depth ?? 0 };
}

/** Half of the tests are for the explored positions, half for those of random matches. */
function countedLeakTests(max: number) {
  const done = { explored: 0, walked: 0 };
  const test = (where: 'explored' | 'walked') => (context: SearchContext, position: Position) => {
    if (!isLeakTested(context.rules.game) || done[where] >= max / 2) return;
    done[where] += 1;
    checkLeaks(context, position);
  };
  return {
    explored: test('explored'),
    walked: test('walked'),
    count: () => done.explored + done.walked,
  };
}
