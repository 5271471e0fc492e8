// `turnkeeper dev`: a folder of games with the playground, in memory; what changes in the folder is taken at once.
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { Command } from 'commander';
import { systemClock } from '../clock/index.ts';
import { describeEngine, engineInfo } from '../game/index.ts';
import { FreshImports, GameFolder, type LoadedGames, type ModuleChange } from '../game-loader/index.ts';
import { readConfig, type ServeConfig, settings, type TurnkeeperServer } from '../server/index.ts';
import { bundledPlayground } from './bundled.ts';
import { usageError } from './failure.ts';
import { FolderWatch } from './folder-watch.ts';
import { serve } from './serve.ts';

type Flags = Readonly<Record<string, string | undefined>>;

export function devCommand(exitWith: (code: number) => void): Command {
  const { port, host, data, logLevel } = settings;
  return new Command('dev')
    .description('Serves a folder of games with the playground, and takes changes at once, for new rooms.')
    .argument('[folder]', 'The folder of games, or of one game (./games if there is one, else this one).')
    .option(port.flag, `${port.meaning} (${port.variable}; ${port.default})`)
    .option(host.flag, `${host.meaning} (${host.variable}; ${host.default})`)
    .option(data.flag, 'Keeps rooms, sessions and matches in this folder (in memory).')
    .option(logLevel.flag, `${logLevel.meaning} (${logLevel.variable}; ${logLevel.default})`)
    .action(async (folder: string | undefined, flags: Flags) => {
      const config = configOf(flags);
      exitWith(await dev(await folderOf(folder), config));
    });
}

function configOf(flags: Flags): ServeConfig {
  const memory = String(flags.data === undefined);
  const playground = bundledPlayground() !== undefined;
  if (!playground) console.error('The playground is not built: `npm run page:build` builds it.');
  return readConfig({ flags: { ...flags, memory, playground: String(playground) }, env: process.env });
}

async function folderOf(given: string | undefined): Promise<string> {
  const folder = resolve(given ?? (existsSync('games') ? 'games' : '.'));
  // Imported files are known by their real paths.
  return realpath(folder).catch(() => {
    throw usageError(`The folder of games cannot be read: ${folder}`);
  });
}

async function dev(folder: string, config: ServeConfig): Promise<number> {
  const devServer = new DevServer(folder);
  return serve(config, {
    games: () => devServer.load(),
    page: false,
    started: (server) => {
      console.log(devServer.overview());
      pollForChanges(devServer, server);
    },
  });
}

/** Short enough to be there before the author has turned to the browser; a look at a folder of games takes 1 ms. */
const POLL_MS = 150;

function pollForChanges(devServer: DevServer, server: TurnkeeperServer): void {
  const look = async (): Promise<void> => {
    for (const line of await devServer.reloadChanged(server)) console.log(line);
    wait();
  };
  const wait = (): void => void systemClock.at(systemClock.now() + POLL_MS, () => void look());
  wait();
}

/** The games of the folder as they are now, and the lines to print when they change. */
class DevServer {
  readonly #folder: string;
  readonly #imports = new FreshImports();
  readonly #watch: FolderWatch;
  readonly #games: GameFolder;
  /** What was said of modules that are not served, so that it is not said again at each change of another. */
  #told = new Set<string>();

  /** @param folder absolute and real; once a process */
  constructor(folder: string) {
    this.#folder = folder;
    this.#watch = new FolderWatch(folder);
    this.#games = new GameFolder(folder, { importFile: (path) => this.#imports.import(path) });
  }

  /** The games to begin with. */
  async load(): Promise<LoadedGames> {
    this.#imports.register();
    // Before the modules are read, so that no change falls in between.
    await this.#watch.poll();
    await this.#games.read();
    return this.#games.loaded;
  }

  /** For a terminal: the games, what is wrong with others, and what happens next. */
  overview(): string {
    const { games, failures } = this.#games.loaded;
    const served = games.map(
      ({ name, seats: { min, max }, machine }) =>
        `  ${name}, ${min === max ? min : `${min} to ${max}`} seats, engine: ${describeEngine(engineInfo(machine))}`,
    );
    const refused = failures.map(({ module, reason }) => rejectionLine({ module, reason, kept: false }));
    this.#told = new Set(refused);
    const none = games.length === 0 ? ['There is no game here yet: `turnkeeper new <name>` writes one.'] : [];
    return [
      ...served,
      ...none,
      ...refused,
      `Changes in ${this.#folder} are taken at once, for new rooms.`,
    ].join('\n');
  }

  /** Takes what has changed since the last look; returns the lines that say so. Never rejects. */
  async reloadChanged(server: Pick<TurnkeeperServer, 'replaceGames'>): Promise<string[]> {
    const changed = await this.#watch.poll();
    if (changed.size === 0) return [];
    try {
      const isStale = (module: string): boolean => this.#concern(module, changed);
      const news = await this.#games.read(isStale);
      const { games, bots } = this.#games.loaded;
      server.replaceGames(games, bots);
      return this.#lines(news, isStale);
    } catch (error) {
      return [`The folder cannot be read: ${error instanceof Error ? error.message : error}`];
    }
  }

  /** A module is concerned by every file beside it in a folder of its own, and by all that it or its bot imports. */
  #concern(module: string, changed: ReadonlySet<string>): boolean {
    const path = join(this.#folder, module);
    const isInOwnFolder = /^(game|bot)\.(ts|js)$/.test(basename(path));
    const beside = ['bot.ts', 'bot.js'].map((bot) => join(dirname(path), bot));
    const imported = [path, ...beside].map((one) => this.#imports.filesOf(one));
    return [...changed].some(
      (file) =>
        (isInOwnFolder && file.startsWith(dirname(path) + sep)) || imported.some((files) => files.has(file)),
    );
  }

  #lines(news: readonly ModuleChange[], isStale: (module: string) => boolean): string[] {
    const refused = this.#games.loaded.failures.map(({ module }) => module);
    const lines = news.flatMap((one) => {
      const line = lineOf(one);
      const isOld =
        one.what === 'refused'
          ? this.#told.has(line)
          : one.what === 'reloaded' && refused.includes(one.module);
      return isOld && !isStale(one.module) ? [] : [line];
    });
    this.#told = new Set(news.filter(({ what }) => what === 'refused').map(lineOf));
    return lines;
  }
}

function lineOf(news: ModuleChange): string {
  if (news.what === 'refused') return rejectionLine(news);
  const { module, what, game } = news;
  if (what === 'gone') return `${module} is gone, and with it ${game}, for new rooms`;
  return what === 'served'
    ? `${module}: ${game} is served now`
    : `${module} is loaded again: ${game}, for new rooms`;
}

function rejectionLine({ module, reason, kept }: { module: string; reason: string; kept: boolean }): string {
  return kept
    ? `${module} is not taken: ${reason}\n  What was there before is still served.`
    : `${module} is not served: ${reason}`;
}
