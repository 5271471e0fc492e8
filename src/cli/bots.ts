// `turnkeeper bots`: plays matches against a running server, with a progress line and a summary.
import type { WriteStream } from 'node:tty';
import { Command } from 'commander';
import { z } from 'zod';
import { playMatches } from '../testing/index.ts';
import { CommandFailure, usageError } from './failure.ts';

type Flags = Readonly<Record<string, string | undefined>>;

export function botsCommand(exitWith: (code: number) => void): Command {
  return new Command('bots')
    .description('Plays matches against a running server with simulated players.')
    .option('--url <url>', 'Address of the server (default: http://localhost:3000).')
    .option('--game <name>', 'Name of the game (default: tic-tac-toe).')
    .option('--matches <number>', 'Number of matches (default: 100).')
    .option('--concurrency <number>', 'Number of matches at the same time (default: 10).')
    .option('--seed <text>', 'Seed of all choices; the same seed repeats them (default: random).')
    .action(async (flags: Flags) => {
      exitWith(await runBots(playMatches, readBotsFlags(flags), process.stdout));
    });
}

export type BotsOptions = {
  /** `ws://host:port/ws` */
  readonly url: string;
  readonly game: string;
  readonly matches: number;
  /** Number of matches at the same time. */
  readonly concurrency: number;
  /** The same seed makes the same choices for the same documents. */
  readonly seed: string;
};

type Progress = { readonly finished: number; readonly failed: number; readonly moves: number };

export type Summary = Progress & {
  readonly ms: number;
  /** From an intent sent to its answer, in ms. */
  readonly latency: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Number of matches by the reason of their outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** The messages of the first failures. */
  readonly failures: readonly string[];
};

/** Plays all matches; a match that fails is counted. Rejects only where the server cannot be reached. */
export type PlayMatches = (
  options: BotsOptions & { readonly onProgress: (progress: Progress) => void },
) => Promise<Summary>;

const count = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
  .pipe(z.int().min(1));

/** @throws CommandFailure with one line for each wrong flag */
export function readBotsFlags(flags: Flags): BotsOptions {
  const url = socketUrl(flags.url ?? 'http://localhost:3000');
  const matches = count.safeParse(flags.matches ?? '100');
  const concurrency = count.safeParse(flags.concurrency ?? '10');
  if (url === undefined || !matches.success || !concurrency.success) {
    const problems = [
      url === undefined && `--url must be an address like http://localhost:3000, not "${flags.url}"`,
      !matches.success && `--matches must be a whole number from 1, not "${flags.matches}"`,
      !concurrency.success && `--concurrency must be a whole number from 1, not "${flags.concurrency}"`,
    ];
    throw usageError(problems.filter((problem) => problem !== false).join('\n'));
  }
  return {
    url,
    game: flags.game ?? 'tic-tac-toe',
    matches: matches.data,
    concurrency: concurrency.data,
    seed: flags.seed ?? String(Math.floor(Math.random() * 1e9)),
  };
}

/** Accepts the address that a browser shows, too: http://localhost:3000 means ws://localhost:3000/ws. */
function socketUrl(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !/^(ws|http)s?:$/.test(url.protocol)) return undefined;
  if (url.pathname === '/') url.pathname = '/ws';
  return url.href.replace(/^http/, 'ws');
}

type BotsOutput = Pick<WriteStream, 'write'> & { readonly isTTY?: boolean };

/** Resolves with the exit code: 1 if any match failed. */
export async function runBots(run: PlayMatches, options: BotsOptions, output: BotsOutput): Promise<number> {
  const started = performance.now();
  const onProgress = (progress: Progress): void => {
    if (output.isTTY)
      output.write(`\r\u001b[2K${progressLine(progress, options, performance.now() - started)}`);
  };
  const summary = await run({ ...options, onProgress }).catch((error: unknown) => {
    throw new CommandFailure(error instanceof Error ? error.message : String(error));
  });
  if (output.isTTY) output.write('\r\u001b[2K');
  output.write(`${summaryText(summary, options)}\n`);
  return summary.failed === 0 ? 0 : 1;
}

const perSecond = (count: number, ms: number): string => (ms > 0 ? ((count * 1000) / ms).toFixed(0) : '0');

function progressLine({ finished, failed }: Progress, { matches }: BotsOptions, ms: number): string {
  const broken = failed === 0 ? '' : `, ${failed} failed`;
  return `${finished + failed} of ${matches} matches, ${perSecond(finished, ms)} per second${broken}`;
}

function summaryText(summary: Summary, { game, seed }: BotsOptions): string {
  const { finished, failed, moves, ms, latency, outcomes, failures } = summary;
  const ended = Object.entries(outcomes).map(([reason, times]) => `${reason} ${times}`);
  return [
    `${finished} matches of ${game} finished, ${failed} failed, in ${(ms / 1000).toFixed(1)} s (seed ${seed})`,
    `moves    ${moves}, ${perSecond(moves, ms)} per second`,
    `latency  p50 ${latency.p50.toFixed(1)} ms, p99 ${latency.p99.toFixed(1)} ms, max ${latency.max.toFixed(1)} ms`,
    `outcomes ${ended.join(', ') || 'none'}`,
    ...failures.map((reason) => `failed   ${reason}`),
  ].join('\n');
}
