// `turnkeeper verify`: searches a game for faults, with a progress bar, a report, and a replay file for each failure.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import type { Game } from '../game/index.ts';
import {
  type Bounds,
  type Failure,
  formatReport,
  type VerifyOptions,
  type VerifyReport,
  verifyGame,
} from '../verify/index.ts';
import { bundledGames } from './bundled.ts';
import { CommandFailure, usageError } from './failure.ts';
import { loadNamedGame } from './named-game.ts';
import { ProgressBar } from './progress-bar.ts';

export function verifyCommand(exitWith: (code: number) => void): Command {
  return new Command('verify')
    .description('Searches the matches of a game for faults; exit status 1 if it finds any.')
    .argument('<game>', 'The name of a bundled game, or the path of a module or its folder.')
    .option(
      '--seed <text>',
      'Seed of the random choices; the same seed repeats the search (default: verify).',
    )
    .option(
      '--seats <numbers>',
      'Numbers of seats to search, like 2,4 (default: the smallest and the largest).',
    )
    .option('--options <json>', "Options to search; may be repeated (default: the game's own).", collect)
    .option('--states <number>', 'Positions to search in breadth, per number of seats (default: 100000).')
    .option('--walks <number>', 'Random matches to play, per number of seats (default: 100).')
    .option('--steps <number>', 'Moves after which a random match is steered to its end (default: 500).')
    .option('--leak-tests <number>', 'Positions to test for leaks, per number of seats (default: 300).')
    .option('--seconds <number>', `Maximum time, in s, per number of seats (default: ${SECONDS}).`)
    .option('--out <folder>', 'Folder for the replay files of the failures (default: the current folder).')
    .option('--json', 'Prints the report as one line of JSON.')
    .action(async (game: string, flags: VerifyFlags) => exitWith(await verify(game, flags)));
}

const isBundled = (named: string): boolean =>
  /^[a-z0-9-]+$/.test(named) && existsSync(join(bundledGames(), named));

const collect = (given: string, before: readonly string[] = []): string[] => [...before, given];

/** Resolves with the exit code. */
async function verify(named: string, flags: VerifyFlags): Promise<number> {
  const { seconds, ...options } = readVerifyFlags(flags);
  const game = await loadGame(named);
  const bar = new ProgressBar(process.stderr);
  const report = asUsageError(() =>
    verifyGame(game, {
      ...options,
      patience: () => timeLimit(seconds / 2),
      onProgress: ({ seats, phase, ...far }) => bar.show(`${game.name}, ${seats} seats: ${phase}`, far),
    }),
  );
  bar.clear();
  const files = await writeReplayFiles(report, { named, folder: resolve(flags.out ?? '.') });
  if (flags.json) console.log(JSON.stringify({ ...report, files }));
  else console.log([formatReport(report), ...files.map((file) => `turnkeeper replay ${file}`)].join('\n'));
  return report.ok ? 0 : 1;
}

/** A module that fails to load is a finding (exit code 1); a game that does not exist is wrong usage (2). */
async function loadGame(named: string): Promise<Game> {
  try {
    return await loadNamedGame(named);
  } catch (error) {
    const isThere = isBundled(named) || existsSync(named);
    throw error instanceof CommandFailure && isThere ? new CommandFailure(error.message) : error;
  }
}

function asUsageError<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw error instanceof RangeError ? usageError(error.message) : error;
  }
}

function timeLimit(seconds: number): () => boolean {
  const until = performance.now() + seconds * 1_000;
  return () => performance.now() > until;
}

async function writeReplayFiles(
  { game, failures }: VerifyReport,
  { named, folder }: { readonly named: string; readonly folder: string },
): Promise<string[]> {
  const module = isBundled(named) ? {} : { module: relative(folder, resolve(named)) };
  const write = async ({ check, replay }: Failure): Promise<string> => {
    const file = join(folder, `${game}-${check}.replay.json`);
    await writeFile(file, `${JSON.stringify({ ...replay, ...module }, null, 2)}\n`);
    return relative('.', file);
  };
  try {
    if (failures.length > 0) await mkdir(folder, { recursive: true });
    return await Promise.all(failures.map(write));
  } catch (error) {
    throw new CommandFailure(`Cannot write replay files to ${folder}: ${(error as Error).message}`);
  }
}

type VerifyFlags = {
  readonly seed?: string;
  readonly seats?: string;
  readonly options?: readonly string[];
  readonly states?: string;
  readonly walks?: string;
  readonly steps?: string;
  readonly leakTests?: string;
  readonly seconds?: string;
  readonly out?: string;
  readonly json?: boolean;
};

/** The default time for one number of seats with one choice of options: half for positions, half for random matches. */
const SECONDS = 60;

const whole = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

type ReadFlags = Pick<VerifyOptions, 'seed' | 'seats' | 'options'> & {
  readonly bounds: Partial<Bounds>;
  readonly seconds: number;
};

/** Reads all flags. @throws CommandFailure with one line for each wrong flag */
function readVerifyFlags(flags: VerifyFlags): ReadFlags {
  const problems: string[] = [];
  const count = (flag: string, given: string | undefined, least: number): number | undefined => {
    if (given === undefined) return undefined;
    const read = whole.safeParse(given);
    if (read.success && read.data >= least) return read.data;
    problems.push(`${flag} must be a whole number from ${least}, not "${given}"`);
    return undefined;
  };
  const bounds = {
    states: count('--states', flags.states, 1),
    walks: count('--walks', flags.walks, 0),
    steps: count('--steps', flags.steps, 1),
    leakTests: count('--leak-tests', flags.leakTests, 0),
  };
  const seconds = count('--seconds', flags.seconds, 1) ?? SECONDS;
  const seats = flags.seats?.split(',').map((text) => count('--seats', text, 1) ?? 0);
  const options = flags.options?.map((text) => parsed(text, problems));
  if (problems.length > 0) throw usageError(problems.join('\n'));
  const { seed } = flags;
  return {
    ...(seed !== undefined && { seed }),
    ...(seats && { seats }),
    ...(options && { options }),
    bounds: Object.fromEntries(Object.entries(bounds).filter(([, bound]) => bound !== undefined)),
    seconds,
  };
}

function parsed(text: string, problems: string[]): unknown {
  try {
    return JSON.parse(text);
  } catch {
    problems.push(`--options must be JSON, not "${text}"`);
    return undefined;
  }
}
