// A real process whose wall clock is set while a turn runs: the turn is as long as it was meant to be.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rawClient } from '../../src/testing/index.ts';
import { freshFolder, product } from './serving.ts';

/** Of the game below, ms. */
const TURN_MS = 1_500;
/** What a busy machine may be late by, ms; an hour is far beyond. */
const LATE_MS = 5_000;
const here = (name: string): string => join(import.meta.dirname, name);

test.each([
  ['back', 'SIGUSR1'],
  ['forward', 'SIGUSR2'],
] as const)(
  '[R8] [T15] a wall clock set %s an hour in mid-turn ends the turn neither late nor early',
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
    // Begun somewhere between asking and hearing of it.
    expect(now - from).toBeGreaterThanOrEqual(TURN_MS);
    expect(now - seen).toBeLessThan(TURN_MS + LATE_MS);
  },
);
