// Loads the games of a folder and their bots: `<name>/game.ts` with an optional `<name>/bot.ts`, or `<name>.ts`.
// A module that fails to load does not affect the others.
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defaultBot, type GameBots } from '../bots/index.ts';
import type { Game } from '../game/index.ts';
import { type LoadOptions, loadBotModule, loadGameModule, moduleIn } from './game-module.ts';

/** A module that is not served. `module`: its path inside the folder. */
export type GameFailure = { readonly module: string; readonly reason: string };

export type LoadedGames = {
  readonly games: readonly Game[];
  /** By the name of the game; a searching bot for a game without a bot of its own. */
  readonly bots: Readonly<Record<string, GameBots>>;
  readonly failures: readonly GameFailure[];
};

/** What happened to a module when the folder was read again. `game`: its name. `kept`: the previous version is served. */
export type ModuleChange =
  | { readonly module: string; readonly what: 'served' | 'reloaded' | 'gone'; readonly game: string }
  | (GameFailure & { readonly what: 'refused'; readonly kept: boolean });

/**
 * The games are the default exports of the modules, in TypeScript or JavaScript. A folder that contains a game.ts is one
 * game itself. Rejects only where the folder cannot be read.
 */
export async function loadGames(folder: string, loading: LoadOptions = {}): Promise<LoadedGames> {
  const opened = new GameFolder(folder, loading);
  await opened.read();
  return opened.loaded;
}

type Served = { readonly game: Game; readonly bot: GameBots | undefined };

/** A folder that can be read again while its games are served. */
export class GameFolder {
  readonly #folder: string;
  readonly #loading: LoadOptions;
  /** By module. A game that was loaded stays until its module is removed, even if a newer version does not load. */
  readonly #served = new Map<string, Served>();
  /** By the module of the game; failures of its bot are included. */
  readonly #failures = new Map<string, readonly GameFailure[]>();

  constructor(folder: string, loading: LoadOptions = {}) {
    this.#folder = folder;
    this.#loading = loading;
  }

  get loaded(): LoadedGames {
    const served = [...this.#served.values()];
    return {
      games: served.map(({ game }) => game),
      bots: Object.fromEntries(served.flatMap(({ game, bot }) => (bot ? [[game.name, bot]] : []))),
      failures: [...this.#failures.values()].flat(),
    };
  }

  /** Loads modules that are new, failed before, or are stale by their path in the folder; drops removed ones. */
  async read(isStale: (module: string) => boolean = () => false): Promise<ModuleChange[]> {
    const modules = await modulesOf(this.#folder);
    const changes = this.#dropRemoved(modules);
    for (const module of modules) {
      const isKnown = this.#served.has(module) && !this.#failures.has(module);
      if (!isKnown || isStale(module)) changes.push(...(await this.#load(module)));
    }
    return changes;
  }

  #dropRemoved(modules: readonly string[]): ModuleChange[] {
    for (const module of this.#failures.keys()) {
      if (!modules.includes(module)) this.#failures.delete(module);
    }
    return [...this.#served].flatMap(([module, { game }]): ModuleChange[] => {
      if (modules.includes(module)) return [];
      this.#served.delete(module);
      return [{ module, game: game.name, what: 'gone' }];
    });
  }

  async #load(module: string): Promise<ModuleChange[]> {
    const failures: GameFailure[] = [];
    const attempt = <Loaded>(what: string, load: Promise<Loaded>) =>
      load.catch((error: Error) => void failures.push({ module: what, reason: error.message }));
    const before = this.#served.get(module);
    const game = await attempt(module, this.#loadGame(module));
    const beside = game && botBeside(this.#folder, module);
    const bot =
      beside && (await attempt(beside, loadBotModule(resolve(this.#folder, beside), this.#loading)));
    if (game) this.#served.set(module, { game, bot: bot || this.#fallbackBot(module, game) });
    this.#failures.delete(module);
    if (failures.length > 0) this.#failures.set(module, failures);
    const kept = before !== undefined;
    return [
      ...(game ? [{ module, game: game.name, what: kept ? 'reloaded' : 'served' } as const] : []),
      ...failures.map((failure) => ({ ...failure, what: 'refused', kept }) as const),
    ];
  }

  async #loadGame(module: string): Promise<Game> {
    const game = await loadGameModule(join(this.#folder, module), this.#loading);
    for (const [other, served] of this.#served) {
      if (other === module || served.game.name !== game.name) continue;
      throw new Error(`a game named "${game.name}" already exists, in ${other}`);
    }
    return game;
  }

  /** For a game without a bot, or whose bot does not load: the bot that it had, or the default bot. */
  #fallbackBot(module: string, game: Game): GameBots | undefined {
    const previous = botBeside(this.#folder, module) && this.#served.get(module)?.bot;
    return previous || defaultBot(game, pathToFileURL(resolve(this.#folder, module)));
  }
}

const isModule = (name: string): boolean =>
  /\.(ts|js)$/.test(name) && !/\.(test|d|config)\.(ts|js)$/.test(name);

async function modulesOf(folder: string): Promise<string[]> {
  const own = moduleIn(folder, 'game');
  if (own !== undefined) return [basename(own)];
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .flatMap((entry) => {
      // A folder without a game is listed, too, so that the missing file is reported.
      if (entry.isDirectory()) return moduleInside(folder, entry.name, 'game') ?? entry.name;
      return isModule(entry.name) ? entry.name : [];
    })
    .sort();
}

/** The path in the folder of `<name>/<file>.ts` or .js, if it exists. */
function moduleInside(folder: string, name: string, file: string): string | undefined {
  const path = moduleIn(join(folder, name), file);
  return path && join(name, basename(path));
}

function botBeside(folder: string, module: string): string | undefined {
  return /^game\.(ts|js)$/.test(basename(module)) ? moduleInside(folder, dirname(module), 'bot') : undefined;
}
