import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { newCommand } from '../../src/cli/new.ts';
import { testCommand } from '../../src/cli/test.ts';
import { folderWith } from '../game-loader/folder.ts';
import { run } from './command.ts';

/** Runs the command in this process. */
const make = (...args: readonly string[]) => newCommand().exitOverride().parseAsync(args, { from: 'user' });

/** The folder in which `new` created a game of that name. */
async function made(name: string): Promise<string> {
  const folder = join(folderWith({}), 'games', name);
  await make(name, '--dir', folder);
  return folder;
}

beforeEach(() => void vi.spyOn(console, 'log').mockImplementation(() => {}));

describe('new', () => {
  test('creates a complete game with its name, and prints the next steps', async () => {
    const folder = join(folderWith({}), 'last-stone');
    const { code, stdout } = await run({ args: ['new', 'last-stone', '--dir', folder] });
    expect(code).toBe(0);
    for (const step of ['dev', 'verify', 'test']) expect(stdout).toContain(`turnkeeper ${step} ${folder}`);
    const files = readdirSync(folder).sort();
    expect(files).toEqual(['README.md', 'game.test.ts', 'game.ts', 'package.json', 'tsconfig.json']);
    const texts = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
    expect(texts).toContain("name: 'last-stone'");
    expect(texts).not.toMatch(/new-game|\.\.\/\.\.\//);
  });

  test('its tests pass, and fail if the game is broken', async () => {
    const folder = await made('last-stone');
    const game = join(folder, 'game.ts');
    writeFileSync(game, readFileSync(game, 'utf8').replace("reason: 'time'", "reason: 'late'"));
    const { code, stdout } = await run({ args: ['test', folder] });
    expect({ code, stdout }).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/pass 2\b.*fail 1\b/s),
    });
  });

  test('depends on the same versions as turnkeeper', async () => {
    const { dependencies } = JSON.parse(readFileSync(join(await made('mine'), 'package.json'), 'utf8'));
    const { xstate, zod } = packageJson.dependencies;
    expect(dependencies).toEqual({ turnkeeper: `^${packageJson.version}`, xstate, zod });
  });

  test.each([
    ['LastStone', 'in kebab-case'],
    ['last_stone', 'in kebab-case'],
    ['../x', 'in kebab-case'],
    ['zod', 'the name of a package'],
    ['tic-tac-toe', 'the name of a bundled game'],
  ])('a game cannot be called %s', async (name, why) => {
    const folder = join(folderWith({}), 'new');
    const refusal = await make(name, '--dir', folder).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ exitCode: 2, message: expect.stringContaining(why) });
    expect(existsSync(folder)).toBe(false);
  });

  test('overwrites nothing', async () => {
    const folder = folderWith({ 'game.ts': 'mine' });
    for (const taken of [folder, join(folder, 'game.ts')]) {
      const refusal = await make('last-stone', '--dir', taken).catch((error: unknown) => error);
      const message = `${taken} exists and is not empty; choose another folder with --dir`;
      expect(refusal).toMatchObject({ exitCode: 1, message });
    }
    expect(readdirSync(folder)).toEqual(['game.ts']);
    expect(readFileSync(join(folder, 'game.ts'), 'utf8')).toBe('mine');
  });
});

describe('test', () => {
  test('reports a folder without tests', async () => {
    const folder = folderWith({ 'game.ts': '' });
    const tests = (path: string) => testCommand(() => {}).parseAsync([path], { from: 'user' });
    await expect(tests(folder)).rejects.toThrow(`No tests found in ${folder}`);
    await expect(tests(join(folder, 'absent'))).rejects.toThrow('Cannot read the folder');
  });
});
