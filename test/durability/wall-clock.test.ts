// A real process whose wall clock is set during a turn: the turn keeps its length.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rawClient } from '../../src/testing/index.ts';
import { freshFolder, product } from './serving.ts';

/** Turn time of the game, in ms. */
const TURN_MS = 1_500;
/** Tolerance for a busy machine, in ms; an hour is far beyond. */
const LATE_MS = 5_000;
const here = (name: string): string => join(import.meta.dirname, name);

test.each([
  ['back', 'SIGUSR1'],
  ['forward', 'SIGUSR2'],
] as const)(
  '[R8] [T15] [E7] a wall clock set %s an hour during a turn ends the turn neither late nor early',
  async (_, signal) => {
    const { server, url } = await product({
      folder: freshFolder(),
      flags: ['--games', here('hasty-games')],
      nodeFlags: ['--import', here('jumping-clock.ts')],
    });
    await server.start();
    const ann = await rawClient(url);
    await ann.hello();
    const from = performance.now();
    const { document } = await ann.expect('joined', ['room.create', { game: 'hasty' }]);
    const seen = performance.now();
    const { at: before } = await ann.expect('pong', ['ping', {}]);
    await server.announcing(signal);
    const { at: after } = await ann.expect('pong', ['ping', {}]);
    expect(after - before).toBeLessThan(LATE_MS);
    expect(after).toBeGreaterThanOrEqual(before);
    expect(document.deadlines).toMatchObject([{ name: 'turnTime' }]);

    const { payload } = await ann.next('diff');
    const now = performance.now();
    expect(JSON.stringify(payload)).toContain('time');
    // The turn began between the request and its answer.
    expect(now - from).toBeGreaterThanOrEqual(TURN_MS);
    expect(now - seen).toBeLessThan(TURN_MS + LATE_MS);
  },
);
