import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { folderWith } from '../game-loader/folder.ts';
import { run, start } from './command.ts';

const ticTacToe = join(import.meta.dirname, '../../games/tic-tac-toe/game.ts');
const again = `export { default } from ${JSON.stringify(ticTacToe)};`;
const urlIn = (line: string): string => line.replace('turnkeeper is at ', '');

describe('serve', () => {
  test('says in one line where it is, and is there', async () => {
    const server = start({ args: ['serve', '--port', '0'] });
    const line = await server.line();
    expect(line).toMatch(/^turnkeeper is at http:\/\/localhost:\d+$/);
    expect((await fetch(`${urlIn(line)}/readyz`)).status).toBe(200);
    const { games } = (await (await fetch(`${urlIn(line)}/games`)).json()) as { games: { name: string }[] };
    expect(games.map((game) => game.name)).toContain('tic-tac-toe');
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it in order, with exit code 0', async (signal) => {
    const server = start({ args: ['serve'], env: { PORT: '0' } });
    await server.line();
    server.process.kill(signal);
    expect((await server.ended).code).toBe(0);
  });

  test('a taken port is told clearly, with a way on', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const { code, stderr } = await run({ args: ['serve', '--port', port] });
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${port} is taken`);
    expect(stderr).toContain('--port');
    expect(stderr).not.toContain('    at ');
  });

  test('an address of another machine is told clearly', async () => {
    const { code, stderr } = await run({ args: ['serve', '--port', '0', '--host', '192.0.2.1'] });
    expect(code).toBe(1);
    expect(stderr).toContain('192.0.2.1 is not an address of this machine');
  });

  test('games come from the folder given; one that fails is named, and the others are served', async () => {
    const games = folderWith({ 'good/game.js': again, 'bad.js': 'throw new Error("no rules today")' });
    const server = start({ args: ['serve', '--port', '0', '--games', games] });
    expect((await fetch(`${urlIn(await server.line())}/games/tic-tac-toe/machine.json`)).status).toBe(200);
    server.process.kill('SIGTERM');
    expect((await server.ended).stderr).toContain('bad.js is not served: no rules today');
  });

  test('without any game it does not start', async () => {
    const games = folderWith({ 'readme.txt': '' });
    const empty = await run({ args: ['serve', '--games', games] });
    expect({ code: empty.code, stderr: empty.stderr }).toMatchObject({ code: 1 });
    expect(empty.stderr).toContain(`There is no game to serve in ${games}`);
    const absent = await run({ args: ['serve', '--games', join(games, 'absent')] });
    expect(absent.code).toBe(2);
    expect(absent.stderr).toContain('cannot be read');
  });
});
