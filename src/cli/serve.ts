// `turnkeeper serve`: config, games and page into a server, one line that says where it is, and its orderly end.
import { flushCompileCache } from 'node:module';
import { networkInterfaces } from 'node:os';
import { resolve } from 'node:path';
import type { Logger } from 'pino';
import { systemClock } from '../clock/index.ts';
import { type LoadedGames, loadGames } from '../game-loader/index.ts';
import { createLog, createServer, type ServeConfig, type TurnkeeperServer } from '../server/index.ts';
import { openSqlite, type Storage, StoreError } from '../store/index.ts';
import { addressLine } from './address.ts';
import { CommandFailure, wrongCall } from './failure.ts';
import { bundledGames, bundledPages, bundledPlayground } from './places.ts';
import { stopped } from './stopping.ts';

type Played = Pick<LoadedGames, 'games' | 'bots'>;

/** What `turnkeeper dev` does in another way. */
export type Serving = {
  /** In place of the games in the config's folder. */
  readonly games?: () => Promise<Played>;
  /** Whether there is a page for players; there is by default. */
  readonly page?: boolean;
  /** Runs once players can come. */
  readonly started?: (server: TurnkeeperServer) => void;
};

/** Resolves with the exit code, after a signal. Rejects with CommandFailure where it cannot start. */
export async function serve(config: ServeConfig, serving: Serving = {}): Promise<number> {
  const { games = () => gamesOf(config), page = true, started } = serving;
  const log = createLog({ level: config.logLevel });
  // The one is this thread's work, the other that of the store's.
  const [played, storage] = await Promise.all([games(), storageOf(config, log)]);
  const server = createServer({
    ...played,
    ...(storage !== undefined && { storage }),
    keepDays: config.keepDays,
    log,
    limits: config.limits,
    trustedProxies: config.trustedProxies,
    ...(page && pagesOf(config)),
    ...playgroundOf(config),
    ...(config.origins !== undefined && { allowedOrigins: config.origins }),
  });
  // Before anybody can know that it runs, and so tell it to stop.
  const ended = stopped({
    process,
    clock: systemClock,
    drain: () => server.drain({ graceMs: config.drainMs }),
    // Draining keeps to its own time; this is for when it cannot.
    boundMs: config.drainMs + 2_000,
  });
  const { port } = await listening(server, config);
  console.log(addressLine({ host: config.host, port, interfaces: networkInterfaces() }));
  // Node itself would keep what it compiled at the end alone, and a server that is killed has none.
  flushCompileCache();
  started?.(server);
  return ended;
}

/** Undefined for memory, which the server brings itself. */
async function storageOf({ data, memory }: ServeConfig, log: Logger): Promise<Storage | undefined> {
  if (memory) {
    console.error('Everything is kept in memory: a restart ends all rooms.');
    return undefined;
  }
  const folder = resolve(data);
  try {
    return await openSqlite({ folder, report: (err) => log.error({ err }, 'the store failed') });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new CommandFailure(`The data in ${folder} cannot be used: ${error.message}`);
  }
}

/** A game that fails to load costs itself alone, as long as there is another. */
async function gamesOf({ games: folder }: ServeConfig): Promise<Played> {
  const from = folder === null ? bundledGames() : resolve(folder);
  const { games, bots, failures } = await loadGames(from).catch(() => {
    throw wrongCall(`The folder of games cannot be read: ${from}`);
  });
  for (const { module, reason } of failures) {
    console.error(`${module} is not served: ${reason}`);
  }
  if (games.length === 0) throw new CommandFailure(`There is no game to serve in ${from}`);
  return { games, bots };
}

function pagesOf({ pages }: ServeConfig): { pages?: string } {
  const folder = pages === null ? bundledPages() : resolve(pages);
  if (folder !== undefined) return { pages: folder };
  console.error('There is no page to serve: `npm run page:build` builds it.');
  return {};
}

function playgroundOf({ playground }: ServeConfig): { playground?: string } {
  if (!playground) return {};
  const folder = bundledPlayground();
  if (folder === undefined)
    throw new CommandFailure('The playground is not built: `npm run page:build` builds it.');
  return { playground: folder };
}

async function listening(server: TurnkeeperServer, { host, port }: ServeConfig): Promise<{ port: number }> {
  try {
    return await server.listen({ host, port });
  } catch (error) {
    await server.close();
    throw new CommandFailure(listenProblem(error, { host, port }));
  }
}

function listenProblem(error: unknown, { host, port }: { host: string; port: number }): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken: another program, or another turnkeeper, listens on it. Choose one with --port or PORT; 0 takes any free one.`;
  if (code === 'EACCES')
    return `Port ${port} may not be used by this user. Choose one above 1023 with --port or PORT.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is not an address of this machine. Choose one with --host or HOST.`;
  return `The server cannot listen on ${host}, port ${port}: ${error instanceof Error ? error.message : error}`;
}
