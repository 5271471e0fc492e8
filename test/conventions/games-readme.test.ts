// games/README.md: its games are put together from its snippets, compiled, verified and played.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { snippetsOf } from './snippets.ts';
import { repository } from './sources.ts';

const run = promisify(execFile);
const readme = readFileSync(join(repository, 'games/README.md'), 'utf8');

let folder = '';
/** Both outputs of the command, run in the folder of the snippets. */
const turnkeeper = async (...args: readonly string[]): Promise<string> => {
  const { stdout, stderr } = await run(process.execPath, [join(repository, 'src/cli/bin.ts'), ...args], {
    cwd: folder,
  });
  return stdout + stderr;
};

/** The output of a program in the folder of the games, which imports turnkeeper as the games do. */
async function output(code: string): Promise<string> {
  await writeFile(join(folder, 'program.ts'), code);
  const first = join(repository, 'src/cli/author-packages.ts');
  return (await run(process.execPath, ['--import', first, join(folder, 'program.ts')])).stdout;
}

/** By path: all snippets of that file together. */
const files = snippetsOf(readme, 'file');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'turnkeeper-games-'));
  for (const [path, code] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), code);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the snippets of the guide for authors', () => {
  test('each belong to one of these files', () => {
    expect([...files.keys()]).toEqual([
      'high-card/game.ts',
      'auction/game.ts',
      'high-card/bot.ts',
      'high-card/game.test.ts',
    ]);
    expect(readme.split('```ts').length - 1).toBe(readme.split('<!-- file: ').length - 1);
  });

  test('the test of the game passes', async () => {
    expect(await turnkeeper('test', 'high-card')).toMatch(/pass 4\b.*fail 0\b/s);
  });

  test('verify finds no fault in the auction; the test of high card verifies that game', async () => {
    const few = ['--seats', '2', '--states', '300', '--walks', '5'];
    expect(await turnkeeper('verify', 'auction', ...few)).toContain('passed: no check failed');
  });

  test('the auction offers its candidates, and migrates a match of version 1', async () => {
    const printed = await output(`
      import { rulesOf } from 'turnkeeper';
      import auction from './auction/game.ts';
      const rules = rulesOf(auction);
      const match = rules.begin({ seats: 2, seed: 'any', options: {} }, 0);
      console.log(rules.legal(match, 0, 0).intents.map(({ amount }) => amount).join());
      const { bids, ...old } = { price: 5, bidder: 1, bids: 0 };
      const saved = rules.save(match) as { snapshot: object };
      const before = { ...saved, snapshot: { ...saved.snapshot, context: old } };
      console.log(JSON.stringify(rules.view(rules.load(rules.migrate(before as never, 1)))));
    `);
    expect(printed).toBe('1,10,100\n{"price":5,"bidder":1,"bids":0}\n');
  });

  test('the bots of high card play it, at both levels', async () => {
    const printed = await output(`
      import { playMatch, startTestServer } from 'turnkeeper/testing';
      import game from './high-card/game.ts';
      import thinking, { levels } from './high-card/bot.ts';
      await using server = await startTestServer({ games: [game] });
      const strategies = [levels.easy, levels.hard, thinking];
      const { outcome } = await playMatch(server, { game, strategies, seed: 1 });
      console.log(Object.keys(levels).join(), outcome.reason);
    `);
    expect(printed).toBe('easy,hard most-rounds\n');
  });

  test('every command that it names exists', async () => {
    const named = [...readme.matchAll(/(?:`|^)turnkeeper ([a-z]+)/gm)].map(([, command]) => command);
    const help = await turnkeeper('--help');
    expect(named.length).toBeGreaterThan(8);
    expect([...new Set(named)].filter((command) => !help.includes(`\n  ${command} `))).toEqual([]);
  });

  test('compile', async () => {
    await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction');
    const doors = { turnkeeper: 'src/index.ts', 'turnkeeper/testing': 'src/testing/index.ts' };
    const paths = Object.entries(doors).map(([door, path]) => [door, [join(repository, path)]]);
    const compilerOptions = {
      paths: Object.fromEntries(paths),
      typeRoots: [join(repository, 'node_modules/@types')],
      rewriteRelativeImportExtensions: false,
      allowImportingTsExtensions: true,
    };
    const config = {
      extends: join(repository, 'tsconfig.json'),
      include: ['high-card', 'auction'],
      compilerOptions,
    };
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = run(process.execPath, [join(repository, 'node_modules/typescript/bin/tsc'), '-p', folder]);
    expect(await tsc.catch((error: { stdout: string }) => error)).toMatchObject({ stdout: '' });
  });
});
