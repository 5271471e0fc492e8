// test/README.md tells no lies: its snippets compile, run, and print what they say.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { repository } from './sources.ts';

const run = promisify(execFile);
const readme = await readFile(join(repository, 'test/README.md'), 'utf8');

/** By name; what follows a snippet's mark is the code. */
const snippets = new Map(
  [...readme.matchAll(/<!-- run: (\S+) -->\n```ts\n([\s\S]*?)```/g)].map(([, name = '', code = '']) => [
    name,
    code,
  ]),
);

/** As it stands there, but for the package's name: here it is not installed, but at hand. */
const atHand = (code: string): string =>
  code.replace(/from '(turnkeeper[a-z/-]*)'/g, (_, door: string) => {
    const game = /^turnkeeper\/games\/(.+)$/.exec(door)?.[1];
    const path =
      game === undefined ? `src/${door.replace(/^turnkeeper\/?/, '')}/index.ts` : `games/${game}/game.ts`;
    return `from '${join(repository, path)}'`;
  });

/** What a test need not do in full. */
const smaller = (code: string): string =>
  code.replace('matches: 5_000', 'matches: 5').replace('matches: 100', 'matches: 10');

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'turnkeeper-test-readme-'));
  await mkdir(folder, { recursive: true });
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction');
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  for (const [name, code] of snippets) await writeFile(join(folder, `${name}.ts`), smaller(atHand(code)));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What each prints, whatever the names and numbers of this run. */
const prints: Readonly<Record<string, RegExp>> = {
  'one-match': /^\[ ?[01]? ?\] (three-in-a-row|draw) [5-9]\n$/,
  strategies: /^\[ 0 \] three-in-a-row\n$/,
  rules: /^\{ winners: \[ 0 \], reason: 'three-in-a-row' \}\n\{ refused: true, reason: 'yourTurn' \}\n$/,
  players: /code: 'BAD_INTENT'[\s\S]*winners: \[ 0 \], reason: 'time' \} 1\n$/,
  frames: /^true 1\n$/,
  many: /^10 0 true \{/,
  flaky: /^\{ (out|blocked): 1 \}( \d+){4}\n$/,
  'ten-thousand': /^5( \d+){3}\n$/,
  interceptor: /^R3 R3 is broken at step \d+ of seed 1: /,
  proof: /^\d+ true\n$/,
  properties: /^held\n$/,
};

describe("the snippets of tests' README", () => {
  test('are all here, and nothing in it that is code is not one', () => {
    expect([...snippets.keys()]).toEqual(Object.keys(prints));
    expect(readme.split('```ts').length - 1).toBe(snippets.size);
  });

  test.each(Object.entries(prints))('%s runs, and prints what it should', async (name, printed) => {
    const { stdout } = await run(process.execPath, [join(folder, `${name}.ts`)], { timeout: 60_000 });
    expect(stdout).toMatch(printed);
  });

  test('compile', async () => {
    const compilerOptions = {
      typeRoots: [join(repository, 'node_modules/@types')],
      rewriteRelativeImportExtensions: false,
      allowImportingTsExtensions: true,
    };
    const config = {
      extends: join(repository, 'tsconfig.json'),
      include: ['*.ts'],
      exclude: ['node_modules'],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ ...config, compilerOptions }));
    const tsc = run(process.execPath, [join(repository, 'node_modules/typescript/bin/tsc'), '-p', folder]);
    expect(await tsc.catch((error: { stdout: string }) => error)).toMatchObject({ stdout: '' });
  });
});

test('every program that it names is a script of the package', () => {
  const named = [...readme.matchAll(/`npm (?:run )?([a-z]+)`/g)].map(([, script = '']) => script);
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter((script) => !(script in packageJson.scripts))).toEqual([]);
});
