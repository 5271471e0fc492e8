import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadGames } from '../../src/server/game-folder.ts';
import { folderWith } from './folder.ts';

const bundled = join(import.meta.dirname, '../../games');
const ticTacToe = join(bundled, 'tic-tac-toe/game.ts');
const again = `export { default } from ${JSON.stringify(ticTacToe)};`;

describe('game folder', () => {
  test('the bundled games load, all of them', async () => {
    const { games, failures } = await loadGames(bundled);
    expect(failures).toEqual([]);
    expect(games.map((game) => game.name)).toContain('tic-tac-toe');
  });

  test('a game is <name>/game.ts, <name>.ts or either in JavaScript; all else is left alone', async () => {
    const folder = folderWith({
      'one/game.js': again,
      'one/game.test.js': 'throw new Error("a test was loaded")',
      'two.test.ts': 'throw new Error("a test was loaded")',
      'two.d.ts': 'throw new Error("a declaration was loaded")',
      'README.md': 'nothing to load',
      '.hidden/game.js': 'throw new Error("a hidden folder was loaded")',
      'node_modules/x/game.js': 'throw new Error("a package was loaded")',
    });
    const { games, failures } = await loadGames(folder);
    expect(failures).toEqual([]);
    expect(games.map((game) => game.name)).toEqual(['tic-tac-toe']);
  });

  test('a module that fails is named with its reason, and the others are served', async () => {
    const folder = folderWith({
      'broken.js': 'export default {',
      'empty/notes.md': '',
      'good/game.js': again,
      'other.js': 'export default { name: "other" };',
      'throws.js': 'throw new Error("no rules today");',
      'twice.js': again,
    });
    const { games, failures } = await loadGames(folder);
    expect(games.map((game) => game.name)).toEqual(['tic-tac-toe']);
    const reasons = Object.fromEntries(failures.map(({ module, reason }) => [module, reason]));
    expect(reasons).toEqual({
      'broken.js': expect.stringMatching(/./),
      [join('empty', 'game.ts')]: 'there is no such file',
      'other.js': 'its default export is not a game made by defineGame',
      'throws.js': 'no rules today',
      'twice.js': 'there is already a game of the name "tic-tac-toe"',
    });
  });

  test("a game's bot is taken from beside it; a broken bot costs only itself", async () => {
    const bot = 'export default ({ legal }) => legal[0] ?? null;';
    const good = await loadGames(folderWith({ 'one/game.js': again, 'one/bot.js': bot }));
    expect(good.failures).toEqual([]);
    const turn = { seat: 0, seats: 2, view: null, mine: null, legal: [], random: () => 0, now: 0 };
    expect(good.bots['tic-tac-toe']?.({ ...turn, legal: [{ type: 'resign' }] })).toEqual({ type: 'resign' });

    const broken = await loadGames(folderWith({ 'one/game.js': again, 'one/bot.js': 'export default 7;' }));
    expect(broken.games).toHaveLength(1);
    expect(broken.bots).toEqual({});
    expect(broken.failures).toEqual([
      { module: join('one', 'bot.js'), reason: 'its default export is not a strategy' },
    ]);
  });

  test('a folder that is not there is told as such', async () => {
    await expect(loadGames(join(bundled, 'no-such-folder'))).rejects.toThrow('ENOENT');
  });
});
