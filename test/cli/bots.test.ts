import { describe, expect, test } from 'vitest';
import {
  type BotsOptions,
  type PlayMatches,
  readBotsFlags,
  runBots,
  type Summary,
} from '../../src/cli/bots.ts';
import { CommandFailure } from '../../src/cli/failure.ts';
import { run, start } from './command.ts';

const summary: Summary = {
  finished: 99,
  failed: 1,
  moves: 700,
  ms: 2_000,
  latency: { p50: 0.84, p99: 3.21, max: 12.6 },
  outcomes: { 'three-in-a-row': 80, draw: 19 },
  failures: ['match 7: the connection was lost'],
};

const options: BotsOptions = {
  url: 'ws://localhost:3000/ws',
  game: 'tic-tac-toe',
  matches: 100,
  concurrency: 10,
  seed: '42',
};

/** Reports progress once, then returns a summary. */
const engine =
  (result: Summary, calls: unknown[] = []): PlayMatches =>
  async ({ onProgress, ...rest }) => {
    calls.push(rest);
    onProgress({ finished: 50, failed: 0, moves: 350 });
    return result;
  };

function output(isTTY: boolean): { text: () => string; isTTY: boolean; write: (part: string) => boolean } {
  let text = '';
  return {
    isTTY,
    text: () => text,
    write: (part) => {
      text += part;
      return true;
    },
  };
}

describe('bots', () => {
  test('the summary has matches, rates, outcomes and failures', async () => {
    const out = output(false);
    const calls: unknown[] = [];
    expect(await runBots(engine(summary, calls), options, out)).toBe(1);
    expect(calls).toEqual([options]);
    expect(out.text()).toBe(
      [
        '99 matches of tic-tac-toe finished, 1 failed, in 2.0 s (seed 42)',
        'moves    700, 350 per second',
        'latency  p50 0.8 ms, p99 3.2 ms, max 12.6 ms',
        'outcomes three-in-a-row 80, draw 19',
        'failed   match 7: the connection was lost',
        '',
      ].join('\n'),
    );
  });

  test('on a terminal, one progress line is updated in place, and erased at the end', async () => {
    const out = output(true);
    expect(await runBots(engine({ ...summary, failed: 0, failures: [] }), options, out)).toBe(0);
    const [first, ...lines] = out.text().split('\r\u001b[2K');
    expect(first).toBe('');
    expect(lines[0]).toMatch(/^50 of 100 matches, \d+ per second$/);
    expect(lines[1]).toMatch(/^99 matches of tic-tac-toe finished/);
  });

  test('the address that a browser shows is accepted', () => {
    const urls = [
      'http://localhost:3000',
      'https://play.example/',
      'ws://a.example/ws',
      'wss://a.example/x/ws',
    ];
    expect(urls.map((url) => readBotsFlags({ url }).url)).toEqual([
      'ws://localhost:3000/ws',
      'wss://play.example/ws',
      'ws://a.example/ws',
      'wss://a.example/x/ws',
    ]);
  });

  test('the default is 100 matches of tic-tac-toe, 10 at the same time, with a seed that is printed', () => {
    const { seed, ...rest } = readBotsFlags({});
    expect(rest).toEqual({
      url: 'ws://localhost:3000/ws',
      game: 'tic-tac-toe',
      matches: 100,
      concurrency: 10,
    });
    expect(seed).toMatch(/^\d+$/);
  });

  test('all wrong flags are reported at once', () => {
    const flags = { url: 'localhost', matches: '0', concurrency: '-1' };
    expect(() => readBotsFlags(flags)).toThrow(CommandFailure);
    expect(() => readBotsFlags(flags)).toThrow(/--url must.*\n--matches must.*\n--concurrency must/);
  });

  test('plays matches to their end on a running server', async () => {
    const server = start({ args: ['serve', '--memory', '--port', '0'] });
    const url = (await server.line()).replace('turnkeeper is at ', '');
    const { code, stdout, stderr } = await run({
      args: ['bots', '--url', url, '--matches', '4', '--concurrency', '2', '--seed', 'one'],
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^4 matches of tic-tac-toe finished, 0 failed, in [\d.]+ s \(seed one\)\n/);
  });

  test.each([
    [['--url', 'http://127.0.0.1:1'], 'the server cannot be reached'],
    [['--game', 'no-such-game'], 'no-such-game'],
  ])('where nothing can be played, %j, that is said in one line', async (args, message) => {
    const server = start({ args: ['serve', '--memory', '--port', '0'] });
    const url = (await server.line()).replace('turnkeeper is at ', '');
    const { code, stdout, stderr } = await run({ args: ['bots', '--url', url, ...args] });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringContaining(message)]);
  });
});
