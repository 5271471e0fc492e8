import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import game from '../../games/tic-tac-toe/game.ts';
import { levelsOf } from '../../src/bots/index.ts';
import { ManualClock } from '../../src/clock/index.ts';
import { GameFolder, loadGames } from '../../src/game-loader/game-folder.ts';
import { loadGameModule } from '../../src/game-loader/game-module.ts';
import { folderWith } from './folder.ts';

const bundled = join(import.meta.dirname, '../../games');
const ticTacToe = join(bundled, 'tic-tac-toe/game.ts');
const again = `export { default } from ${JSON.stringify(ticTacToe)};`;

describe('game folder', () => {
  test('all bundled games load', async () => {
    const { games, failures } = await loadGames(bundled);
    expect(failures).toEqual([]);
    expect(games.map((game) => game.name)).toContain('tic-tac-toe');
  });

  test('a game is <name>/game.ts, <name>.ts, or either in JavaScript; other files are ignored', async () => {
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

  test('a module that fails is reported with the reason, and the others are served', async () => {
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
      empty: 'the folder contains no game.ts or game.js',
      'other.js': 'its default export is not a game made by defineGame',
      'throws.js': 'no rules today (throws.js:1)',
      'twice.js': `a game named "tic-tac-toe" already exists, in ${join('good', 'game.js')}`,
    });
  });

  describe("a game's bot", () => {
    const turn = { seat: 0, seats: 2, view: null, mine: null, random: () => 0, now: 0 };
    const legal = [{ type: 'resign' }];
    const first = 'export default ({ legal }) => legal[0] ?? null;';

    test('is loaded from the same folder', async () => {
      const { bots, failures } = await loadGames(folderWith({ 'one/game.js': again, 'one/bot.js': first }));
      expect(failures).toEqual([]);
      const bot = bots['tic-tac-toe'];
      expect(typeof bot === 'function' && bot({ ...turn, legal })).toEqual({ type: 'resign' });
      expect(levelsOf(bot)).toEqual([]);
    });

    test('may have levels', async () => {
      const leveled = `${first} export const levels = { easy: () => null };`;
      const { bots } = await loadGames(folderWith({ 'one/game.js': again, 'one/bot.js': leveled }));
      expect(levelsOf(bots['tic-tac-toe'])).toEqual(['easy']);
    });

    test('is the searching default if the game has none', async () => {
      const { bots } = await loadGames(folderWith({ 'one/game.js': again }));
      expect(typeof bots['tic-tac-toe']).toBe('function');
    });

    test.each([
      ['export default 7;', 'its default export is not a strategy'],
      [`${first} export const levels = { easy: 1 };`, 'its export `levels` is not an object of strategies'],
    ])('that is broken costs only itself: %s', async (bot, reason) => {
      const { games, failures } = await loadGames(folderWith({ 'one/game.js': again, 'one/bot.js': bot }));
      expect(games).toHaveLength(1);
      expect(failures).toEqual([{ module: join('one', 'bot.js'), reason }]);
    });
  });

  test('a folder that contains a game.js is one game', async () => {
    const folder = folderWith({
      'game.js': again,
      'bot.js': 'export default () => null;',
      'sub/game.js': again,
    });
    const { games, bots, failures } = await loadGames(folder);
    expect(games.map(({ name }) => name)).toEqual(['tic-tac-toe']);
    expect(Object.keys(bots)).toEqual(['tic-tac-toe']);
    expect(failures).toEqual([]);
  });

  test('a missing folder rejects', async () => {
    await expect(loadGames(join(bundled, 'no-such-folder'))).rejects.toThrow('ENOENT');
  });
});

describe('a game folder that is read again', () => {
  test('reports added and removed modules, and loads no others', async () => {
    const folder = folderWith({ 'one/game.js': again, 'broken.js': 'export default 7;' });
    const games = new GameFolder(folder);
    expect(await games.read()).toEqual([
      {
        module: 'broken.js',
        what: 'refused',
        kept: false,
        reason: 'its default export is not a game made by defineGame',
      },
      { module: join('one', 'game.js'), what: 'served', game: 'tic-tac-toe' },
    ]);
    rmSync(join(folder, 'broken.js'));
    expect(await games.read()).toEqual([]);
    expect(games.loaded.failures).toEqual([]);
    rmSync(join(folder, 'one'), { recursive: true });
    expect(await games.read()).toEqual([
      { module: join('one', 'game.js'), what: 'gone', game: 'tic-tac-toe' },
    ]);
    expect(games.loaded.games).toEqual([]);
  });

  test('keeps the previous version of a module that does not load any more', async () => {
    const folder = folderWith({ 'one.js': again });
    let broken = false;
    const importFile = async () => {
      if (broken) throw new Error('no rules today');
      return { default: game };
    };
    const games = new GameFolder(folder, { importFile });
    await games.read();
    broken = true;
    expect(await games.read()).toEqual([]);
    expect(await games.read(() => true)).toEqual([
      { module: 'one.js', what: 'refused', kept: true, reason: 'no rules today' },
    ]);
    expect(games.loaded.games).toEqual([game]);
    broken = false;
    expect(await games.read()).toEqual([{ module: 'one.js', what: 'reloaded', game: 'tic-tac-toe' }]);
    expect(games.loaded.failures).toEqual([]);
  });

  test('serves the second game of a name once the first is removed', async () => {
    const folder = folderWith({ 'a.js': again, 'b.js': again });
    const games = new GameFolder(folder);
    await games.read();
    rmSync(join(folder, 'a.js'));
    expect((await games.read()).map(({ module, what }) => [module, what])).toEqual([
      ['a.js', 'gone'],
      ['b.js', 'served'],
    ]);
  });
});

describe('one module', () => {
  test('is a file, or a folder that contains game.ts', async () => {
    const folder = folderWith({ 'one/game.js': again });
    expect((await loadGameModule(join(folder, 'one'))).name).toBe('tic-tac-toe');
    expect((await loadGameModule(join(folder, 'one/game.js'))).name).toBe('tic-tac-toe');
    await expect(loadGameModule(folder)).rejects.toThrow('the folder contains no game.ts or game.js');
    await expect(loadGameModule(join(folder, 'two'))).rejects.toThrow('file not found');
  });

  test('that never finishes loading is abandoned after the time limit', async () => {
    const folder = folderWith({ 'never.js': 'await new Promise(() => {}); export default 1;' });
    const clock = new ManualClock();
    const loading = loadGameModule(join(folder, 'never.js'), { clock });
    clock.advance(10_000);
    await expect(loading).rejects.toThrow('not loaded within 10000 ms');
    expect(clock.pending).toBe(0);
  });

  test('with a game that defineGame did not make is validated, too', async () => {
    const path = join(folderWith({ 'forged.js': '' }), 'forged.js');
    const importing = (forged: object) => ({ importFile: async () => ({ default: forged }) });
    await expect(loadGameModule(path, importing({ ...game, intents: {} }))).rejects.toThrow(
      'intents is empty',
    );
    await expect(loadGameModule(path, importing({ ...game, seats: 'two' }))).rejects.toThrow('seats must be');
    await expect(loadGameModule(path, importing({ ...game, machine: {} }))).rejects.toThrow(
      'its default export is not a game made by defineGame',
    );
  });
});
