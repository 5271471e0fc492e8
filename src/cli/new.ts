// `turnkeeper new`: creates a small complete game in a folder of its own, as a start for another. Overwrites nothing.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { packageVersion } from '../server/index.ts';
import { bundledGames } from './bundled.ts';
import { CommandFailure, usageError } from './failure.ts';

/** The template. Its files are real sources, so that they are checked and tested like all others. */
const template = join(import.meta.dirname, 'new-game');

/** In a package of such a name, a module could not import the package that it needs. */
const packageNames = ['turnkeeper', 'xstate', 'zod', 'node_modules'];

export function newCommand(): Command {
  return new Command('new')
    .description('Creates a small complete game to start from: machine, view, test.')
    .argument('<name>', 'Name of the game, in kebab-case, like last-stone.')
    .option('--dir <folder>', 'Folder to create (default: ./<name>).')
    .action(async (name: string, { dir = name }: { dir?: string }) => {
      validateName(name);
      await writeGame({ name, folder: resolve(dir) });
      console.log(nextSteps(name, dir));
    });
}

function validateName(name: string): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 64) {
    throw usageError(
      `The name of a game must be in kebab-case, like last-stone, not ${JSON.stringify(name)}`,
    );
  }
  if (packageNames.includes(name)) throw usageError(`${name} is the name of a package; choose another name`);
  if (existsSync(join(bundledGames(), name))) {
    throw usageError(`${name} is the name of a bundled game; choose another name`);
  }
}

async function writeGame({ name, folder }: { name: string; folder: string }): Promise<void> {
  const isTaken = existsSync(folder) && (await readdir(folder).catch(() => ['a file'])).length > 0;
  if (isTaken)
    throw new CommandFailure(`${folder} exists and is not empty; choose another folder with --dir`);
  try {
    await mkdir(folder, { recursive: true });
    for (const file of await readdir(template)) {
      const text = await readFile(join(template, file), 'utf8');
      await writeFile(join(folder, file), adapted(text, name), { flag: 'wx' });
    }
  } catch (error) {
    throw new CommandFailure(`Cannot write to ${folder}: ${error instanceof Error ? error.message : error}`);
  }
}

/** The text with the new name, and with imports from the package. */
function adapted(text: string, name: string): string {
  return text
    .replaceAll('new-game', name)
    .replaceAll("'../../index.ts'", "'turnkeeper'")
    .replaceAll("'../../testing/index.ts'", "'turnkeeper/testing'")
    .replace('"turnkeeper": "^0.0.0"', `"turnkeeper": "^${packageVersion}"`);
}

const nextSteps = (name: string, folder: string): string => `Created ${name} in ${folder}. Next steps:
  turnkeeper dev ${folder}       play it in a browser
  turnkeeper verify ${folder}    search it for faults
  turnkeeper test ${folder}      run its tests`;
