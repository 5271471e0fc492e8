// The games of a folder, and how their bots play: `<name>/game.ts` with `<name>/bot.ts` beside it, or `<name>.ts`.
// One broken module costs itself alone.
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
  /** By the name of the game; one that thinks ahead where the game brings none. */
  readonly bots: Readonly<Record<string, GameBots>>;
  readonly failures: readonly GameFailure[];
};

/** What became of a module when the folder was read again. `game`: its name. `kept`: the former one is still served. */
export type ModuleChange =
  | { readonly module: string; readonly what: 'served' | 'reloaded' | 'gone'; readonly game: string }
  | (GameFailure & { readonly what: 'refused'; readonly kept: boolean });

/**
 * The games are the modules' default exports, in TypeScript or JavaScript. A folder with a game.ts of its own is that
 * one game. Rejects only where the folder itself cannot be read.
 */
export async function loadGames(folder: string, loading: LoadOptions = {}): Promise<LoadedGames> {
  const opened = new GameFolder(folder, loading);
  await opened.read();
  return opened.loaded;
}

type Served = { readonly game: Game; readonly bot: GameBots | undefined };

/** A folder that may be read again while its games are served. */
export class GameFolder {
  readonly #folder: string;
  readonly #loading: LoadOptions;
  /** By module. What loaded once stays until its module is gone, even if a newer form of it does not load. */
  readonly #served = new Map<string, Served>();
  /** By the module of the game, those of its bot included. */
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

  /** Loads what is new, what failed before, and what `isStale` says (given its path inside); drops what is gone. */
  async read(isStale: (module: string) => boolean = () => false): Promise<ModuleChange[]> {
    const modules = await modulesOf(this.#folder);
    const news = this.#dropAllBut(modules);
    for (const module of modules) {
      const isKnown = this.#served.has(module) && !this.#failures.has(module);
      if (!isKnown || isStale(module)) news.push(...(await this.#load(module)));
    }
    return news;
  }

  #dropAllBut(modules: readonly string[]): ModuleChange[] {
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
    if (game) this.#served.set(module, { game, bot: bot || this.#spareBot(module, game) });
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
      throw new Error(`there is already a game of the name "${game.name}", in ${other}`);
    }
    return game;
  }

  /** For a game without a bot of its own, or whose bot does not load: the one that it had, or the usual one. */
  #spareBot(module: string, game: Game): GameBots | undefined {
    const had = botBeside(this.#folder, module) && this.#served.get(module)?.bot;
    return had || defaultBot(game, pathToFileURL(resolve(this.#folder, module)));
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
      // A folder without a game is listed all the same, so that its absence is told.
      if (entry.isDirectory()) return moduleInside(folder, entry.name, 'game') ?? entry.name;
      return isModule(entry.name) ? entry.name : [];
    })
    .sort();
}

/** The path inside the folder of `<name>/<file>.ts` or .js, where there is one. */
function moduleInside(folder: string, name: string, file: string): string | undefined {
  const path = moduleIn(join(folder, name), file);
  return path && join(name, basename(path));
}

function botBeside(folder: string, module: string): string | undefined {
  return /^game\.(ts|js)$/.test(basename(module)) ? moduleInside(folder, dirname(module), 'bot') : undefined;
}
