// Runs a server in rounds: after each one all clients leave, time jumps ahead, and everything must be as before.
import { join } from 'node:path';
import type { Resources } from './fuzz-probe.ts';
import { Random } from './fuzz-random.ts';
import { type ServerProcess, startServer } from './fuzz-server.ts';
import { withTimeLimit } from './fuzz-time-limit.ts';
import type { Left } from './soak-server.ts';
import { visits } from './soak-visits.ts';

export type SoakOptions = {
  readonly minutes: number;
  readonly seed: string;
  /** Time jump after each round, in ms; for a negative control. */
  readonly leapMs?: number;
  /** A module loaded before the server, which breaks it on purpose, for a negative control. */
  readonly sabotage?: string;
  readonly onProgress?: (minutes: number, rounds: number) => void;
};

/** `rooms`, `sessions`, `timers`: left at the end. `handles`, `fds`: more than at the start. */
export type SoakReport = {
  readonly minutes: number;
  readonly rounds: number;
  readonly matches: number;
  readonly heapStartMb: number;
  readonly heapEndMb: number;
  readonly heapSlopeMbPerHour: number;
  /** Growth of buffers since the start. */
  readonly externalGrowthMb: number;
  readonly rooms: number;
  readonly sessions: number;
  readonly timers: number;
  readonly handles: number;
  readonly fds: number;
  readonly ok: boolean;
};

export type SoakResult = { readonly report: SoakReport; readonly failures: readonly string[] };

type Sample = { readonly hours: number; readonly vitals: Resources; readonly left: Left };

const VISITS_PER_ROUND = 32;
const AT_ONCE = 8;
/** Time limit for one visit, in ms. */
const PATIENCE_MS = 60_000;
/** The first round is the warm-up, and a slope needs points. */
const LEAST_ROUNDS = 4;
/** Growth between the first and the last round without a leak: V8 compiles code. */
const HEAP_BOUND_MB = 4;
/** The same for buffers, which are counted exactly. */
const EXTERNAL_BOUND_MB = 2;
/**
 * In shorter runs a slope means nothing: 100 KB in a second are hundreds of MB an hour,
 * and V8 compiles code for about ten minutes.
 */
const SLOPE_MINUTES = 30;
const SLOPE_BOUND_MB = 1;

export async function soak(options: SoakOptions): Promise<SoakResult> {
  const leap = options.leapMs === undefined ? [] : [String(options.leapMs)];
  const server = await startServer([join(import.meta.dirname, 'soak-server.ts'), ...leap], options.sabotage);
  try {
    return await wearOut(server, options);
  } finally {
    await server.stop();
  }
}

async function wearOut(server: ServerProcess, options: SoakOptions): Promise<SoakResult> {
  const { minutes, seed, onProgress } = options;
  const started = performance.now();
  const passed = (): number => (performance.now() - started) / 60_000;
  const chance = new Random(seed);
  const samples: Sample[] = [];
  const failures: string[] = [];
  let matches = 0;
  while ((passed() < minutes || samples.length < LEAST_ROUNDS) && !server.crashed) {
    matches += await round(server.url, chance, failures);
    const left = await server.ask<Left>('leap');
    const vitals = await server.vitals();
    if (left !== undefined && vitals !== undefined) samples.push({ hours: passed() / 60, vitals, left });
    onProgress?.(passed(), samples.length);
  }
  failures.push(...(server.crashed ? [`the server crashed: ${await server.lastWords}`] : server.faults));
  const figures = figuresOf(samples);
  failures.push(...failuresOf(figures, minutes));
  const report = { minutes: rounded(passed()), rounds: samples.length, matches, ...figures };
  return { report: { ...report, ok: failures.length === 0 }, failures };
}

/** All kinds of visits once, and random ones; some at the same time, in random order. */
async function round(url: string, chance: Random, failures: string[]): Promise<number> {
  const extra = Array.from({ length: VISITS_PER_ROUND - visits.length }, () => chance.pick(visits));
  const due = [...visits, ...extra];
  let matches = 0;
  const comeAndGo = async (): Promise<void> => {
    for (let visit = due.shift(); visit !== undefined; visit = due.shift()) {
      try {
        const played = await withTimeLimit(visit({ url, chance }), PATIENCE_MS);
        matches += played;
      } catch (error) {
        failures.push(`${visit.name}: ${error}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, comeAndGo));
  return matches;
}

type Figures = Omit<SoakReport, 'minutes' | 'rounds' | 'matches' | 'ok'>;

function figuresOf(samples: readonly Sample[]): Figures {
  // The first round is the warm-up.
  const [start, ...rest] = samples.slice(1);
  const end = rest.at(-1);
  if (start === undefined || end === undefined) throw new RangeError('too few rounds to compare');
  return {
    heapStartMb: rounded(start.vitals.heapMb),
    heapEndMb: rounded(end.vitals.heapMb),
    heapSlopeMbPerHour: rounded(slopeOf(samples.slice(Math.floor(samples.length / 2)))),
    externalGrowthMb: rounded(end.vitals.externalMb - start.vitals.externalMb),
    rooms: end.left.rooms,
    sessions: end.left.sessions,
    timers: end.left.timers,
    handles: end.vitals.handles - start.vitals.handles,
    fds: end.vitals.fds - start.vitals.fds,
  };
}

/** Slope of the least-squares line, in MB per hour. */
function slopeOf(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const [hours, heap] = [mean((sample) => sample.hours), mean((sample) => sample.vitals.heapMb)];
  const along = mean((sample) => (sample.hours - hours) * (sample.vitals.heapMb - heap));
  return along / mean((sample) => (sample.hours - hours) ** 2);
}

function failuresOf(figures: Figures, minutes: number): string[] {
  const { heapStartMb, heapEndMb, heapSlopeMbPerHour, externalGrowthMb, ...counts } = figures;
  const grown = rounded(heapEndMb - heapStartMb);
  return [
    ...Object.entries(counts).flatMap(([name, count]) => (count > 0 ? [`${count} ${name} are left`] : [])),
    ...(grown > HEAP_BOUND_MB ? [`the heap grew by ${grown} MB`] : []),
    ...(externalGrowthMb > EXTERNAL_BOUND_MB ? [`the buffers held grew by ${externalGrowthMb} MB`] : []),
    ...(minutes >= SLOPE_MINUTES && heapSlopeMbPerHour > SLOPE_BOUND_MB
      ? [`the heap grows by ${heapSlopeMbPerHour} MB an hour`]
      : []),
  ];
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
