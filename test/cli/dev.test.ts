import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connect } from '../../src/client/index.ts';
import type { AnyIntent, Game } from '../../src/game/index.ts';
import { folderWith } from '../game-loader/folder.ts';
import { authored } from './authored.ts';
import { type Running, run, start } from './command.ts';

type Marked = Game<{ name: string; view: string; secrets: null; intent: AnyIntent; options: object }>;

type Dev = Running & { readonly url: string; readonly overview: readonly string[] };

/** Runs until the test ends; has said all that it says at the start. */
async function dev(folder: string): Promise<Dev> {
  const running = start({ args: ['dev', folder, '--port', '0'] });
  const overview: string[] = [];
  const first = await running.line();
  while (!overview.at(-1)?.startsWith('Changes in')) overview.push(await running.line());
  return { ...running, url: first.replace('turnkeeper is at ', ''), overview };
}

/** A room that has begun. */
async function roomAt(url: string, name: string) {
  const client = connect({ url: `${url.replace('http', 'ws')}/ws` });
  onTestFinished(() => client.close());
  return client.create<Marked>(name, { bots: 1 });
}

const mark = (text: string): string => `export const mark: string = '${text}';`;
const game = (name: string): string =>
  authored({ name, before: "import { mark } from './mark.ts';", view: '() => mark' });

describe('dev', () => {
  test('serves a folder, in memory, and says what is there, and what is not and why', async () => {
    const folder = folderWith({
      'one/game.ts': game('one'),
      'one/mark.ts': mark('a'),
      'bad.js': 'throw new Error("no")',
    });
    const { url, overview, process: child, ended } = await dev(folder);
    expect(overview).toEqual([
      '  one, 2 seats, engine: compiled',
      'bad.js is not served: no (bad.js:1)',
      expect.stringContaining(folder),
    ]);
    expect((await fetch(`${url}/games/one/machine.json`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, stderr: expect.stringContaining('kept in memory') });
  });

  test('takes a change of any file of a module for new rooms; a room that runs keeps what it has', async () => {
    const folder = folderWith({
      'one/game.ts': game('one'),
      'one/mark.ts': mark('a'),
      'two.ts': authored({ name: 'two' }),
    });
    const { url, line } = await dev(folder);
    const before = await roomAt(url, 'one');
    writeFileSync(join(folder, 'one/mark.ts'), mark('changed'));
    expect(await line()).toBe(`${join('one', 'game.ts')} is loaded again: one, for new rooms`);
    expect((await roomAt(url, 'one')).document.view).toBe('changed');
    await before.send({ type: 'pass' });
    expect(before.document).toMatchObject({ view: 'a', status: 'finished' });
  });

  test('tells why a changed module is not taken, serves the one before, and takes the next one that loads', async () => {
    const folder = folderWith({ 'one/game.ts': game('one'), 'one/mark.ts': mark('a') });
    const { url, line } = await dev(folder);
    writeFileSync(join(folder, 'one/game.ts'), `${game('one')}\nthrow new Error('half done');`);
    expect(await line()).toMatch(/game\.ts is not taken: half done \(game\.ts:\d+\)$/);
    expect(await line()).toBe('  What was there before is still served.');
    expect((await roomAt(url, 'one')).document.view).toBe('a');
    writeFileSync(join(folder, 'one/game.ts'), game('one'));
    expect(await line()).toContain('is loaded again');
  });

  test('serves a game that is added, until it is removed', async () => {
    const folder = folderWith({ 'two.ts': authored({ name: 'two' }) });
    const { url, line } = await dev(folder);
    await mkdir(join(folder, 'one'));
    writeFileSync(join(folder, 'one/mark.ts'), mark('a'));
    writeFileSync(join(folder, 'one/game.ts'), game('one'));
    const served = `${join('one', 'game.ts')}: one is served now`;
    // Where the folder was seen before its files were, it was said that there is no game in it.
    for (let said = ''; said !== served; said = await line())
      expect(said).toMatch(/^$|no game\.ts|is not served/);
    const room = await roomAt(url, 'one');
    rmSync(join(folder, 'one'), { recursive: true });
    expect(await line()).toBe(`${join('one', 'game.ts')} is gone, and with it one, for new rooms`);
    await expect(roomAt(url, 'one')).rejects.toMatchObject({ code: 'UNKNOWN_GAME' });
    await room.send({ type: 'pass' });
    expect(room.document.status).toBe('finished');
  });

  test('waits for the first game in a folder without one', async () => {
    const { overview } = await dev(folderWith({}));
    expect(overview[0]).toBe('There is no game here yet: `turnkeeper new <name>` writes one.');
  });

  test('a folder that is not there is a wrong call', async () => {
    const absent = join(folderWith({}), 'absent');
    const { code, stderr } = await run({ args: ['dev', absent] });
    expect(code).toBe(2);
    expect(stderr).toContain(`The folder of games cannot be read: ${absent}`);
  });

  test('serves what `new` has written, without a change', async () => {
    const folder = join(folderWith({}), 'last-stone');
    await run({ args: ['new', 'last-stone', '--dir', folder] });
    const { url, overview, line } = await dev(folder);
    expect(overview[0]).toBe('  last-stone, 2 seats, engine: compiled');
    const changed = readFileSync(join(folder, 'game.ts'), 'utf8').replace('stones: 21', 'stones: 5');
    writeFileSync(join(folder, 'game.ts'), changed);
    expect(await line()).toBe('game.ts is loaded again: last-stone, for new rooms');
    expect((await roomAt(url, 'last-stone')).document.view).toEqual({ stones: 5, turn: 0 });
  });
});
