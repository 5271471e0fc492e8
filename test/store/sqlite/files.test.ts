import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { serialize } from 'node:v8';
import { expect, test } from 'vitest';
import { databaseFile } from '../../../src/store/sqlite/folder.ts';
import { APPLICATION_ID, migrate, migrations } from '../../../src/store/sqlite/schema.ts';
import { temporaryStorages } from './temporary-storages.ts';

const { open, folder } = temporaryStorages();

/** A pragma of a file that no process has open. */
function pragma(file: string, name: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true });
  const value = database.prepare(`PRAGMA ${name}`).get()?.[name];
  database.close();
  return value;
}

test('a folder that does not exist is created, and the file in it has our application id', async () => {
  const place = join(folder(), 'deep', 'data');
  await (await open({ folder: place })).close();
  expect(pragma(databaseFile(place), 'application_id')).toBe(APPLICATION_ID);
  expect(pragma(databaseFile(place), 'user_version')).toBe(migrations.length);
  expect(pragma(databaseFile(place), 'journal_mode')).toBe('wal');
});

test.each([
  ['a text', (file: string) => writeFileSync(file, 'Dear diary, '.repeat(100))],
  ['a few bytes', (file: string) => writeFileSync(file, 'x')],
  ['a database of another program', (file: string) => anotherProgram(file)],
])('[T16] %s in place of the data is refused and not changed', async (_, write) => {
  const place = folder();
  write(databaseFile(place));
  const before = readFileSync(databaseFile(place));
  await expect(open({ folder: place })).rejects.toMatchObject({ name: 'StoreError', code: 'FOREIGN' });
  expect(readFileSync(databaseFile(place)).equals(before)).toBe(true);
  expect(existsSync(`${databaseFile(place)}-wal`)).toBe(false);
});

function anotherProgram(file: string): void {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE cats (name TEXT)');
  database.close();
}

test('[T16] our file with destroyed tables is refused', async () => {
  const place = folder();
  await (await open({ folder: place })).close();
  const bytes = readFileSync(databaseFile(place));
  writeFileSync(databaseFile(place), bytes.fill(0xff, 100));
  await expect(open({ folder: place })).rejects.toMatchObject({
    code: 'FAILED',
    message: expect.stringContaining('malformed'),
  });
});

test('[T16] a folder that cannot be created is refused with the reason', async () => {
  const file = join(folder(), 'a-file');
  writeFileSync(file, '');
  await expect(open({ folder: join(file, 'data') })).rejects.toThrow(/^Cannot create the folder .*: ENOTDIR/);
});

test('[T16] a folder in place of the file is refused', async () => {
  const place = folder();
  mkdirSync(databaseFile(place));
  await expect(open({ folder: place })).rejects.toMatchObject({ code: 'FAILED' });
});

test('a file of an older version is migrated, and keeps its data', async () => {
  const place = folder();
  const old = await open({ folder: place });
  await old.matches.save({
    ...{ id: 'm', room: 'r', game: 'g', version: 1 },
    ...{ startedAt: 1, endedAt: 2, record: 'kept' },
  });
  await old.close();
  const next = [...migrations, 'CREATE TABLE notes (note TEXT)', "INSERT INTO notes VALUES ('once')"];
  for (const _ of ['migrates', 'has nothing left to do']) {
    const storage = await open({ folder: place }, { migrations: next });
    expect((await storage.matches.load('m'))?.record).toBe('kept');
    await storage.close();
  }
  expect(pragma(databaseFile(place), 'user_version')).toBe(next.length);
  const database = new DatabaseSync(databaseFile(place));
  expect(database.prepare('SELECT count(*) AS count FROM notes').get()?.count).toBe(1);
  database.close();
});

test('a file of version 1, without a journal, keeps its rooms and goes on', async () => {
  const place = folder();
  const database = new DatabaseSync(databaseFile(place));
  migrate(database, migrations.slice(0, 1));
  database.exec(`INSERT INTO rooms VALUES ('r', 1); INSERT INTO entries VALUES ('r', 1, '"opened"')`);
  database.close();
  const { rooms } = await open({ folder: place });
  const appended = (epoch: number, revision: number) =>
    new Promise((settled) =>
      rooms.append({ room: 'r', epoch, expected: revision - 1 }, { revision, event: 'went on' }, settled),
    );
  expect(await appended(1, 2)).toBe('stored');
  expect((await rooms.claim('r'))?.entries.map(({ event }) => event)).toEqual(['opened', 'went on']);
});

test('a journal of version 2 that a killed process left is read, and deleted at the checkpoint', async () => {
  const place = folder();
  const ann = { player: 'ann', name: 'Ann', hash: Uint8Array.of(0, 255), seenAt: 5 };
  const database = new DatabaseSync(databaseFile(place));
  migrate(database, migrations.slice(0, 2));
  const left = database.prepare('INSERT INTO journal (changes) VALUES (?1)');
  left.run(serialize([['append', 'r', 1, 0, 1, '"opened"']]));
  left.run(
    serialize([
      ['saveSession', ann],
      ['append', 'r', 1, 1, 2, '"went on"'],
    ]),
  );
  database.close();
  for (const _ of ['read', 'in the tables']) {
    const storage = await open({ folder: place });
    expect(await storage.sessions.load('ann')).toEqual(ann);
    expect((await storage.rooms.claim('r'))?.entries.map(({ event }) => event)).toEqual([
      'opened',
      'went on',
    ]);
    await storage.close();
  }
  const after = new DatabaseSync(databaseFile(place), { readOnly: true });
  expect(after.prepare('SELECT count(*) AS count FROM former_journal').get()?.count).toBe(0);
  after.close();
});

test('a migration that fails leaves the file at the version before', async () => {
  const place = folder();
  await (await open({ folder: place })).close();
  const broken = [...migrations, 'CREATE TABLE notes (note TEXT); INSERT INTO nowhere VALUES (1)'];
  await expect(open({ folder: place }, { migrations: broken })).rejects.toThrow('no such table: nowhere');
  expect(pragma(databaseFile(place), 'user_version')).toBe(migrations.length);
  const storage = await open({ folder: place });
  expect(await storage.rooms.rooms()).toEqual([]);
});

test('a file of a newer version is refused and not changed', async () => {
  const place = folder();
  const later = [...migrations, 'CREATE TABLE notes (note TEXT)'];
  await (await open({ folder: place }, { migrations: later })).close();
  const before = readFileSync(databaseFile(place));
  await expect(open({ folder: place })).rejects.toMatchObject({ code: 'NEWER' });
  expect(readFileSync(databaseFile(place)).equals(before)).toBe(true);
});
