// The compile cache prints nothing, and a folder that cannot be written changes nothing else.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { run, start } from './command.ts';

const serve = ['serve', '--memory', '--port', '0'];

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'turnkeeper-cache-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test('a server that is killed has written its compile cache', async () => {
  const TMPDIR = folder();
  const server = start({ args: serve, env: { TMPDIR } });
  expect(await server.line()).toContain('turnkeeper is at');
  // Kept after the line, while the server serves already.
  const files = (): string[] => readdirSync(TMPDIR, { recursive: true, encoding: 'utf8' });
  await expect.poll(() => files().length, { timeout: 20_000 }).toBeGreaterThan(100);
  server.process.kill('SIGKILL');
  await server.ended;
});

test.each([
  ['does not exist', (in_: string) => join(in_, 'nowhere')],
  ['cannot be created', () => '/proc/nowhere'],
  [
    'has a file in its place',
    (in_: string) => {
      mkdirSync(join(in_, 'taken'));
      writeFileSync(join(in_, 'taken', 'node-compile-cache'), '');
      return join(in_, 'taken');
    },
  ],
])('a server whose cache folder %s starts, and prints nothing about it', async (_, place) => {
  const env = { TMPDIR: place(folder()) };
  const server = start({ args: serve, env });
  expect(await server.line()).toContain('turnkeeper is at');
  server.process.kill('SIGTERM');
  const { code, stderr } = await server.ended;
  expect([code, stderr]).toEqual([0, expect.not.stringMatching(/cache/i)]);
  expect(await run({ args: ['--version'], env })).toMatchObject({ code: 0, stderr: '' });
});
