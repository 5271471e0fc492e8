import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ProgressBar } from '../../src/cli/progress-bar.ts';
import { run } from './command.ts';

const fixture = (name: string): string => join(import.meta.dirname, 'fixtures/games', name);
const quick = ['--states', '150', '--walks', '3', '--steps', '40', '--leak-tests', '10'];

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'turnkeeper-verify-'));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

describe('turnkeeper verify', () => {
  test('of a bundled game prints counts, exit code 0', async () => {
    const { code, stdout, stderr } = await run({ args: ['verify', 'connect-four', ...quick] });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^connect-four, version \d+ \(seed verify\)\n {2}engine: compiled\n {2}2 seats: 1\d\d states, \d+ edges, \d+ finals, depth \d+; 3 walks of \d+ moves in total\n/,
    );
    expect(stdout).toMatch(/\n {2}passed: no check failed\n$/);
  });

  test('of a faulty module prints the events and writes a replay file, exit code 1; replay runs the file', async () => {
    const out = await folder();
    const { code, stdout } = await run({ args: ['verify', fixture('stuck.ts'), ...quick, '--out', out] });
    expect(code).toBe(1);
    expect(stdout).toContain('  stuck: no seat can act, and no deadline is running\n');
    expect(stdout).toContain('    1. seat 0: go\n    2. seat 0: go\n');
    expect(stdout).toMatch(/turnkeeper replay \S+lab-stuck\.replay\.json\n$/);
    const file = join(out, 'lab-stuck.replay.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      game: 'lab',
      found: { check: 'stuck' },
      module: expect.stringContaining('stuck.ts'),
    });
    const replayed = await run({ args: ['replay', file] });
    expect(replayed.code).toBe(0);
    expect(replayed.stdout).toMatch(
      /\n2\. seat 0: go {2}\(0\.000 s\)\n {3}state dead\n {3}view .*\nFailure found by verify: stuck: /,
    );
  });

  test('of a folder with game.ts; --json is one line', async () => {
    const out = join(await folder(), 'new');
    const args = ['verify', fixture('in-a-folder'), ...quick, '--seed', 'x', '--json', '--out', out];
    const { code, stdout } = await run({ args });
    expect(code).toBe(1);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({
      game: 'hidden-card',
      seed: 'x',
      ok: false,
      failures: [{ check: 'leak', leak: 'rejection' }],
      files: [expect.stringContaining('hidden-card-leak.replay.json')],
    });
    expect(await readdir(out)).toEqual(['hidden-card-leak.replay.json']);
  });

  test.each([
    ['throws on load', 'throws-on-load.ts', 'the dog ate the rules'],
    ['declares what is refused', 'invokes.ts', 'invoke starts an actor'],
    ['has a view that throws', 'view-throws.ts', 'nothing to be seen'],
    ['has an endless always', 'endless-always.ts', 'within 1000 microsteps'],
  ])('a module that %s is named with the reason, exit status 1', async (_, name, reason) => {
    const { code, stdout, stderr } = await run({ args: ['verify', fixture(name)] });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(name);
    expect(stderr).toContain(reason);
  });

  test.each([
    ['an unknown game', ['verify', 'ludo'], 'ludo'],
    [
      'numbers that are none',
      ['verify', 'tic-tac-toe', '--states', 'all', '--walks', '-1', '--options', '{'],
      '--states must be a whole number from 1, not "all"\n--walks must be a whole number from 0, not "-1"\n--options must be JSON, not "{"\n',
    ],
    [
      'options it has not',
      ['verify', 'tic-tac-toe', '--options', '{"a":1}'],
      'tic-tac-toe refuses the options {"a":1}: ',
    ],
  ])('%s are a wrong call, exit status 2', async (_, args, message) => {
    const { code, stdout, stderr } = await run({ args });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

describe('the progress bar', () => {
  const drawn = (isTTY: boolean, times: readonly number[]) => {
    const lines: string[] = [];
    const clock = [...times];
    const write = (text: string | Uint8Array) => lines.push(String(text)) > 0;
    const bar = new ProgressBar({ isTTY, write }, () => clock.shift() ?? 0);
    for (const done of times.keys()) bar.show('states', { done: done * 5, of: 10 });
    bar.clear();
    return lines;
  };

  test('is drawn on a terminal, at most once in 100 ms, and erased at the end', () => {
    expect(drawn(true, [0, 50, 100])).toEqual([
      `\r\u001b[2K${'░'.repeat(24)} states, 0 of 10 at most`,
      `\r\u001b[2K${'█'.repeat(24)} states, 10 of 10 at most`,
      '\r\u001b[2K',
    ]);
  });

  test('writes nothing without a terminal', () => {
    expect(drawn(false, [0, 100])).toEqual([]);
  });
});
