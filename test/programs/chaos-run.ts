// One run from an empty folder to the verdict: server, proxy, players and nemesis, put together and taken down.
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
  /** The least that is accepted over the whole run. */
  readonly intents?: number;
  /** Between two faults of one player's connection, ms: by default most intents pass undisturbed. */
  readonly undisturbedMs?: number;
  readonly progress?: (line: string) => void;
  /** The program under test with its arguments; the product's `serve` by default. */
  readonly program?: (at: { readonly folder: string; readonly port: number }) => readonly string[];
};

export type ChaosResult = {
  readonly faults: Faults & { readonly cuts: number };
  readonly accepted: number;
  readonly worstPauseMs: number;
  readonly verdict: Verdict;
  /** What should never happen to a player and has no column, in words. */
  readonly strandings: readonly string[];
};

/** For everything that was asked before the end to be answered, ms. */
const SETTLE_MS = 20_000;

/** Players are faster here than people, and all come from one address. */
export const generousFlags = [
  ...['--messages-per-second', '1000000', '--message-burst', '1000000', '--log-level', 'warn'],
  ...['--finds-per-minute', '1000000', '--sessions-per-minute', '1000000'],
  ...['--created-per-minute', '1000000', '--connections-per-address', '100000', '--host', '127.0.0.1'],
] as const;

type Program = NonNullable<ChaosOptions['program']>;

/** `turnkeeper serve`, by where its program lies in the repository. */
const serve =
  (bin: string): Program =>
  ({ folder, port }) => [
    ...[join(import.meta.dirname, '../..', bin), 'serve', '--port', `${port}`],
    ...['--data', folder, ...generousFlags],
  ];

const product = serve('src/cli/bin.ts');

/** As the package has it: starts in half the time, since no types are to be stripped. */
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

/** Ends with the server ended, and all that the players were told in the history. */
async function underLoad({ server, proxy, history, health, ...options }: Ground): Promise<Faults> {
  const { seed, plan, intents = 0, undisturbedMs = 8_000, progress = () => {} } = options;
  progress(`the server is up after ${Math.round(await server.start())} ms`);
  const players = seated({ ...options, url: proxy.url, history });
  for (const player of players) player.start();
  try {
    const nemesis = new Nemesis({
      ...{ server, proxy, health, history, plan, intents, undisturbedMs, progress },
      random: seededRandom(`${seed} nemesis`),
      allBack: () => players.every(({ isOnline }) => isOnline),
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

/** For whoever has to find out why nothing went on. */
function stateOf({ log, errors }: ServerProcess, players: readonly Player[]): string {
  return [
    ...players.map(({ state }) => state),
    ...log.slice(-5).map((line) => line.slice(0, 500)),
    errors,
  ].join('\n');
}

/** Every fourth table finds together by quick match. */
function seated({ seed, players, url, history }: ChaosOptions & { url: string; history: History }): Player[] {
  return Array.from({ length: Math.ceil(players / 2) }, (_, i) => {
    const table = new Pairing(seed, i % 4 === 3 ? 'quick' : 'private');
    return [`host-${i}`, `guest-${i}`].map(
      (name) => new Player({ url, name, history, table, random: seededRandom(`${seed} ${name}`) }),
    );
  }).flat();
}

/** All is answered and told; who still waits for something in the end is stranded. */
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
      // One who was cut meanwhile was away for the others: they are compared when everyone is there.
    } while (!players.every(({ isSettled }) => isSettled));
  };
  await Promise.race([lastWords(), late.promise]);
  for (const player of waiting) history.strandings.push(`still waiting in the end: ${player.state}`);
  clearTimeout(timer);
}
