import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import type { SearchTask } from '../../src/bots/index.ts';
import { SearchThread } from '../../src/bots/search-thread.ts';
import { ManualClock, systemClock } from '../../src/clock/index.ts';
import { rulesOf } from '../../src/game/index.ts';

const scriptedWorker = new URL('./fixtures/scripted-worker.ts', import.meta.url);
const rules = rulesOf(ticTacToe);
const match = rules.save(rules.begin({ seats: 2, seed: '', options: {} }, 0));
const task = (game: string, more: Partial<SearchTask> = {}): SearchTask => ({
  ...{ game, match, seats: 2, seat: 0, now: 0, budget: { ms: 400 }, seed: 1 },
  ...more,
});

function scriptedThread(): { thread: SearchThread; clock: ManualClock } {
  const clock = new ManualClock();
  const thread = new SearchThread({ clock, program: scriptedWorker });
  onTestFinished(() => thread.stop());
  return { thread, clock };
}

test('the thread runs searches one after the other; the same seed gives the same intent', async () => {
  const thread = new SearchThread({ clock: systemClock });
  onTestFinished(() => thread.stop());
  const game = new URL('../../games/tic-tac-toe/game.ts', import.meta.url).href;
  const search = () => thread.search(task(game, { budget: { iterations: 20 } }));
  const [first, second] = await Promise.all([search(), search()]);
  expect(first).toMatchObject({ type: 'place' });
  expect(second).toEqual(first);
  expect(thread.pending).toBe(0);
});

test('a failure in the worker rejects the search', async () => {
  const { thread } = scriptedThread();
  await expect(thread.search(task('fails'))).rejects.toThrow('GameFault: no rules');
  const real = new SearchThread({ clock: systemClock });
  onTestFinished(() => real.stop());
  await expect(real.search(task('file:///no-such-game.ts'))).rejects.toThrow('no-such-game');
});

test.each(['dies', 'throws'])(
  'a worker that %s costs its search; the next one gets a new worker',
  async (end) => {
    const { thread } = scriptedThread();
    const [ended, next] = [thread.search(task(end)), thread.search(task('answers', { seat: 1 }))];
    await expect(ended).rejects.toThrow('A search failed');
    expect(await next).toMatchObject({ type: 'thought', seat: 1 });
  },
);

test('a worker that hangs is ended, and the next search gets a new one', async () => {
  const { thread, clock } = scriptedThread();
  const [stuck, next] = [thread.search(task('for ever')), thread.search(task('answers'))];
  clock.advance(11_000);
  await expect(stuck).rejects.toThrow('does not come to an end');
  expect(await next).toMatchObject({ type: 'thought' });
  expect(clock.pending).toBe(0);
});

test('waiting searches share the time, and none gets more than its own budget', async () => {
  const { thread } = scriptedThread();
  const searches = Array.from({ length: 4 }, () => thread.search(task('answers')));
  const times = (await Promise.all(searches)).map((answer) => answer?.ms);
  // None was waiting when the first one started.
  expect(times).toEqual([400, 400 / 3, 400 / 2, 400]);
});

describe('stopping', () => {
  test('ends the running and the waiting searches, with null', async () => {
    const { thread, clock } = scriptedThread();
    const searches = [thread.search(task('for ever')), thread.search(task('answers'))];
    thread.stop();
    expect(await Promise.all(searches)).toEqual([null, null]);
    expect([thread.pending, clock.pending]).toEqual([0, 0]);
  });

  test('is not needed to let the process end', async () => {
    const program = `
      import { SearchThread } from '${new URL('../../src/bots/search-thread.ts', import.meta.url).href}';
      const thread = new SearchThread({ clock: { now: () => 0, at: () => () => {} }, program: new URL('${scriptedWorker.href}') });
      const answer = new Promise((resolve) => process.once('beforeExit', () => resolve(thread.pending)));
      void thread.search({ game: 'for ever', budget: {} });
      console.log(await answer);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
    expect(stdout.trim()).toBe('1');
  });
});
