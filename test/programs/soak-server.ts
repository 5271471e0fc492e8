// The server of the soak test, in its own process. Its clock follows the system clock and can jump ahead.
import { setImmediate as nextTurn } from 'node:timers/promises';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { repeat, systemClock } from '../../src/clock/index.ts';
import { createLog } from '../../src/server/index.ts';
import { ManualClock, startTestServer } from '../../src/testing/index.ts';
import highCard from '../game/fixtures/high-card.ts';
import vault from '../integration/fixtures/vault.ts';

/** Longer than anything is kept: seats for a minute, sessions for a day. In ms. */
const LEAP_MS = Number(process.argv[2] ?? 25 * 60 * 60_000);
/** Resolution of the timers, in ms. */
const TICK_MS = 5;
/** Time limit for Node to release closed handles, which takes it a few turns of the event loop; in ms. */
const PATIENCE_MS = 5_000;

export type Left = { readonly rooms: number; readonly sessions: number; readonly timers: number };

const clock = new ManualClock(systemClock.now());
let advancedTo = systemClock.now();
repeat(systemClock, TICK_MS, () => {
  const now = systemClock.now();
  clock.advance(Math.max(0, now - advancedTo));
  advancedTo = now;
});

const server = await startTestServer({
  ...{ games: [ticTacToe, highCard, vault], clock, botThinkMs: 5, log: createLog({ level: 'warn' }) },
});

const sockets = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

/** Jumps ahead after the last client has left, so that everything expires. What is left then is a leak. */
async function leap(): Promise<Left> {
  const until = systemClock.now() + PATIENCE_MS;
  while ((server.left.connections > 0 || sockets() > 0) && systemClock.now() < until) await nextTurn();
  clock.advance(LEAP_MS);
  await nextTurn();
  const { connections, rooms, queued, ...left } = server.left;
  return { ...left, rooms: rooms + queued + connections };
}

process.on('message', (request) => {
  if (request === 'leap') void leap().then((left) => process.send?.(left));
});
console.log(`turnkeeper is at ${server.url}`);
