// The whole attack: on a server with generous limits, then on one with the defaults, and the verdict on both.
import { type Growth, leaksOf } from './fuzz-growth.ts';
import { type PhaseResult, runPhase } from './fuzz-phase.ts';

export type FuzzOptions = {
  /** Approximate number of frames in all. */
  readonly frames: number;
  readonly seed: string;
  readonly onProgress?: (frames: number) => void;
};

export type FuzzReport = {
  readonly seed: string;
  readonly frames: number;
  readonly connections: number;
  /** Number of server processes that ended by themselves. */
  readonly crashes: number;
  /** Number of errors in the log and of uncaught errors. */
  readonly unhandled: number;
  /** Number of changes in documents of honest players that their own moves do not explain. */
  readonly changedByRefused: number;
  /** Number of refs without exactly one answer. */
  readonly unanswered: number;
  /** The larger growth of both servers. */
  readonly heapGrowthMb: number;
  readonly externalGrowthMb: number;
  readonly outsideGrowthMb: number;
  readonly rssGrowthMb: number;
  readonly seconds: number;
};

export type FuzzResult = {
  readonly report: FuzzReport;
  /** Faults, in words; empty if there are none. */
  readonly failures: readonly string[];
  /** Accepted moves and finished matches of the honest players. */
  readonly moves: number;
  readonly matches: number;
};

/** Maximum number of complaints and faults in the report. */
const SHOWN_CHARACTERS = 1_000;

// With a trusted proxy, the attackers have another address than the honest players.
const DEFAULTS = ['--trusted-proxies', '127.0.0.1', '--grace-ms', '500'];
export const GENEROUS_FLAGS: readonly string[] = [
  ...[...DEFAULTS, '--messages-per-second', '1000000', '--message-burst', '1000000'],
  ...['--bad-messages', '1000000', '--created-per-minute', '1000000'],
  ...['--finds-per-minute', '1000000', '--sessions-per-minute', '1000000', '--watches-per-minute', '1000000'],
  ...['--wrong-codes-per-minute', '1000000', '--connections-per-address', '100000'],
  // By default many pings at once end a connection; here that would end the frames after them, too.
  ...['--pending-pongs', '1000000'],
];

export async function fuzz({ frames, seed, onProgress = () => {} }: FuzzOptions): Promise<FuzzResult> {
  const started = performance.now();
  // A long attack uses long connections, a short one uses many.
  const visitFrames = Math.min(2_000, Math.max(200, frames / 100));
  const generous = await runPhase({
    ...{ name: 'generous limits', seed: `${seed}/generous`, flags: GENEROUS_FLAGS },
    ...{ frames: frames * 0.95, visitFrames, leastAnswered: 0.5, onProgress },
  });
  const defaults = await runPhase({
    // A connection is closed after about ten bad messages, so there are many connections of few frames.
    ...{ name: 'default limits', seed: `${seed}/defaults`, flags: DEFAULTS },
    ...{ frames: frames * 0.05, visitFrames: 200, leastAnswered: 0 },
    onProgress: (now) => onProgress(generous.frames + now),
  });
  const found = [generous, defaults];
  return {
    report: reportOf(found, { seed, seconds: rounded((performance.now() - started) / 1000) }),
    failures: found.flatMap(failuresOf),
    moves: sum(found, ({ moves }) => moves),
    matches: sum(found, ({ matches }) => matches),
  };
}

function reportOf(
  found: readonly PhaseResult[],
  { seed, seconds }: { seed: string; seconds: number },
): FuzzReport {
  const most = (kind: keyof Growth): number => rounded(Math.max(...found.map(({ growth }) => growth[kind])));
  return {
    seed,
    frames: sum(found, ({ frames }) => frames),
    connections: sum(found, ({ connections }) => connections),
    crashes: sum(found, ({ crash }) => Number(crash !== undefined)),
    unhandled: sum(found, ({ faults }) => faults.length),
    changedByRefused: sum(found, ({ complaints }) => complaints.length),
    unanswered: sum(found, ({ unanswered }) => unanswered),
    heapGrowthMb: most('heap'),
    externalGrowthMb: most('external'),
    outsideGrowthMb: most('outside'),
    rssGrowthMb: most('rss'),
    seconds,
  };
}

/** The faults of a server, in words. */
export function failuresOf({ name, crash, unanswered, cutShort, matches, ...found }: PhaseResult): string[] {
  return [
    ...(crash === undefined ? [] : [`the server crashed: ${crash}`]),
    ...[...found.faults, ...found.complaints].slice(0, 5),
    ...(unanswered > 0 ? [`${unanswered} refs did not get exactly one answer`] : []),
    ...leaksOf(found.growth),
    ...(cutShort ? ['connections ended so early that little of the attack took effect'] : []),
    ...(matches === 0 ? ['the honest players finished no match'] : []),
  ].map((failure) => `${name}: ${failure.slice(0, SHOWN_CHARACTERS)}`);
}

const sum = (found: readonly PhaseResult[], of: (one: PhaseResult) => number): number =>
  found.reduce((whole, one) => whole + of(one), 0);

const rounded = (value: number): number => Math.round(value * 10) / 10;
