import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type AppendOutcome, backupFolder, type Store } from '../../../src/store/index.ts';
import { databaseFile } from '../../../src/store/sqlite/folder.ts';
import { program } from './program.ts';
import { temporaryStorages } from './temporary-storages.ts';

const { open, folder } = temporaryStorages();

function append(store: Store, revision: number): Promise<AppendOutcome> {
  const fence = { room: 'r', epoch: 1, expected: revision - 1 };
  return new Promise((settled) => store.append(fence, { revision, event: revision }, settled));
}

/** Restores a backup as README.md says: a copy into an empty folder. */
async function restored(file: string) {
  const place = join(folder(), 'data');
  mkdirSync(place);
  copyFileSync(file, databaseFile(place));
  return open({ folder: place });
}

test('a backup that is made while appends go on has all that was stored before, and works as a store', async () => {
  const storage = await open();
  const session = { player: 'ann', name: 'Ann', hash: Uint8Array.from([1]), seenAt: 5 };
  await storage.sessions.save(session);
  await append(storage.rooms, 1);
  const file = join(folder(), 'backup.db');
  const copied = storage.backup(file);
  const outcomes = await Promise.all([2, 3, 4, 5].map((revision) => append(storage.rooms, revision)));
  await copied;
  expect(outcomes).toEqual(['stored', 'stored', 'stored', 'stored']);

  const copy = await restored(file);
  const room = await copy.rooms.claim('r');
  const last = room?.entries.at(-1)?.revision ?? 0;
  expect(room?.entries.map(({ revision }) => revision)).toEqual(
    Array.from({ length: last }, (_, i) => i + 1),
  );
  expect(last).toBeGreaterThanOrEqual(1);
  expect(await copy.sessions.load('ann')).toEqual(session);
  const fence = { room: 'r', epoch: 2, expected: last };
  expect(
    await new Promise((settled) => copy.rooms.append(fence, { revision: last + 1, event: 0 }, settled)),
  ).toBe('stored');
});

test('one process backs up the data that another is writing, and the writer goes on', async () => {
  const place = folder();
  const writer = program('appender.ts', { folder: place, rooms: 1 });
  const file = join(folder(), 'backup.db');
  let [before, lines] = [0, 0];
  for await (const _ of writer.lines) {
    lines += 1;
    if (lines === 20) {
      await backupFolder({ folder: place, file });
      before = lines;
    }
    if (lines === 400) break;
  }
  writer.kill('SIGKILL');
  await writer.ended;
  const room = await (await restored(file)).rooms.claim('room-0');
  expect(room?.entries.at(-1)?.revision ?? room?.snapshot?.revision).toBeGreaterThanOrEqual(before);
  expect(before).toBe(20);
});

test('a backup is one file that only its owner can read', async () => {
  const storage = await open();
  const file = join(folder(), 'backup.db');
  await storage.backup(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  for (const rest of ['.part', '-wal', '-shm']) expect(existsSync(`${file}${rest}`)).toBe(false);
});

test('a backup overwrites nothing', async () => {
  const storage = await open();
  const file = join(folder(), 'precious');
  writeFileSync(file, 'mine');
  await expect(storage.backup(file)).rejects.toMatchObject({ code: 'EXISTS' });
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

test('a backup that cannot be written rejects, and the store goes on', async () => {
  const storage = await open();
  await expect(storage.backup(join(folder(), 'not', 'there.db'))).rejects.toMatchObject({ code: 'FAILED' });
  expect(await append(storage.rooms, 1)).toBe('stored');
});

test('data that no process has open can be backed up; an empty folder cannot', async () => {
  const place = folder();
  const storage = await open({ folder: place });
  await append(storage.rooms, 1);
  await storage.close();
  const file = join(folder(), 'backup.db');
  await backupFolder({ folder: place, file });
  expect(await (await restored(file)).rooms.rooms()).toEqual(['r']);
  await expect(backupFolder({ folder: folder(), file: join(folder(), 'b.db') })).rejects.toThrow(
    'no turnkeeper data',
  );
});
