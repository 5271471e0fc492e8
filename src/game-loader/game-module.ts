// Loads one module of an author: its default export, checked, within a time, or an Error that says why not.
import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { GameBots, Strategy } from '../bots/index.ts';
import { type Clock, systemClock } from '../clock/index.ts';
import { defineGame, type Game, type GameDefinition, GameDefinitionError } from '../game/index.ts';

type Exports = { readonly default?: unknown; readonly levels?: unknown };

/** How modules are loaded; all of it may be left out. */
export type LoadOptions = {
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
export async function loadGameModule(path: string, loading: LoadOptions = {}): Promise<Game> {
  const file = fileOf(resolve(path));
  const { default: game } = await exportsOf(file, loading);
  if (!isGame(game)) throw new Error(NO_GAME);
  validate(game);
  return game;
}

const NO_GAME = 'its default export is not a game made by defineGame';

type AnyDefinition = GameDefinition<string, Game['intents'], Game['machine'], unknown, unknown, never>;

/** Made by hand, or by another copy of turnkeeper, it could fail later, among the others. */
function validate(game: Game): void {
  try {
    defineGame(game as unknown as AnyDefinition);
  } catch (cause) {
    throw cause instanceof GameDefinitionError ? cause : new Error(NO_GAME, { cause });
  }
}

/** How the house plays a game: the strategy that is the default export, and `levels` by name. Rejects likewise. */
export async function loadBotModule(path: string, loading: LoadOptions = {}): Promise<GameBots> {
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

async function exportsOf(path: string, loading: LoadOptions): Promise<Exports> {
  const { clock = systemClock, loadMs = LOAD_MS, importFile = nativeImport } = loading;
  const late = Promise.withResolvers<never>();
  const cancel = clock.at(clock.now() + loadMs, () => {
    late.reject(new Error(`it has not loaded within ${loadMs} ms: an await at its top level never ends`));
  });
  try {
    return await Promise.race([importFile(path), late.promise]);
  } catch (cause) {
    throw new Error(describeLoadError(cause, path), { cause });
  } finally {
    cancel();
  }
}

function isGame(value: unknown): value is Game {
  if (typeof value !== 'object' || value === null) return false;
  const parts = ['name', 'version', 'seats', 'intents', 'machine', 'view'];
  return parts.every((part) => part in value);
}

/** What is wrong, and where. `path`: the module that was to be loaded; the fault may lie in a file that it imports. */
function describeLoadError(error: unknown, path: string): string {
  if (!(error instanceof Error)) return `it throws ${String(error)}`;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING') {
    return 'Node runs no TypeScript from under node_modules; move it elsewhere, or build it to JavaScript';
  }
  const where = error instanceof GameDefinitionError ? undefined : sourceLocation(error, path);
  const told = where === undefined ? error.message : `${error.message} (${where})`;
  if (code !== 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') return told;
  return `${told}; Node only strips types, so a module may use no syntax that needs more than that`;
}

/** `rules.ts:12`, from the folder of the module; undefined where no file of it is in the stack. */
function sourceLocation({ stack = '' }: Error, path: string): string | undefined {
  const [first = '', ...frames] = stack.split('\n');
  // A mistake of TypeScript's syntax stands before the message, without a column.
  const lines = [`${first}:1`, ...frames].map((line) =>
    /(file:\/\/\S+?|\/[^()]*?)(?:\?[^:\s]*)?:(\d+):\d+\)?$/.exec(line),
  );
  for (const [, at = '', line] of lines.filter((found) => found !== null)) {
    const file = relative(dirname(path), at.startsWith('file:') ? fileURLToPath(at) : at);
    if (!file.startsWith('..')) return `${file}:${line}`;
  }
  return undefined;
}
