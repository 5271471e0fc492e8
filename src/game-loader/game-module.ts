// Loads one module of an author and validates its default export, within a time limit.
import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { GameBots, Strategy } from '../bots/index.ts';
import { type Clock, systemClock } from '../clock/index.ts';
import { defineGame, type Game, type GameDefinition, GameDefinitionError } from '../game/index.ts';

type Exports = { readonly default?: unknown; readonly levels?: unknown };

/** How modules are loaded. All may be omitted. */
export type LoadOptions = {
  readonly clock?: Clock;
  /** Maximum time for loading a module, in ms. */
  readonly loadMs?: number;
  /** Imports a file by its absolute path; `import()` by default. */
  readonly importFile?: (path: string) => Promise<Exports>;
};

/** A cold disk and a large rules library take about 1 s. A module that takes 10 s awaits something that never settles. */
const LOAD_MS = 10_000;

/**
 * The game of a module: a file, or a folder that contains game.ts or game.js. Rejects with an Error that says what is
 * wrong with the module.
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

/** A game made by hand, or by another copy of turnkeeper, could fail later, while it is served. */
function validate(game: Game): void {
  try {
    defineGame(game as unknown as AnyDefinition);
  } catch (cause) {
    throw cause instanceof GameDefinitionError ? cause : new Error(NO_GAME, { cause });
  }
}

/** The bot of a game: a strategy as the default export, and optionally `levels`, strategies by name. Rejects likewise. */
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

/** The path of `<file>.ts` or `<file>.js` in the folder, if it exists. */
export function moduleIn(folder: string, file: string): string | undefined {
  return ['.ts', '.js'].map((extension) => join(folder, file + extension)).find((path) => existsSync(path));
}

function fileOf(path: string): string {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder === undefined) throw new Error('file not found');
  const file = isFolder ? moduleIn(path, 'game') : path;
  if (file === undefined) throw new Error('the folder contains no game.ts or game.js');
  return file;
}

const nativeImport = (path: string): Promise<Exports> => import(pathToFileURL(path).href);

async function exportsOf(path: string, loading: LoadOptions): Promise<Exports> {
  const { clock = systemClock, loadMs = LOAD_MS, importFile = nativeImport } = loading;
  const late = Promise.withResolvers<never>();
  const cancel = clock.at(clock.now() + loadMs, () => {
    late.reject(new Error(`not loaded within ${loadMs} ms: a top-level await does not settle`));
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

/** What is wrong, and where. `path`: the loaded module; the cause may be in a file that it imports. */
function describeLoadError(error: unknown, path: string): string {
  if (!(error instanceof Error)) return `the module threw ${String(error)}`;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING') {
    return 'Node does not run TypeScript under node_modules; move the module, or compile it to JavaScript';
  }
  const where = error instanceof GameDefinitionError ? undefined : sourceLocation(error, path);
  const message = where === undefined ? error.message : `${error.message} (${where})`;
  if (code !== 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') return message;
  return `${message}; Node only strips types: enums, namespaces and parameter properties are not supported`;
}

/** Like `rules.ts:12`, relative to the module's folder; undefined if no file of that folder is in the stack. */
function sourceLocation({ stack = '' }: Error, path: string): string | undefined {
  const [first = '', ...frames] = stack.split('\n');
  // The location of a TypeScript syntax error is before the message, without a column.
  const lines = [`${first}:1`, ...frames].map((line) =>
    /(file:\/\/\S+?|\/[^()]*?)(?:\?[^:\s]*)?:(\d+):\d+\)?$/.exec(line),
  );
  for (const [, at = '', line] of lines.filter((found) => found !== null)) {
    const file = relative(dirname(path), at.startsWith('file:') ? fileURLToPath(at) : at);
    if (!file.startsWith('..')) return `${file}:${line}`;
  }
  return undefined;
}
