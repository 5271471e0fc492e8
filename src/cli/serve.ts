// `turnkeeper serve`: starts a server from config, games and page, prints its address, and stops it in order.
import type { EventEmitter } from 'node:events';
import { flushCompileCache } from 'node:module';
import { constants, type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { type Clock, systemClock } from '../clock/index.ts';
import { type LoadedGames, loadGames } from '../game-loader/index.ts';
import {
  createLog,
  createServer,
  defaultLimits,
  defaultText,
  readConfig,
  type ServeConfig,
  type ServerLog,
  settingNames,
  settings,
  type TurnkeeperServer,
} from '../server/index.ts';
import { openSqlite, type Storage, StoreError } from '../store/index.ts';
import { bundledGames, bundledPages, bundledPlayground } from './bundled.ts';
import { CommandFailure, usageError } from './failure.ts';

export function serveCommand(exitWith: (code: number) => void): Command {
  const command = new Command('serve').description('Serves games and the page to play them.');
  for (const name of settingNames) {
    const { flag, variable, meaning } = settings[name];
    const option = new Option(flag, `${meaning} (${variable}; default: ${defaultText(settings[name])})`);
    command.addOption(name in defaultLimits ? option.helpGroup('Limits:') : option);
  }
  return command.action(async (given: Readonly<Record<string, string | boolean | undefined>>) => {
    // commander passes true for a flag without a value.
    const flags = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
    exitWith(await serve(readConfig({ flags, env: process.env })));
  });
}

type GamesToServe = Pick<LoadedGames, 'games' | 'bots'>;

/** What `turnkeeper dev` does differently. */
type ServeOverrides = {
  /** Replaces the games in the config's folder. */
  readonly games?: () => Promise<GamesToServe>;
  /** Whether the page for players is served; true by default. */
  readonly page?: boolean;
  /** Called once the server listens. */
  readonly started?: (server: TurnkeeperServer) => void;
};

/** Resolves with the exit code after a signal. Rejects with CommandFailure where the server cannot start. */
export async function serve(config: ServeConfig, serving: ServeOverrides = {}): Promise<number> {
  const { games = () => gamesOf(config), page = true, started } = serving;
  const log = createLog({ level: config.logLevel });
  // In parallel: the storage is opened by a thread of its own.
  const [played, storage] = await Promise.all([games(), storageOf(config, log)]);
  const server = createServer({
    ...played,
    ...(storage !== undefined && { storage }),
    keepDays: config.keepDays,
    log,
    limits: config.limits,
    trustedProxies: config.trustedProxies,
    plainSockets: config.plainSockets,
    engine: config.engine,
    ...(page && pagesOf(config)),
    ...playgroundOf(config),
    ...(config.origins !== undefined && { allowedOrigins: config.origins }),
  });
  // Before the address is printed: from then on a signal may arrive.
  const ended = untilStopped({
    process,
    clock: systemClock,
    drain: () => server.drain({ graceMs: config.drainMs }),
    // `drain` has a time limit of its own; this one applies if it hangs.
    boundMs: config.drainMs + 2_000,
  });
  const { port } = await listen(server, config);
  console.log(addressLine({ host: config.host, port, interfaces: networkInterfaces() }));
  // Node writes the compile cache at an orderly exit only; a server that is killed would never write it.
  flushCompileCache();
  started?.(server);
  return ended;
}

/** Undefined for memory: that is the default of `createServer`. */
async function storageOf({ data, memory }: ServeConfig, log: ServerLog): Promise<Storage | undefined> {
  if (memory) {
    console.error('Everything is stored in memory: a restart ends all rooms.');
    return undefined;
  }
  const folder = resolve(data);
  try {
    return await openSqlite({
      folder,
      report: (err) => log.error({ err }, 'a transaction of the storage failed'),
    });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new CommandFailure(`The data in ${folder} cannot be used: ${error.message}`);
  }
}

/** A module that fails to load is reported and skipped, as long as one game remains. */
async function gamesOf({ games: folder }: ServeConfig): Promise<GamesToServe> {
  const from = folder === null ? bundledGames() : resolve(folder);
  const { games, bots, failures } = await loadGames(from).catch(() => {
    throw usageError(`The folder of games cannot be read: ${from}`);
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
  console.error('The page is not built; run `npm run page:build`.');
  return {};
}

function playgroundOf({ playground }: ServeConfig): { playground?: string } {
  if (!playground) return {};
  const folder = bundledPlayground();
  if (folder === undefined)
    throw new CommandFailure('The playground is not built; run `npm run page:build`.');
  return { playground: folder };
}

async function listen(server: TurnkeeperServer, { host, port }: ServeConfig): Promise<{ port: number }> {
  try {
    return await server.listen({ host, port });
  } catch (error) {
    await server.close();
    throw new CommandFailure(describeListenError(error, { host, port }));
  }
}

function describeListenError(error: unknown, { host, port }: { host: string; port: number }): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use by another program. Choose another one with --port or PORT; 0 for any free port.`;
  if (code === 'EACCES')
    return `This user may not listen on port ${port}. Choose one above 1023 with --port or PORT.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is not an address of this machine. Choose one with --host or HOST.`;
  return `The server cannot listen on ${host}, port ${port}: ${error instanceof Error ? error.message : error}`;
}

type ListenAddress = {
  readonly host: string;
  readonly port: number;
  /** As os.networkInterfaces() returns them. */
  readonly interfaces: Readonly<Record<string, NetworkInterfaceInfo[] | undefined>>;
};

/** The line with the URL of the server, as one types it into a browser. */
export function addressLine({ host, port, interfaces }: ListenAddress): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const here = everywhere || isLoopback(host) ? 'localhost' : host;
  const line = `turnkeeper is at ${url(here, port)}`;
  const lan = everywhere ? lanAddresses(interfaces).map((address) => url(address, port)) : [];
  return lan.length === 0 ? line : `${line} and, for others on this network, at ${lan.join(' or ')}`;
}

const isLoopback = (host: string): boolean => host === '127.0.0.1' || host === '::1' || host === 'localhost';

const url = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

function lanAddresses(interfaces: ListenAddress['interfaces']): string[] {
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
}

/** npm forwards a Ctrl-C that its child has already received from the terminal: one key press, two signals. */
const SAME_PRESS_MS = 300;

const signals = ['SIGTERM', 'SIGINT'] as const;

type ShutdownOptions = {
  /** The source of the signals: the process. */
  readonly process: EventEmitter;
  readonly clock: Clock;
  /** Settles once the server is closed. */
  readonly drain: () => Promise<void>;
  /** Maximum time for draining, in ms. */
  readonly boundMs: number;
};

/**
 * Waits for a signal, and resolves with the exit code. The first signal drains, within `boundMs`; a second one ends the
 * process at once, with 128 plus its number.
 */
export function untilStopped({ process, clock, drain, boundMs }: ShutdownOptions): Promise<number> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    const onSignal = (signal: (typeof signals)[number]): void => {
      if (firstAt === undefined) {
        firstAt = clock.now();
        const cancel = clock.at(firstAt + boundMs, () => resolve(0));
        drain()
          .finally(cancel)
          .then(
            () => resolve(0),
            () => resolve(1),
          );
      } else if (clock.now() - firstAt > SAME_PRESS_MS) {
        resolve(128 + constants.signals[signal]);
      }
    };
    for (const signal of signals) process.on(signal, () => onSignal(signal));
  });
}
