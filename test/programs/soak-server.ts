// The server that is worn out, in a process of its own: its clock runs with the system's, and can leap ahead.
import { setImmediate as nextTurn } from 'node:timers/promises';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { repeat, systemClock } from '../../src/clock/index.ts';
import { createLog } from '../../src/server/index.ts';
import { ManualClock, startTestServer } from '../../src/testing/index.ts';
import highCard from '../game/fixtures/high-card.ts';
import vault from '../integration/fixtures/vault.ts';

/** Beyond the longest that anything is remembered: seats for a minute, sessions for a day. */
const LEAP_MS = Number(process.argv[2] ?? 25 * 60 * 60_000);
/** How exact its timers are. */
const TICK_MS = 5;
/** For what Node lets go of a few turns of its loop later. */
const PATIENCE_MS = 5_000;

export type Left = { readonly rooms: number; readonly sessions: number; readonly timers: number };

const clock = new ManualClock(systemClock.now());
let told = systemClock.now();
repeat(systemClock, TICK_MS, () => {
  const now = systemClock.now();
  clock.advance(Math.max(0, now - told));
  told = now;
});

const server = await startTestServer({
  ...{ games: [ticTacToe, highCard, vault], clock, botThinkMs: 5, log: createLog({ level: 'warn' }) },
});

const sockets = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

/** Lets everybody's time run out, once the last has gone; what is left then is left for good. */
async function leap(): Promise<Left> {
  const until = systemClock.now() + PATIENCE_MS;
  while ((server.left.connections > 0 || sockets() > 0) && systemClock.now() < until) await nextTurn();
  clock.advance(LEAP_MS);
  await nextTurn();
  const { connections, rooms, queued, ...left } = server.left;
  return { ...left, rooms: rooms + queued + connections };
}

process.on('message', (asked) => {
  if (asked === 'leap') void leap().then((left) => process.send?.(left));
});
console.log(`turnkeeper is at ${server.url}`);
