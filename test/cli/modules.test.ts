import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith } from '../game-loader/folder.ts';
import { authored } from './authored.ts';
import { run, start } from './command.ts';

const urlIn = (line: string): string => line.replace('turnkeeper is at ', '');

/** Serves the folder; returns the reasons of the modules that are not served, and the names of the games that are. */
async function served(folder: string): Promise<{ refused: Record<string, string>; games: string[] }> {
  const server = start({ args: ['serve', '--port', '0', '--memory', '--games', folder] });
  const response = await fetch(`${urlIn(await server.line())}/games`);
  const { games } = (await response.json()) as { games: { name: string }[] };
  server.process.kill('SIGTERM');
  const { stderr } = await server.ended;
  const lines = [...stderr.matchAll(/^(\S+) is not served: (.*)$/gm)];
  return {
    refused: Object.fromEntries(lines.map(([, module = '', reason = '']) => [module, reason])),
    games: games.map(({ name }) => name),
  };
}

describe('modules of authors', () => {
  test('can import turnkeeper, xstate and zod although nothing is installed beside them', async () => {
    const folder = folderWith({
      'one/game.ts': authored({ name: 'one', before: "import { seats } from './rules.ts';" }),
      'one/rules.ts': 'export const seats: number = 2;',
      'one/bot.ts': "import { randomLegal } from 'turnkeeper/testing'; export default randomLegal;",
      'two.js': authored({
        name: 'two',
        before: "import 'turnkeeper/games/tic-tac-toe'; import 'turnkeeper/client';",
      }),
    });
    expect(await served(folder)).toEqual({ refused: {}, games: ['one', 'two'] });
  });

  test('get the running copy of turnkeeper, and their own zod if they have one', async () => {
    const own = "export { z } from 'zod/v4'; export const own = true;";
    const folder = folderWith({
      'one/game.js': authored({
        name: 'one',
        before:
          "import { GameDefinitionError } from 'turnkeeper'; import { own } from 'zod'; throw new GameDefinitionError('one', 'own zod: ' + own);",
      }),
      'one/node_modules/turnkeeper/package.json': '{ "main": "index.js", "type": "module" }',
      'one/node_modules/turnkeeper/index.js': 'throw new Error("another copy");',
      'one/node_modules/zod/package.json':
        '{ "exports": { ".": "./index.js", "./v4": "./v4.js" }, "type": "module" }',
      'one/node_modules/zod/index.js': own,
      'one/node_modules/zod/v4.js': 'export const z = {};',
      'two.js': authored({ name: 'two' }),
    });
    const { refused } = await served(folder);
    expect(refused).toEqual({ [join('one', 'game.js')]: "game 'one': own zod: true" });
  });

  test('that are broken are reported with the reason, and do not affect the others', async () => {
    const loop =
      "{ turn: { always: 'back', on: { 'seat.left': 'over' } }, back: { always: 'turn' }, over: { type: 'final' } }";
    const folder = folderWith({
      'good/game.ts': authored({ name: 'good' }),
      'enum.ts': 'enum Suit { hearts }\nexport default Suit;',
      'invoke.ts': authored({
        name: 'invoke',
        states: "{ turn: { invoke: { src: 'x' } }, over: { type: 'final' } }",
      }),
      'loop.ts': authored({ name: 'loop', states: loop }),
      'missing.ts': authored({ name: 'missing', before: "import './absent.ts';" }),
      'nothing.ts': 'export const game = 1;',
      'reserved.ts': authored({ name: 'reserved', intents: "{ 'seat.take': z.strictObject({}) }" }),
      'syntax.ts': 'const a = 1;\nexport default {',
      'throws.ts': '\n\nthrow new Error("no rules today");',
      'view.ts': authored({ name: 'view', view: '() => { throw new Error("blind") }' }),
      'zzz-again.ts': authored({ name: 'good' }),
    });
    const { refused, games } = await served(folder);
    expect(games).toEqual(['good']);
    expect(refused).toEqual({
      'enum.ts': expect.stringMatching(
        /enum is not supported in strip-only mode \(enum\.ts:1\); Node only strips types/,
      ),
      'invoke.ts': expect.stringContaining("game 'invoke': state '(machine).turn': invoke starts an actor"),
      'loop.ts': expect.stringMatching(/^game 'loop': .*1000 microsteps/),
      'missing.ts': expect.stringContaining('absent.ts'),
      'nothing.ts': 'its default export is not a game made by defineGame',
      'reserved.ts': expect.stringContaining(
        "intent 'seat.take': names that begin with 'seat.' are reserved",
      ),
      'syntax.ts': expect.stringMatching(/\(syntax\.ts:2\)$/),
      'throws.ts': 'no rules today (throws.ts:3)',
      'view.ts': expect.stringMatching(/^game 'view': .*'view': blind$/),
      'zzz-again.ts': `a game named "good" already exists, in ${join('good', 'game.ts')}`,
    });
  });

  test('in TypeScript under node_modules are refused with what to do', async () => {
    const folder = folderWith({ 'node_modules/mine/game.ts': authored({ name: 'mine' }) });
    const { code, stderr } = await run({ args: ['graph', join(folder, 'node_modules/mine')] });
    expect(code).toBe(2);
    expect(stderr).toContain(
      'Node does not run TypeScript under node_modules; move the module, or compile it',
    );
  });
});
