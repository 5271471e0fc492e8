// One server under attack, from its start to its end: rounds of attackers, with honest players all the time, and
// measurements between the rounds.
import { systemClock } from '../../src/clock/index.ts';
import { Attacker } from './fuzz-attacker.ts';
import { type Growth, growthOf } from './fuzz-growth.ts';
import { HonestPlayers } from './fuzz-honest-players.ts';
import type { Resources } from './fuzz-probe.ts';
import { Random } from './fuzz-random.ts';
import { type ServerProcess, serve, startServer } from './fuzz-server.ts';
import { withTimeLimit } from './fuzz-time-limit.ts';

export type Phase = {
  readonly name: string;
  readonly seed: string;
  /** Flags of `serve`. */
  readonly flags: readonly string[];
  /** Time after which an answer counts as missing, in ms. */
  readonly answerMs?: number;
  /** A module loaded before the server, which breaks it on purpose, for negative controls. */
  readonly sabotage?: string;
  readonly frames: number;
  /** Maximum number of frames per connection. */
  readonly visitFrames: number;
  /** Minimum share of answered frames: with fewer, the attack did not reach the server. */
  readonly leastAnswered: number;
  readonly onProgress: (frames: number) => void;
};

export type PhaseResult = {
  readonly name: string;
  readonly frames: number;
  readonly connections: number;
  readonly unanswered: number;
  readonly cutShort: boolean;
  /** Standard error of the server, if it ended by itself. */
  readonly crash: string | undefined;
  readonly faults: readonly string[];
  readonly complaints: readonly string[];
  readonly moves: number;
  readonly matches: number;
  readonly growth: Growth;
};

const ATTACKERS = 6;
/** Least and largest number of rounds. After each one the attackers disconnect, and the memory is measured. */
const LEAST_ROUNDS = 8;
const MOST_ROUNDS = 20;
const ROUND_FRAMES = 50_000;
/** Time limit for the last match of the honest players, and for what the server releases with time; in ms. */
const PATIENCE_MS = 30_000;

export async function runPhase(phase: Phase): Promise<PhaseResult> {
  const server = await startServer(serve(...phase.flags), phase.sabotage);
  try {
    return await attack(server, phase);
  } finally {
    await server.stop();
  }
}

async function attack(server: ServerProcess, phase: Phase): Promise<PhaseResult> {
  const honest = new HonestPlayers(`${server.url}/ws`, new Random(`${phase.seed}/honest`));
  const attackers = Array.from({ length: ATTACKERS }, (_, at) => {
    const chance = new Random(`${phase.seed}/${at}`);
    return new Attacker({ ...phase, chance, port: server.port, knownRooms: () => honest.known });
  });
  const vitals: Resources[] = [];
  const playing = honest.play();
  const rounds = Math.min(MOST_ROUNDS, Math.max(LEAST_ROUNDS, Math.ceil(phase.frames / ROUND_FRAMES)));
  for (let round = 1; round <= rounds && !server.crashed; round += 1) {
    const share = (phase.frames / rounds / ATTACKERS) * round;
    await Promise.all(
      attackers.map((attacker) => storm({ attacker, server, phase, attackers, until: share })),
    );
    await Promise.all(attackers.map((attacker) => attacker.letGo()));
    const now = await calm(server);
    if (now !== undefined) vitals.push(now);
  }
  honest.stop();
  if (!server.crashed) {
    await withTimeLimit(playing, PATIENCE_MS).catch((error) =>
      honest.complaints.push(`their match ${error.message}`),
    );
  }
  honest.close();
  const crash = server.crashed ? await server.lastWords : undefined;
  const { answered, ...sums } = sumsOf(attackers);
  const cutShort = crash === undefined && answered < sums.frames * phase.leastAnswered;
  const found = { name: phase.name, crash, cutShort, ...sums, growth: growthOf(vitals) };
  return { ...found, ...verdict(server, honest) };
}

type Storm = {
  readonly attacker: Attacker;
  readonly attackers: readonly Attacker[];
  readonly server: ServerProcess;
  readonly phase: Phase;
  /** Frames of this attacker in all rounds so far. */
  readonly until: number;
};

async function storm({ attacker, attackers, server, phase, until }: Storm): Promise<void> {
  while (attacker.frames < until && !server.crashed) {
    await attacker.visit(until - attacker.frames);
    phase.onProgress(sumsOf(attackers).frames);
  }
}

/** Waits until only the honest players are connected, and measures the resources. */
async function calm(server: ServerProcess): Promise<Resources | undefined> {
  const until = systemClock.now() + PATIENCE_MS;
  const left = async (): Promise<number> =>
    (await server.metric('turnkeeper_connections ')) + 2 * (await server.metric('turnkeeper_rooms{'));
  while (systemClock.now() < until && !server.crashed && (await left()) > 4);
  return server.vitals();
}

type Counted = 'frames' | 'connections' | 'answered' | 'unanswered';

function sumsOf(attackers: readonly Attacker[]): Readonly<Record<Counted, number>> {
  const sum = (key: Counted): number => attackers.reduce((whole, attacker) => whole + attacker[key], 0);
  return {
    frames: sum('frames'),
    connections: sum('connections'),
    answered: sum('answered'),
    unanswered: sum('unanswered'),
  };
}

function verdict({ faults }: ServerProcess, { complaints, moves, matches }: HonestPlayers) {
  return { faults, complaints, moves, matches };
}
