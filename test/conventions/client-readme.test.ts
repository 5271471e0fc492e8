// Checks src/client/README.md: its TypeScript compiles, its first example plays. Browsers run the other examples.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { startTestServer } from '../../src/testing/index.ts';
import { fromSources, SnippetFolder, snippetsOf } from './snippets.ts';
import { repository } from './sources.ts';

const readme = readFileSync(join(repository, 'src/client/README.md'), 'utf8');
const files = snippetsOf(readme, 'file');
const first = fromSources(files.get('first.ts') ?? '');

/** The declarations that the example expects from its page. */
const page = `
  const draw = (view: object | null, outcome: object | null): void => console.log('draws', view !== null, outcome);
  const explain = (code: string, reason?: string): void => console.log('explains', code, reason);
`;

let folder: SnippetFolder;
beforeAll(async () => {
  folder = await SnippetFolder.open();
});
afterAll(() => folder.remove());

describe('the README of the client', () => {
  test('has TypeScript that compiles', async () => {
    const scripts = [...files].filter(([path]) => /\.tsx?$/.test(path));
    expect(scripts.map(([path]) => path)).toEqual(['first.ts', 'react/board.tsx', 'storage.ts']);
    for (const [path, code] of scripts) {
      await folder.write(path, `${path === 'first.ts' ? page : ''}${fromSources(code)}`);
    }
    const extended = join(repository, 'tsconfig.json');
    expect(
      await folder.compilerErrors({ extends: extended, compilerOptions: { jsxImportSource: 'react' } }),
    ).toBe('');
  });

  test('has a first example that finds a match and plays', async () => {
    await using server = await startTestServer({ games: [ticTacToe] });
    const bob = server.connect({ name: 'Bob' });
    await bob.ready();
    const opponent = bob.find('tic-tac-toe');
    const code = `${page}${first}`.replace("{ name: 'Ann' }", `{ name: 'Ann', url: '${server.socketUrl}' }`);
    const printed = await folder.output('first.ts', `${code}\nconsole.log(result.ok);\nclient.close();\n`);
    // The opponent was first in the queue, and so begins.
    expect(printed).toContain('explains INTENT_ILLEGAL yourTurn');
    expect((await opponent.room).document.status).toBe('playing');
  });
});
