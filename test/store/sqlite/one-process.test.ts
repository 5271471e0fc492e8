import { chmodSync } from 'node:fs';
import { expect, test } from 'vitest';
import { program } from './program.ts';
import { temporaryStorages } from './temporary-storages.ts';

const { open, folder } = temporaryStorages();

/** Starts an appender and waits until it has the folder open. */
async function holder(place: string) {
  const running = program('appender.ts', { folder: place, rooms: 1 });
  for await (const _ of running.lines) break;
  return running;
}

test('[T16] a second process on the folder is refused at its start, and the first goes on', async () => {
  const place = folder();
  const { rooms } = await open({ folder: place });
  const second = await program('appender.ts', { folder: place, rooms: 1, count: 1 }).ended;
  expect(second).toEqual({
    code: 1,
    errors: `IN_USE: The folder ${place} is in use by another turnkeeper process.\n`,
  });
  const fence = { room: 'r', epoch: 1, expected: 0 };
  expect(await new Promise((settled) => rooms.append(fence, { revision: 1, event: 0 }, settled))).toBe(
    'stored',
  );
});

test('[T16] one process cannot open the folder twice before it is closed', async () => {
  const place = folder();
  const first = await open({ folder: place });
  await expect(open({ folder: place })).rejects.toMatchObject({ code: 'IN_USE' });
  await first.close();
  expect(await (await open({ folder: place })).rooms.rooms()).toEqual([]);
});

test('[T16] a frozen process keeps the folder locked; a killed one releases it at once', async () => {
  const place = folder();
  const running = await holder(place);
  running.kill('SIGSTOP');
  await expect(open({ folder: place })).rejects.toMatchObject({ code: 'IN_USE' });
  running.kill('SIGKILL');
  await running.ended;
  expect(await (await open({ folder: place })).rooms.rooms()).toEqual(['room-0']);
});

/** Root may write anywhere, so the program runs as another user. */
const otherUser = process.getuid?.() === 0 ? { uid: 65_534 } : {};

test('[T16] a read-only folder is refused with the reason', async () => {
  const place = folder();
  chmodSync(place, 0o555);
  const { code, errors } = await program('appender.ts', { folder: place, rooms: 1, count: 1 }, otherUser)
    .ended;
  expect(errors).toBe(`FAILED: Cannot write to the folder ${place}: unable to open database file.\n`);
  expect(code).toBe(1);
});
