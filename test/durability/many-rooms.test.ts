// The start of a server with 10,000 stored rooms: no client waits until all of them are loaded.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openSqlite } from '../../src/store/index.ts';
import { rawClient } from '../../src/testing/index.ts';
import { freshFolder, product } from './serving.ts';
import { LAST_REVISION, type StoredTable, storedTables } from './stored-rooms.ts';

const ROOMS = 10_000;
/** One room of this many has a turn that ended while the server was down. */
const LATE_EVERY = 20;
/** One second on an idle machine; more on a machine with other work. */
const BOUND_MS = 20_000;
/**
 * The limit for one player to be back among these rooms, in multiples of this machine's time for a start. It was about 0.25 in
 * measurements, where it was 0.6 with an index made row by row. Each room loaded meanwhile takes a thousandth.
 */
const BACK_STARTS = 0.35;
const HOUR_MS = 3_600_000;

/** User and system time of a process, in ms. Only Linux has it in /proc. */
function cpuMs(pid: number | undefined): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(stat[11]) + Number(stat[12])) * 10;
}

async function resumed(url: string, { token, room }: StoredTable) {
  const client = await rawClient(url);
  const { rooms } = await client.hello({ token });
  expect(rooms).toEqual([{ room, seat: 0 }]);
  return client.expect('joined', ['room.resume', { room, epoch: 1, revision: LAST_REVISION }]);
}

async function roomsIn(url: string): Promise<number> {
  const metrics = await (await fetch(url.replace(/^ws(.*)\/ws$/, 'http$1/metrics'))).text();
  const counts = [...metrics.matchAll(/^turnkeeper_rooms\{.*\} (\d+)$/gm)].map(([, count]) => Number(count));
  return counts.reduce((sum, count) => sum + count, 0);
}

test('[T1] [R8] with 10,000 stored rooms a player is back at once, by token or code; passed timers fire once', async () => {
  const folder = freshFolder();
  const now = Date.now();
  const isLate = (index: number): boolean => index % LATE_EVERY === 0;
  const tables = await storedTables(folder, {
    count: ROOMS,
    at: (index) => (isLate(index) ? now - HOUR_MS : now),
  });
  // A long grace time, so that seats of absent players are kept in this test.
  const { server, url } = await product({ folder, flags: ['--grace-ms', `${HOUR_MS}`] });
  const from = performance.now();
  const listening = Math.round(await server.start());
  const toListen = cpuMs(server.pid);
  // One of the last rooms that the server loads by itself.
  const { document } = await resumed(url, tables.at(-3) as StoredTable);
  const back = Math.round(performance.now() - from);
  const known = await roomsIn(url);
  const toBack = cpuMs(server.pid);
  console.log(
    `${ROOMS} rooms: listening after ${listening} ms (${toListen} ms of CPU), a player back after ${back} ms ` +
      `(${toBack} ms of CPU), when ${known} rooms were loaded`,
  );
  expect(document.seats[0]?.connected).toBe(true);
  expect(back).toBeLessThan(BOUND_MS);
  expect(known).toBeLessThan(ROOMS);
  expect((toBack - toListen) / toListen).toBeLessThan(BACK_STARTS + known / 1_000);
  const friend = await rawClient(url);
  await friend.hello();
  const byCode = await friend.expect('joined', ['room.join', { code: tables.at(-2)?.code, as: 'spectator' }]);
  expect(byCode.room).toBe(tables.at(-2)?.room);

  await expect.poll(() => roomsIn(url), { timeout: 60_000, interval: 250 }).toBe(ROOMS);
  await resumed(url, tables[0] as StoredTable);
  await server.drain();
  await firedOnce(
    folder,
    tables.filter((_, index) => isLate(index)),
  );
});

async function firedOnce(folder: string, late: readonly StoredTable[]): Promise<void> {
  const { rooms, close } = await openSqlite({ folder });
  for (const { room } of late) {
    const stored = await rooms.claim(room);
    // A deadline ends a match of tic-tac-toe: a second one would have no match, and none would leave it running.
    expect(stored?.snapshot).toMatchObject({ revision: LAST_REVISION + 1, state: { status: 'finished' } });
  }
  await close();
}
