import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FolderWatch } from '../../src/cli/folder-watch.ts';
import { folderWith } from '../game-loader/folder.ts';

/** A watch that has seen the folder once. */
async function watched(files: Readonly<Record<string, string>>) {
  const folder = folderWith(files);
  const watch = new FolderWatch(folder);
  expect([...(await watch.poll())]).toEqual([]);
  const at = (path: string): string => join(folder, path);
  return { watch, at, looks: async () => [...(await watch.poll())].sort() };
}

describe('polling a folder', () => {
  test('finds what was added, changed and removed, once, after it stopped changing', async () => {
    const { at, looks } = await watched({ 'a.ts': '1', 'b/c.ts': '1', 'b/d.ts': '1' });
    writeFileSync(at('a.ts'), '1 and more');
    mkdirSync(at('new/deep'), { recursive: true });
    writeFileSync(at('new/deep/e.ts'), '1');
    rmSync(at('b/c.ts'));
    expect(await looks()).toEqual([]);
    expect(await looks()).toEqual([at('a.ts'), at('b/c.ts'), at('new/deep/e.ts')]);
    expect(await looks()).toEqual([]);
  });

  test('waits for a file that is still being written', async () => {
    const { at, looks } = await watched({ 'a.ts': '1' });
    writeFileSync(at('a.ts'), '12');
    expect(await looks()).toEqual([]);
    writeFileSync(at('a.ts'), '123');
    expect(await looks()).toEqual([]);
    expect(await looks()).toEqual([at('a.ts')]);
  });

  test('ignores packages, tests, documentation, and backup files of editors', async () => {
    const { at, looks } = await watched({ 'a.ts': '1', 'node_modules/p/x.js': '1' });
    const idle = ['a.test.ts', 'README.md', '.a.ts.swp', 'a.ts~', 'node_modules/p/x.js'];
    for (const path of idle) writeFileSync(at(path), 'changed');
    await looks();
    expect(await looks()).toEqual([]);
  });

  test('treats a removed folder as empty', async () => {
    const { at, looks } = await watched({ 'a.ts': '1' });
    rmSync(at('.'), { recursive: true });
    await looks();
    expect(await looks()).toEqual([at('a.ts')]);
  });
});
