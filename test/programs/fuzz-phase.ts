// One server under attack, from its start to its end: attackers in rounds, witnesses throughout, vital signs between.
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
  /** Of `serve`. */
  readonly flags: readonly string[];
  /** How long an answer may take before it counts as none, in ms. */
  readonly answerMs?: number;
  /** A module loaded before the server, which breaks it on purpose: for negative controls. */
  readonly sabotage?: string;
  readonly frames: number;
  /** Frames that one connection may send at the most. */
  readonly visitFrames: number;
  /** The share of frames that must be answered: else the attack ended before it began. */
  readonly leastAnswered: number;
  readonly onProgress: (frames: number) => void;
};

export type PhaseResult = {
  readonly name: string;
  readonly frames: number;
  readonly connections: number;
  readonly unanswered: number;
  readonly cutShort: boolean;
  /** What the server wrote to standard error, where it ended by itself. */
  readonly crash: string | undefined;
  readonly faults: readonly string[];
  readonly complaints: readonly string[];
  readonly moves: number;
  readonly matches: number;
  readonly growth: Growth;
};

const ATTACKERS = 6;
/** After each round the attackers let go of everything, and the memory is read. */
const LEAST_ROUNDS = 8;
const MOST_ROUNDS = 20;
const ROUND_FRAMES = 50_000;
/** For the last match of the witnesses, and for what the server lets go of with time. */
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
  const witnesses = new HonestPlayers(`${server.url}/ws`, new Random(`${phase.seed}/witnesses`));
  const attackers = Array.from({ length: ATTACKERS }, (_, at) => {
    const chance = new Random(`${phase.seed}/${at}`);
    return new Attacker({ ...phase, chance, port: server.port, witnessed: () => witnesses.heard });
  });
  const vitals: Resources[] = [];
  const playing = witnesses.play();
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
  witnesses.stop();
  if (!server.crashed) {
    await withTimeLimit(playing, PATIENCE_MS).catch((error) =>
      witnesses.complaints.push(`their match ${error.message}`),
    );
  }
  witnesses.close();
  const crash = server.crashed ? await server.lastWords : undefined;
  const { answered, ...sums } = sumsOf(attackers);
  const cutShort = crash === undefined && answered < sums.frames * phase.leastAnswered;
  const found = { name: phase.name, crash, cutShort, ...sums, growth: growthOf(vitals) };
  return { ...found, ...verdict(server, witnesses) };
}

type Storm = {
  readonly attacker: Attacker;
  readonly attackers: readonly Attacker[];
  readonly server: ServerProcess;
  readonly phase: Phase;
  /** Frames of this attacker, all rounds so far together. */
  readonly until: number;
};

async function storm({ attacker, attackers, server, phase, until }: Storm): Promise<void> {
  while (attacker.frames < until && !server.crashed) {
    await attacker.visit(until - attacker.frames);
    phase.onProgress(sumsOf(attackers).frames);
  }
}

/** Waits until the server holds the witnesses alone, and reads what it takes then. */
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
