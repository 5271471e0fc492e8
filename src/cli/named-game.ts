// Loads the game that a command names: a bundled game by its name, or the module at a path.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Game } from '../game/index.ts';
import { loadGameModule } from '../game-loader/index.ts';
import { bundledGames } from './bundled.ts';
import { usageError } from './failure.ts';

/** A bundled game takes precedence over a folder of the same name; `./chess` is the folder. Rejects with CommandFailure. */
export async function loadNamedGame(nameOrPath: string): Promise<Game> {
  const bundled = /^[a-z0-9-]+$/.test(nameOrPath) ? join(bundledGames(), nameOrPath) : undefined;
  const isBundled = bundled !== undefined && existsSync(bundled);
  try {
    return await loadGameModule(isBundled ? bundled : nameOrPath);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw usageError(`Cannot load a game from ${nameOrPath}: ${reason}`);
  }
}
