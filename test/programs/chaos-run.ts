// One run from an empty folder to the verdict: starts and stops server, proxy, players and fault injection.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../src/bots/index.ts';
import { check, type Verdict } from './chaos-checker.ts';
import { installCommitLog } from './chaos-commit-log.ts';
import { History } from './chaos-history.ts';
import { type Faults, Nemesis } from './chaos-nemesis.ts';
import { Pairing } from './chaos-pairing.ts';
import { Player } from './chaos-player.ts';
import { FaultyProxy } from './chaos-proxy.ts';
import { freePort, ServerProcess } from './chaos-server.ts';

export type ChaosOptions = {
  readonly seed: string;
  readonly plan: Faults;
  readonly players: number;
  /** The minimum number of accepted intents of the whole run. */
  readonly intents?: number;
  /** Time between two faults of one player's connection, in ms. By default most intents pass undisturbed. */
  readonly undisturbedMs?: number;
  readonly progress?: (line: string) => void;
  /** The program under test with its arguments; by default `turnkeeper serve`. */
  readonly program?: (at: { readonly folder: string; readonly port: number }) => readonly string[];
};

export type ChaosResult = {
  readonly faults: Faults & { readonly cuts: number };
  readonly accepted: number;
  readonly worstPauseMs: number;
  readonly verdict: Verdict;
  /** Other faults, in words: a lost session, a lost room, a missing answer. */
  readonly strandings: readonly string[];
};

/** Time limit for all open answers at the end, in ms. */
const SETTLE_MS = 60_000;

/** Simulated players are faster than people, and all come from one address. */
export const generousFlags = [
  ...['--messages-per-second', '1000000', '--message-burst', '1000000', '--log-level', 'warn'],
  ...['--finds-per-minute', '1000000', '--sessions-per-minute', '1000000'],
  ...['--created-per-minute', '1000000', '--connections-per-address', '100000', '--host', '127.0.0.1'],
] as const;

type Program = NonNullable<ChaosOptions['program']>;

/** `turnkeeper serve`, by the path of its program in the repository. */
const serve =
  (bin: string): Program =>
  ({ folder, port }) => [
    ...[join(import.meta.dirname, '../..', bin), 'serve', '--port', `${port}`],
    ...['--data', folder, ...generousFlags],
  ];

const product = serve('src/cli/bin.ts');

/** The built program: it starts in half the time, because no types must be stripped. */
export const builtProduct = serve('dist/src/cli/bin.js');

export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const folder = mkdtempSync(join(tmpdir(), 'turnkeeper-chaos-'));
  try {
    await installCommitLog(folder);
    const port = await freePort();
    const server = new ServerProcess({ args: (options.program ?? product)({ folder, port }) });
    const proxy = await FaultyProxy.open(port);
    const history = new History();
    try {
      const health = `http://127.0.0.1:${port}/healthz`;
      const done = await underLoad({ ...options, server, proxy, history, health });
      return {
        faults: { ...done, cuts: proxy.cuts },
        accepted: history.accepted.length,
        worstPauseMs: history.worstPauseMs,
        verdict: await check(history, folder),
        strandings: history.strandings,
      };
    } finally {
      await server.kill();
      await proxy.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Ground = ChaosOptions & {
  readonly server: ServerProcess;
  readonly proxy: FaultyProxy;
  readonly history: History;
  readonly health: string;
};

/** At its end the server has ended, and the history has all that the players received. */
async function underLoad({ server, proxy, history, health, ...options }: Ground): Promise<Faults> {
  const { seed, plan, intents = 0, undisturbedMs = 8_000, progress = () => {} } = options;
  progress(`the server is up after ${Math.round(await server.start())} ms`);
  const players = seated({ ...options, url: proxy.url, history });
  for (const player of players) player.start();
  try {
    const nemesis = new Nemesis({
      ...{ server, proxy, health, history, plan, minIntents: intents, undisturbedMs, progress },
      random: seededRandom(`${seed} nemesis`),
      allConnected: () => players.every(({ isOnline }) => isOnline),
    });
    await nemesis.run().catch((error: unknown) => {
      throw new Error(`${error}\n${stateOf(server, players)}`);
    });
    proxy.calm();
    await settle(players, history);
    await server.drain();
    return nemesis.done;
  } finally {
    for (const player of players) player.close();
  }
}

/** Details for the case that a run does not continue. */
function stateOf({ log, errors }: ServerProcess, players: readonly Player[]): string {
  return [
    ...players.map(({ state }) => state),
    ...log.slice(-5).map((line) => line.slice(0, 500)),
    errors,
  ].join('\n');
}

/** Every fourth pair of players uses quick match. */
function seated({ seed, players, url, history }: ChaosOptions & { url: string; history: History }): Player[] {
  return Array.from({ length: Math.ceil(players / 2) }, (_, i) => {
    const table = new Pairing(seed, i % 4 === 3 ? 'quick' : 'private');
    return [`host-${i}`, `guest-${i}`].map(
      (name) => new Player({ url, name, history, table, random: seededRandom(`${seed} ${name}`) }),
    );
  }).flat();
}

/** Waits until everything is answered. A player that still waits at the end is reported as stranded. */
async function settle(players: readonly Player[], history: History): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, SETTLE_MS);
  const waiting = new Set(players);
  const stop = async (player: Player): Promise<void> => {
    await player.stop();
    waiting.delete(player);
  };
  const lastWords = async (): Promise<void> => {
    do {
      await Promise.all(players.map(stop));
      history.finals.length = 0;
      await Promise.all(players.map((player) => player.caughtUp()));
      // Documents are compared when all players are connected, because presence is part of them.
    } while (!players.every(({ isSettled }) => isSettled));
  };
  await Promise.race([lastWords(), late.promise]);
  for (const player of waiting) history.strandings.push(`still waiting in the end: ${player.state}`);
  clearTimeout(timer);
}
