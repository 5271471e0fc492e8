// Checks the README: its snippets compile with its own tsconfig, its game is sound, its programs run.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '../../src/server/index.ts';
import { fromSources, SnippetFolder, snippetsOf } from './snippets.ts';
import { repository } from './sources.ts';

const readme = readFileSync(join(repository, 'README.md'), 'utf8');
const snippets = snippetsOf(readme, 'run');
const tsconfig = JSON.parse(snippetsOf(readme, 'file').get('tsconfig.json') ?? 'null');

const snippet = (name: string): string => fromSources(snippets.get(name) ?? '');

let folder: SnippetFolder;

beforeAll(async () => {
  folder = await SnippetFolder.open();
  await folder.write('games/first-to-ten/game.ts', snippet('game'));
});
afterAll(() => folder.remove());

describe('the README', () => {
  test('has at most 220 lines, and each TypeScript snippet in it is one of these', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(220);
    expect([...snippets.keys()]).toEqual(['game', 'client', 'bots']);
    expect(readme.split('```ts').length - 1).toBe(snippets.size);
  });

  test('has a tsconfig under which its snippets compile', async () => {
    for (const name of ['client', 'bots']) await folder.write(`${name}.ts`, snippet(name));
    expect(tsconfig).toMatchObject({ compilerOptions: { strict: true, erasableSyntaxOnly: true } });
    expect(await folder.compilerErrors(tsconfig)).toBe('');
  });

  test('has a game in which verify finds no fault', async () => {
    const few = ['--states', '300', '--walks', '5'];
    expect(await folder.turnkeeper('verify', 'games/first-to-ten', ...few)).toContain(
      'passed: no check failed',
    );
  });

  test('has a game that a program of its own plays against a bot', async () => {
    const { default: game } = await import(folder.file('games/first-to-ten/game.ts'));
    const server = createServer({ games: [game], botThinkMs: 0 });
    const { port } = await server.listen();
    const code = snippet('client').replace('localhost:3000', `localhost:${port}`);
    const printed = await folder.output('play.ts', `${code}\nconsole.log(result);\nclient.close();\n`);
    await server.close();
    expect(printed).toContain('ok: true');
    expect(printed).toMatch(/^3$/m);
  });

  test('has a match between simulated players that ends', async () => {
    expect(await folder.output('bots.ts', snippet('bots'))).toMatch(/^\[ [01] \] (ten|forfeit)$/m);
  });
});
