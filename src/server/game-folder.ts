// Loads the games of a folder, and how their bots play: `<name>/game.ts` with `<name>/bot.ts` beside it, or `<name>.ts`.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Strategy } from '../bots/index.ts';
import type { Game } from '../game/index.ts';

/** A module that is not served. `module`: its path inside the folder. */
export type GameFailure = { readonly module: string; readonly reason: string };

export type LoadedGames = {
  readonly games: readonly Game[];
  /** By the name of the game; games without a bot of their own are left out. */
  readonly bots: Readonly<Record<string, Strategy>>;
  readonly failures: readonly GameFailure[];
};

/**
 * The games are the modules' default exports, in TypeScript or JavaScript.
 * One broken module costs itself alone. Rejects only where the folder itself cannot be read.
 */
export async function loadGames(folder: string): Promise<LoadedGames> {
  const games = new Map<string, Game>();
  const bots: Record<string, Strategy> = {};
  const failures: GameFailure[] = [];
  const attempt = <Loaded>(module: string, load: (path: string) => Promise<Loaded>) =>
    load(resolve(folder, module)).catch((error: unknown) => {
      failures.push({ module, reason: error instanceof Error ? error.message : String(error) });
      return undefined;
    });
  for (const module of await modulesOf(folder)) {
    const game = await attempt(module, (path) => loadGame(path, games));
    if (game === undefined) continue;
    games.set(game.name, game);
    const beside = botBeside(folder, module);
    const bot = beside && (await attempt(beside, loadBot));
    if (bot) bots[game.name] = bot;
  }
  return { games: [...games.values()], bots, failures };
}

const isModule = (name: string): boolean => /\.(ts|js)$/.test(name) && !/\.(test|d)\.(ts|js)$/.test(name);

async function modulesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .flatMap((entry) => {
      // A folder without a game is listed all the same, so that its absence is told.
      if (entry.isDirectory()) return existing(folder, entry.name, 'game') ?? join(entry.name, 'game.ts');
      return isModule(entry.name) ? entry.name : [];
    })
    .sort();
}

/** The path inside the folder of `<name>/<file>.ts` or .js, where there is one. */
function existing(folder: string, name: string, file: string): string | undefined {
  return ['.ts', '.js']
    .map((extension) => join(name, file + extension))
    .find((path) => existsSync(join(folder, path)));
}

function botBeside(folder: string, module: string): string | undefined {
  const name = dirname(module);
  return name === '.' ? undefined : existing(folder, name, 'bot');
}

async function defaultExport(path: string): Promise<unknown> {
  if (!existsSync(path)) throw new Error('there is no such file');
  const module: { readonly default?: unknown } = await import(pathToFileURL(path).href);
  return module.default;
}

async function loadGame(path: string, others: ReadonlyMap<string, Game>): Promise<Game> {
  const game = await defaultExport(path);
  if (!isGame(game)) throw new Error('its default export is not a game made by defineGame');
  if (others.has(game.name)) throw new Error(`there is already a game of the name "${game.name}"`);
  return game;
}

async function loadBot(path: string): Promise<Strategy> {
  const bot = await defaultExport(path);
  if (typeof bot !== 'function') throw new Error('its default export is not a strategy');
  return bot as Strategy;
}

function isGame(value: unknown): value is Game {
  if (typeof value !== 'object' || value === null) return false;
  const parts = ['name', 'version', 'seats', 'intents', 'machine', 'view'];
  return parts.every((part) => part in value);
}
