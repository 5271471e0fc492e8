import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { AppendOutcome, Store } from '../../../src/store/index.ts';
import { databaseFile } from '../../../src/store/sqlite/folder.ts';
import { groupCommit } from '../../../src/store/sqlite/group-commit.ts';
import { operationsOn, type Request } from '../../../src/store/sqlite/operations.ts';
import { migrate, migrations } from '../../../src/store/sqlite/schema.ts';
import { statements } from '../../../src/store/sqlite/statements.ts';
import { storing } from './stored-in.ts';

const { open, folder } = storing();

/** The commit alone, without its thread. */
function committing() {
  const database = new DatabaseSync(':memory:');
  migrate(database, migrations);
  return { database, commit: groupCommit(database, operationsOn(database, statements)) };
}

const append = (room: string, expected: number, event = '0'): Request => [
  'append',
  room,
  1,
  expected,
  expected + 1,
  event,
];

test('a batch sees its own earlier requests', () => {
  const { commit } = committing();
  const answers = commit([append('a', 0), append('a', 1), append('a', 1), ['rooms'], ['claim', 'a']]);
  expect(answers.slice(0, 4)).toEqual(['stored', 'stored', 'fenced', ['a']]);
  expect(answers[4]).toMatchObject({ epoch: 2, entries: [{ revision: 1 }, { revision: 2 }] });
});

test('a request that fails alone takes nobody along, and leaves nothing half done', () => {
  const { database, commit } = committing();
  database.exec(`CREATE TRIGGER broken BEFORE INSERT ON entries WHEN new.event = 'bad'
    BEGIN SELECT raise(ABORT, 'damaged'); END`);
  const [before, bad, after] = commit([append('a', 0), append('b', 0, 'bad'), append('c', 0)]);
  expect([before, after]).toEqual(['stored', 'stored']);
  expect(bad).toEqual({ trouble: 'FAILED', message: 'damaged' });
  expect(commit([['rooms']])[0]).toEqual(['a', 'c']);
});

/** Two ways to lose a transaction: SQLite gives it up on the way, or its commit fails and it stays open. */
const losses = {
  'on the way': "BEGIN SELECT raise(ROLLBACK, 'disk gone'); END",
  'at its commit': "BEGIN INSERT INTO children VALUES ('nobody'); END",
};

test.each(Object.entries(losses))(
  '[T16] a transaction lost %s fails whole; its questions are answered, and the next one goes on',
  (_, body) => {
    const { database, commit } = committing();
    expect(commit([append('a', 0)])).toEqual(['stored']);
    database.exec(`CREATE TABLE children (room TEXT REFERENCES rooms DEFERRABLE INITIALLY DEFERRED);
      CREATE TRIGGER broken BEFORE INSERT ON entries WHEN new.event = 'bad' ${body}`);
    const failed = { trouble: 'FAILED', message: expect.stringMatching(/disk gone|FOREIGN KEY/) };
    const answers = commit([append('b', 0), ['rooms'], append('a', 1, 'bad'), append('c', 0)]);
    expect(answers).toEqual([failed, ['a'], failed, failed]);
    expect(commit([append('a', 1), ['rooms']])).toEqual(['stored', ['a']]);
  },
);

/** Appends `count` entries to each room without waiting; the order in which they were settled. */
async function settledOrder(store: Store, rooms: readonly string[], count: number): Promise<string[]> {
  const order: string[] = [];
  const outcomes: Promise<AppendOutcome>[] = [];
  for (let revision = 1; revision <= count; revision++) {
    for (const room of rooms) {
      const fence = { room, epoch: 1, expected: revision - 1 };
      const { promise, resolve } = Promise.withResolvers<AppendOutcome>();
      outcomes.push(promise);
      store.append(fence, { revision, event: revision }, (outcome) => {
        order.push(`${room}${revision}`);
        resolve(outcome);
      });
    }
  }
  expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['stored']));
  return order;
}

test('outcomes come in the order of the appends, over all rooms', async () => {
  const { rooms } = await open();
  const order = await settledOrder(rooms, ['a', 'b', 'c'], 200);
  expect(order).toEqual(
    Array.from({ length: 200 }, (_, i) => ['a', 'b', 'c'].map((room) => `${room}${i + 1}`)).flat(),
  );
});

test('what gathers over many turns of the loop, while commits run, stays in order', async () => {
  const { rooms } = await open();
  const outcomes: Promise<AppendOutcome>[] = [];
  for (let revision = 1; revision <= 200; revision++) {
    const { promise, resolve } = Promise.withResolvers<AppendOutcome>();
    rooms.append({ room: 'a', epoch: 1, expected: revision - 1 }, { revision, event: 0 }, resolve);
    outcomes.push(promise);
    await nextTurn();
  }
  expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['stored']));
});

test('[T16] while another program locks the file, appends fail; then the store goes on', async () => {
  const place = folder();
  const reports: string[] = [];
  const { rooms } = await open(
    { folder: place, report: ({ code }) => reports.push(code) },
    { pragmas: ['journal_mode = WAL', 'busy_timeout = 1'] },
  );
  const append = () =>
    new Promise((settled) =>
      rooms.append({ room: 'a', epoch: 1, expected: 0 }, { revision: 1, event: 0 }, settled),
    );
  const other = new DatabaseSync(databaseFile(place));
  other.exec('BEGIN IMMEDIATE');
  expect(await append()).toBe('failed');
  expect(await rooms.rooms()).toEqual([]);
  other.exec('ROLLBACK');
  other.close();
  expect(await append()).toBe('stored');
  expect(reports).toEqual(['FAILED']);
});
