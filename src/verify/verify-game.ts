// The proof that a game module is sound: every set-up is searched, and what is found told in one report.
import { type Game, rulesOf } from '../game/index.ts';
import { Findings } from './findings.ts';
import { leakTestWarning } from './leaks.ts';
import { instrument } from './lens.ts';
import { defaultBounds, setupsOf, type VerifyOptions } from './plan.ts';
import { sumOf, type VerifyReport } from './report.ts';
import type { SearchContext } from './scene.ts';
import { searchSetup } from './setup-search.ts';

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
