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

/** Runs until the test ends; resolves once its overview is printed. */
async function dev(folder: string): Promise<Dev> {
  const running = start({ args: ['dev', folder, '--port', '0'] });
  const overview: string[] = [];
  const first = await running.line();
  while (!overview.at(-1)?.startsWith('Changes in')) overview.push(await running.line());
  return { ...running, url: first.replace('turnkeeper is at ', ''), overview };
}

/** A room whose match has begun. */
async function roomAt(url: string, name: string) {
  const client = connect({ url: `${url.replace('http', 'ws')}/ws` });
  onTestFinished(() => client.close());
  return client.create<Marked>(name, { bots: 1 });
}

const mark = (text: string): string => `export const mark: string = '${text}';`;
const game = (name: string): string =>
  authored({ name, before: "import { mark } from './mark.ts';", view: '() => mark' });

describe('dev', () => {
  test('serves a folder, in memory, and lists its games and the modules that failed, with the reasons', async () => {
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
    expect(await ended).toMatchObject({ code: 0, stderr: expect.stringContaining('stored in memory') });
  });

  test('loads a change of any file of a module for new rooms; an existing room keeps its version', async () => {
    const folder = folderWith({
      'one/game.ts': game('one'),
      'one/mark.ts': mark('a'),
      'two.ts': authored({ name: 'two' }),
    });
    const { url, line } = await dev(folder);
    const before = await roomAt(url, 'one');
    writeFileSync(join(folder, 'one/mark.ts'), mark('changed'));
    expect(await line()).toBe(`${join('one', 'game.ts')} was reloaded: one, for new rooms`);
    expect((await roomAt(url, 'one')).document.view).toBe('changed');
    await before.send({ type: 'pass' });
    expect(before.document).toMatchObject({ view: 'a', status: 'finished' });
  });

  test('says why a changed module is not loaded, serves the previous version, and loads the next one that works', async () => {
    const folder = folderWith({ 'one/game.ts': game('one'), 'one/mark.ts': mark('a') });
    const { url, line } = await dev(folder);
    writeFileSync(join(folder, 'one/game.ts'), `${game('one')}\nthrow new Error('half done');`);
    expect(await line()).toMatch(/game\.ts is not loaded: half done \(game\.ts:\d+\)$/);
    expect(await line()).toBe('  The previous version is still served.');
    expect((await roomAt(url, 'one')).document.view).toBe('a');
    writeFileSync(join(folder, 'one/game.ts'), game('one'));
    expect(await line()).toContain('was reloaded');
  });

  test('serves a game that is added, until it is removed', async () => {
    const folder = folderWith({ 'two.ts': authored({ name: 'two' }) });
    const { url, line } = await dev(folder);
    await mkdir(join(folder, 'one'));
    writeFileSync(join(folder, 'one/mark.ts'), mark('a'));
    writeFileSync(join(folder, 'one/game.ts'), game('one'));
    const served = `${join('one', 'game.ts')} was added: one is served now`;
    // If the folder was polled before its files were written, a line says that it contains no game.
    for (let said = ''; said !== served; said = await line())
      expect(said).toMatch(/^$|no game\.ts|is not served/);
    const room = await roomAt(url, 'one');
    rmSync(join(folder, 'one'), { recursive: true });
    expect(await line()).toBe(
      `${join('one', 'game.ts')} was removed: one is not served to new rooms any more`,
    );
    await expect(roomAt(url, 'one')).rejects.toMatchObject({ code: 'UNKNOWN_GAME' });
    await room.send({ type: 'pass' });
    expect(room.document.status).toBe('finished');
  });

  test('waits for the first game in a folder without one', async () => {
    const { overview } = await dev(folderWith({}));
    expect(overview[0]).toBe('No game here yet. `turnkeeper new <name>` creates one.');
  });

  test('a folder that does not exist is wrong usage', async () => {
    const absent = join(folderWith({}), 'absent');
    const { code, stderr } = await run({ args: ['dev', absent] });
    expect(code).toBe(2);
    expect(stderr).toContain(`The folder of games cannot be read: ${absent}`);
  });

  test('serves the game that `new` has created', async () => {
    const folder = join(folderWith({}), 'last-stone');
    await run({ args: ['new', 'last-stone', '--dir', folder] });
    const { url, overview, line } = await dev(folder);
    expect(overview[0]).toBe('  last-stone, 2 seats, engine: compiled');
    const changed = readFileSync(join(folder, 'game.ts'), 'utf8').replace('stones: 21', 'stones: 5');
    writeFileSync(join(folder, 'game.ts'), changed);
    expect(await line()).toBe('game.ts was reloaded: last-stone, for new rooms');
    expect((await roomAt(url, 'last-stone')).document.view).toEqual({ stones: 5, turn: 0 });
  });
});
