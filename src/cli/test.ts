// `turnkeeper test`: runs the tests of a game with Node's own runner. Nothing needs to be installed beside the game.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { CommandFailure, usageError } from './failure.ts';

export function testCommand(exitWith: (code: number) => void): Command {
  return new Command('test')
    .description('Runs the tests of a game, *.test.ts or *.test.js, with node:test.')
    .argument('[folder]', 'The folder to search, with all folders in it.', '.')
    .action(async (folder: string) => exitWith(await runTests(resolve(folder))));
}

/** Resolves with the exit code of the runner. */
async function runTests(folder: string): Promise<number> {
  const files = await testsIn(folder);
  if (files.length === 0)
    throw new CommandFailure(`No tests found in ${folder}: no file is named *.test.ts or *.test.js`);
  const first = join(import.meta.dirname, `author-packages${extname(import.meta.filename)}`);
  const args = ['--import', pathToFileURL(first).href, '--test', ...files];
  const runner = spawn(process.execPath, args, { stdio: 'inherit' });
  const [code] = await once(runner, 'exit');
  return typeof code === 'number' ? code : 1;
}

async function testsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => {
    throw usageError(`Cannot read the folder: ${folder}`);
  });
  const inside = entries.map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /^(\.|node_modules$)/.test(entry.name) ? [] : testsIn(path);
    return /\.test\.(ts|js)$/.test(entry.name) ? [path] : [];
  });
  return (await Promise.all(inside)).flat().sort();
}
