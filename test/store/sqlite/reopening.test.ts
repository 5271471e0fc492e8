import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { databaseFile } from '../../../src/store/sqlite/folder.ts';
import { storedTables } from '../../durability/stored-rooms.ts';
import { temporaryStorages } from './temporary-storages.ts';

const { open, folder } = temporaryStorages();

test('[T1] 10,000 rooms are listed with their codes within 1 s of the start', async () => {
  const place = { folder: folder() };
  const tables = await storedTables(place.folder, { count: 10_000, at: () => 1_000 });

  const start = performance.now();
  const { rooms } = await open(place);
  expect(await rooms.rooms()).toHaveLength(tables.length);
  const codes = new Map((await rooms.roomIndex(['code'])).map(([code, room]) => [code, room]));
  expect(performance.now() - start).toBeLessThan(1_000);
  for (const { code, room } of tables) expect(codes.get(code)).toBe(room);
});

test('a damaged entry that is not JSON any more hides only its own room from the index', async () => {
  const place = { folder: folder() };
  const [damaged, intact] = await storedTables(place.folder, { count: 2, at: () => 1_000 });
  const database = new DatabaseSync(databaseFile(place.folder));
  database
    .prepare(`UPDATE entries SET event = '{"setup":{"code":' WHERE room = ? AND revision = 1`)
    .run(damaged?.room ?? '');
  database.close();
  const { rooms } = await open(place);
  expect(await rooms.roomIndex(['code'])).toEqual([[intact?.code, intact?.room]]);
});
