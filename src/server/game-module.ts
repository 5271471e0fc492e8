// Loads one module of an author: its default export, checked, within a time, or an Error that says why not.
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { GameBots, Strategy } from '../bots/index.ts';
import { type Clock, systemClock } from '../clock/index.ts';
import { defineGame, type Game, type GameDefinition, GameDefinitionError } from '../game/index.ts';
import { loadProblem } from './load-problem.ts';

type Exports = { readonly default?: unknown; readonly levels?: unknown };

/** How modules are loaded; all of it may be left out. */
export type Loading = {
  readonly clock?: Clock;
  /** The longest that a module may take to load, in ms. */
  readonly loadMs?: number;
  /** Imports a file, given its absolute path; `import` itself by default. */
  readonly importFile?: (path: string) => Promise<Exports>;
};

/** A cold disk and a large rules library take a second; what takes longer waits for something that never comes. */
const LOAD_MS = 10_000;

/**
 * The game of a module: a file, or a folder with game.ts or game.js in it.
 * Rejects with an Error whose message says what is wrong with it.
 */
export async function loadGameModule(path: string, loading: Loading = {}): Promise<Game> {
  const file = fileOf(resolve(path));
  const { default: game } = await exportsOf(file, loading);
  if (!isGame(game)) throw new Error(NO_GAME);
  checkAgain(game);
  return game;
}

const NO_GAME = 'its default export is not a game made by defineGame';

type AnyDefinition = GameDefinition<string, Game['intents'], Game['machine'], unknown, unknown, never>;

/** Made by hand, or by another copy of turnkeeper, it could fail later, among the others. */
function checkAgain(game: Game): void {
  try {
    defineGame(game as unknown as AnyDefinition);
  } catch (cause) {
    throw cause instanceof GameDefinitionError ? cause : new Error(NO_GAME, { cause });
  }
}

/** How the house plays a game: the strategy that is the default export, and `levels` by name. Rejects likewise. */
export async function loadBotModule(path: string, loading: Loading = {}): Promise<GameBots> {
  const { default: bot, levels } = await exportsOf(path, loading);
  if (!isStrategy(bot)) throw new Error('its default export is not a strategy');
  if (levels === undefined) return bot;
  if (!isLevels(levels)) throw new Error('its export `levels` is not an object of strategies');
  return { default: bot, levels };
}

const isStrategy = (value: unknown): value is Strategy => typeof value === 'function';

const isLevels = (value: unknown): value is Readonly<Record<string, Strategy>> =>
  typeof value === 'object' && value !== null && Object.values(value).every(isStrategy);

/** The path of `<file>.ts` or `<file>.js` in the folder, where there is one. */
export function moduleIn(folder: string, file: string): string | undefined {
  return ['.ts', '.js'].map((extension) => join(folder, file + extension)).find((path) => existsSync(path));
}

function fileOf(path: string): string {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder === undefined) throw new Error('there is no such file');
  const file = isFolder ? moduleIn(path, 'game') : path;
  if (file === undefined) throw new Error('there is no game.ts or game.js in it');
  return file;
}

const nativeImport = (path: string): Promise<Exports> => import(pathToFileURL(path).href);

async function exportsOf(path: string, loading: Loading): Promise<Exports> {
  const { clock = systemClock, loadMs = LOAD_MS, importFile = nativeImport } = loading;
  const late = Promise.withResolvers<never>();
  const cancel = clock.at(clock.now() + loadMs, () => {
    late.reject(new Error(`it has not loaded within ${loadMs} ms: an await at its top level never ends`));
  });
  try {
    return await Promise.race([importFile(path), late.promise]);
  } catch (cause) {
    throw new Error(loadProblem(cause, path), { cause });
  } finally {
    cancel();
  }
}

function isGame(value: unknown): value is Game {
  if (typeof value !== 'object' || value === null) return false;
  const parts = ['name', 'version', 'seats', 'intents', 'machine', 'view'];
  return parts.every((part) => part in value);
}
