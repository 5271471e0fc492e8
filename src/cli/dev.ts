// `turnkeeper dev`: serves a folder of games with the playground, in memory, and reloads games that change.
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
    .description('Serves a folder of games with the playground, and reloads changed games for new rooms.')
    .argument(
      '[folder]',
      'The folder of games, or of one game (default: ./games if it exists, else the current folder).',
    )
    .option(port.flag, `${port.meaning} (${port.variable}; default: ${port.default})`)
    .option(host.flag, `${host.meaning} (${host.variable}; default: ${host.default})`)
    .option(data.flag, 'Stores rooms, sessions and matches in this folder (default: in memory).')
    .option(logLevel.flag, `${logLevel.meaning} (${logLevel.variable}; default: ${logLevel.default})`)
    .action(async (folder: string | undefined, flags: Flags) => {
      const config = configOf(flags);
      exitWith(await dev(await folderOf(folder), config));
    });
}

function configOf(flags: Flags): ServeConfig {
  const memory = String(flags.data === undefined);
  const playground = bundledPlayground() !== undefined;
  if (!playground) console.error('The playground is not built; run `npm run page:build`.');
  return readConfig({ flags: { ...flags, memory, playground: String(playground) }, env: process.env });
}

async function folderOf(given: string | undefined): Promise<string> {
  const folder = resolve(given ?? (existsSync('games') ? 'games' : '.'));
  // Node reports imported files by their real paths.
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

/** Short enough that a change is loaded before the author looks at the browser. Polling a folder of games takes 1 ms. */
const POLL_MS = 150;

function pollForChanges(devServer: DevServer, server: TurnkeeperServer): void {
  const poll = async (): Promise<void> => {
    for (const line of await devServer.reloadChanged(server)) console.log(line);
    wait();
  };
  const wait = (): void => void systemClock.at(systemClock.now() + POLL_MS, () => void poll());
  wait();
}

/** Loads the games of a folder, reloads those that change, and returns the lines to print about it. */
class DevServer {
  readonly #folder: string;
  readonly #imports = new FreshImports();
  readonly #watch: FolderWatch;
  readonly #games: GameFolder;
  /** The lines about modules that failed to load. They are not printed again when another module changes. */
  #printed = new Set<string>();

  /** @param folder an absolute, real path. Create at most one DevServer in a process. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#watch = new FolderWatch(folder);
    this.#games = new GameFolder(folder, { importFile: (path) => this.#imports.import(path) });
  }

  /** Loads all games. */
  async load(): Promise<LoadedGames> {
    this.#imports.register();
    // Before the modules are read, so that no change in between is missed.
    await this.#watch.poll();
    await this.#games.read();
    return this.#games.loaded;
  }

  /** The text that is printed at the start: the games, the modules that failed, what happens next. */
  overview(): string {
    const { games, failures } = this.#games.loaded;
    const served = games.map(
      ({ name, seats: { min, max }, machine }) =>
        `  ${name}, ${min === max ? min : `${min} to ${max}`} seats, engine: ${describeEngine(engineInfo(machine))}`,
    );
    const failed = failures.map(({ module, reason }) => rejectionLine({ module, reason, kept: false }));
    this.#printed = new Set(failed);
    const hint = games.length === 0 ? ['No game here yet. `turnkeeper new <name>` creates one.'] : [];
    return [
      ...served,
      ...hint,
      ...failed,
      `Changes in ${this.#folder} are loaded at once, for new rooms.`,
    ].join('\n');
  }

  /** Reloads the games that have changed since the last call; returns the lines to print. Never rejects. */
  async reloadChanged(server: Pick<TurnkeeperServer, 'replaceGames'>): Promise<string[]> {
    const changed = await this.#watch.poll();
    if (changed.size === 0) return [];
    try {
      const isStale = (module: string): boolean => this.#isAffected(module, changed);
      const changes = await this.#games.read(isStale);
      const { games, bots } = this.#games.loaded;
      server.replaceGames(games, bots);
      return this.#lines(changes, isStale);
    } catch (error) {
      return [`The folder cannot be read: ${error instanceof Error ? error.message : error}`];
    }
  }

  /** A module is affected by every file in a folder of its own, and by every file that it or its bot imports. */
  #isAffected(module: string, changed: ReadonlySet<string>): boolean {
    const path = join(this.#folder, module);
    const isInOwnFolder = /^(game|bot)\.(ts|js)$/.test(basename(path));
    const beside = ['bot.ts', 'bot.js'].map((bot) => join(dirname(path), bot));
    const imported = [path, ...beside].map((one) => this.#imports.filesOf(one));
    return [...changed].some(
      (file) =>
        (isInOwnFolder && file.startsWith(dirname(path) + sep)) || imported.some((files) => files.has(file)),
    );
  }

  #lines(changes: readonly ModuleChange[], isStale: (module: string) => boolean): string[] {
    const failed = this.#games.loaded.failures.map(({ module }) => module);
    const lines = changes.flatMap((one) => {
      const line = lineOf(one);
      const isKnown =
        one.what === 'refused'
          ? this.#printed.has(line)
          : one.what === 'reloaded' && failed.includes(one.module);
      return isKnown && !isStale(one.module) ? [] : [line];
    });
    this.#printed = new Set(changes.filter(({ what }) => what === 'refused').map(lineOf));
    return lines;
  }
}

function lineOf(change: ModuleChange): string {
  if (change.what === 'refused') return rejectionLine(change);
  const { module, what, game } = change;
  if (what === 'gone') return `${module} was removed: ${game} is not served to new rooms any more`;
  return what === 'served'
    ? `${module} was added: ${game} is served now`
    : `${module} was reloaded: ${game}, for new rooms`;
}

function rejectionLine({ module, reason, kept }: { module: string; reason: string; kept: boolean }): string {
  return kept
    ? `${module} is not loaded: ${reason}\n  The previous version is still served.`
    : `${module} is not served: ${reason}`;
}
