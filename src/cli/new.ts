// `turnkeeper new`: a small complete game in a folder of its own, to change into another. Overwrites nothing.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { packageVersion } from '../server/index.ts';
import { bundledGames } from './bundled.ts';
import { CommandFailure, usageError } from './failure.ts';

/** Real files, so that they are checked and tested like all others; under this name they play themselves. */
const template = join(import.meta.dirname, 'new-game');

/** The modules of a folder with its own package.json could not import the package of that name. */
const packageNames = ['turnkeeper', 'xstate', 'zod', 'node_modules'];

export function newCommand(): Command {
  return new Command('new')
    .description('Writes a small complete game to start from: machine, view, test.')
    .argument('<name>', 'What it is called, in kebab-case: like last-stone.')
    .option('--dir <folder>', 'The folder to make for it (./<name>).')
    .action(async (name: string, { dir = name }: { dir?: string }) => {
      validateName(name);
      await writeGame({ name, folder: resolve(dir) });
      console.log(nextSteps(name, dir));
    });
}

function validateName(name: string): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 64) {
    throw usageError(`A game is called in kebab-case, like last-stone; not ${JSON.stringify(name)}`);
  }
  if (packageNames.includes(name))
    throw usageError(`${name} is the name of a package: call the game something else`);
  if (existsSync(join(bundledGames(), name))) {
    throw usageError(`${name} is one of the bundled games: call yours something else`);
  }
}

async function writeGame({ name, folder }: { name: string; folder: string }): Promise<void> {
  const isTaken = existsSync(folder) && (await readdir(folder).catch(() => ['a file'])).length > 0;
  if (isTaken)
    throw new CommandFailure(`${folder} is there already, and nothing is overwritten: choose another --dir`);
  try {
    await mkdir(folder, { recursive: true });
    for (const file of await readdir(template)) {
      const text = await readFile(join(template, file), 'utf8');
      await writeFile(join(folder, file), adapted(text, name), { flag: 'wx' });
    }
  } catch (error) {
    throw new CommandFailure(
      `${folder} cannot be written: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** As it stands here, but for its name, and for where turnkeeper is. */
function adapted(text: string, name: string): string {
  return text
    .replaceAll('new-game', name)
    .replaceAll("'../../index.ts'", "'turnkeeper'")
    .replaceAll("'../../testing/index.ts'", "'turnkeeper/testing'")
    .replace('"turnkeeper": "^0.0.0"', `"turnkeeper": "^${packageVersion}"`);
}

const nextSteps = (name: string, folder: string): string => `${name} is in ${folder}. From here:
  turnkeeper dev ${folder}       plays it in a browser
  turnkeeper verify ${folder}    proves that it cannot get stuck
  turnkeeper test ${folder}      runs its test`;
