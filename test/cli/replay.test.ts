import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { run } from './command.ts';

const fixture = (name: string): string => join(import.meta.dirname, 'fixtures/games', name);

const place = (seat: number, cell: number, at: number) => ({
  at,
  type: 'intent',
  seat,
  intent: { type: 'place', cell },
});

const record = {
  format: 1,
  game: 'tic-tac-toe',
  version: 1,
  seats: 2,
  names: ['Ann', 'Ben'],
  options: {},
  seed: 's',
  startedAt: 1_000,
  events: [place(0, 4, 2_500), place(1, 0, 3_000), { at: 4_000, type: 'seat.left', seat: 0, forced: false }],
  endedAt: 4_000,
  outcome: { winners: [1], reason: 'left' },
  steps: [],
};

async function replay(value: unknown, ...flags: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'turnkeeper-replay-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'match.json');
  await writeFile(file, typeof value === 'string' ? value : JSON.stringify(value));
  const { code, stdout, stderr } = await run({ args: ['replay', file, ...flags] });
  return { code, stdout, stderr: stderr.replaceAll(file, 'FILE') };
}

describe('turnkeeper replay', () => {
  test('prints event, state and view of each step', async () => {
    const { code, stdout } = await replay(record);
    expect(code).toBe(0);
    const view = (board: string, turn: string, last: string) =>
      `   view  {"board":[${board}],"turn":${turn},"line":null,"lastCell":${last}}`;
    expect(stdout.trimEnd().split('\n')).toEqual([
      'tic-tac-toe, version 1: 2 seats, options {}, 3 events',
      '0. start  (0.000 s)',
      '   state turn',
      view('null,null,null,null,null,null,null,null,null', '0', 'null'),
      '1. seat 0: place {"cell":4}  (1.500 s)',
      '   state turn',
      view('null,null,null,null,0,null,null,null,null', '1', '4'),
      '2. seat 1: place {"cell":0}  (2.000 s)',
      '   state turn',
      view('1,null,null,null,0,null,null,null,null', '0', '0'),
      '3. seat 0 leaves  (3.000 s)',
      '   state left',
      view('1,null,null,null,0,null,null,null,null', 'null', '0'),
      '   ended {"winners":[1],"reason":"left"}',
    ]);
  });

  test('--until stops after this many events, --json prints each step as one line', async () => {
    const { code, stdout } = await replay(record, '--until', '1', '--json');
    expect(code).toBe(0);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { game: 'tic-tac-toe', version: 1, events: 3, outcome: { winners: [1] } },
      { step: 0, at: 1_000, event: null, state: 'turn', outcome: null },
      {
        step: 1,
        at: 2_500,
        event: record.events[0],
        view: { lastCell: 4 },
        deadlines: [{ name: 'turnTime', at: 32_500 }],
      },
    ]);
  });

  test.each<[string, unknown, string]>([
    [
      'of another version of the game',
      { ...record, version: 7 },
      'FILE cannot be replayed: it is a match of version 7 of tic-tac-toe; the loaded module is version 1\n',
    ],
    ['that is not a record', { game: 'tic-tac-toe' }, 'FILE cannot be replayed: it is not a match record: '],
    [
      'that ended otherwise',
      { ...record, outcome: { winners: [0], reason: 'left' } },
      'FILE cannot be replayed: the recorded outcome is',
    ],
  ])('a file %s says so, exit status 1', async (_, value, message) => {
    const { code, stderr } = await replay(value);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });

  test('a module that is not bundled is named by the file or by --game', async () => {
    const lab = { ...record, game: 'lab', outcome: undefined, endedAt: undefined, events: [] };
    expect((await replay({ ...lab, module: fixture('stuck.ts') })).code).toBe(0);
    expect((await replay(lab, '--game', fixture('stuck.ts'))).code).toBe(0);
    expect(await replay(lab, '--game', 'tic-tac-toe')).toMatchObject({
      code: 1,
      stderr: 'FILE cannot be replayed: it is a match of lab, not of tic-tac-toe\n',
    });
  });

  test('an event at which the game failed is reported with the failure that verify found', async () => {
    const go = { at: 1_000, type: 'intent', seat: 0, intent: { type: 'go' } };
    const found = { check: 'fault', message: 'an action fell over' };
    const lab = { ...record, game: 'lab', outcome: undefined, endedAt: undefined, events: [go, go], found };
    const { code, stdout, stderr } = await replay(lab, '--game', fixture('throwing-action.ts'));
    expect(code).toBe(1);
    expect(stdout).toContain('1. seat 0: go');
    expect(stderr).toBe(
      "Event 2 of FILE cannot be replayed: the game threw on 'go': an action fell over\nThis is the failure that verify found: fault\n",
    );
  });

  test('a missing file or a wrong number is wrong usage, exit code 2', async () => {
    expect(await run({ args: ['replay', 'nowhere.json'] })).toMatchObject({ code: 2, stdout: '' });
    expect(await replay(record, '--until', 'end')).toMatchObject({
      code: 2,
      stderr: '--until must be a whole number from 0, not "end"\n',
    });
  });
});
