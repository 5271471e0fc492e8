import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AppendOutcome, Store } from '../../../src/store/index.ts';
import { isFailure, messageOf } from '../../../src/store/sqlite/errors.ts';
import { databaseFile } from '../../../src/store/sqlite/folder.ts';
import { type Request, toSessionText } from '../../../src/store/sqlite/operations.ts';
import {
  type CheckpointConfig,
  defaultConfig,
  migrate,
  migrations,
} from '../../../src/store/sqlite/schema.ts';
import { type Answers, Writer } from '../../../src/store/sqlite/writer.ts';
import { runs } from '../../long.ts';
import { temporaryStorages } from './temporary-storages.ts';

const { open, folder } = temporaryStorages();

/** The writer alone, without its thread. */
function writing(checkpoint: Partial<CheckpointConfig> = {}) {
  const database = new DatabaseSync(':memory:');
  migrate(database, migrations);
  const reports: string[] = [];
  const config = { ...defaultConfig, checkpoint: { ...defaultConfig.checkpoint, ...checkpoint } };
  const start = (): Writer =>
    new Writer({ database, config, report: (error) => reports.push(messageOf(error)) });
  /** The number of rows in a table. */
  const count = (table: string): unknown =>
    database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.count;
  return { database, writer: start(), start, count, reports };
}

const append = (room: string, expected: number, event = '0'): Request => [
  'append',
  room,
  1,
  expected,
  expected + 1,
  event,
];

const commit = (writer: Writer, requests: readonly Request[]): Answers =>
  writer.commit(JSON.stringify(requests));

const checkpointed = (writer: Writer): void => {
  while (writer.isBehind) writer.checkpoint();
};

test('a batch sees its own earlier requests', () => {
  const { writer } = writing();
  const answers = commit(writer, [append('a', 0), append('a', 1), append('a', 1), ['rooms'], ['claim', 'a']]);
  expect(answers.slice(0, 4)).toEqual(['stored', 'stored', 'fenced', ['a']]);
  expect(answers[4]).toMatchObject({ epoch: 2, entries: [{ revision: 1 }, { revision: 2 }] });
});

test('[R2] the changes of one batch are one row of the journal until they are saved to the tables', () => {
  const { writer, count } = writing();
  commit(writer, [append('a', 0), append('b', 0), append('a', 1), append('a', 7)]);
  expect([count('journal'), count('entries')]).toEqual([1, 0]);
  commit(writer, [append('a', 2)]);
  expect([count('journal'), count('entries')]).toEqual([2, 0]);
  checkpointed(writer);
  expect([count('journal'), count('entries')]).toEqual([0, 4]);
});

test('[T22] a checkpoint ends however many requests come meanwhile, and leaves only newer changes in the journal', () => {
  const { writer, start, count } = writing({ rows: 2 });
  const match = { room: 'm', game: 'g', version: 1, startedAt: 0, endedAt: 1, record: '{}' };
  commit(writer, [append('a', 0), append('b', 0)]);
  const matches = ['m1', 'm2', 'm3'].map((id): Request => ['keepMatch', { ...match, id }]);
  commit(writer, matches);
  let slices = 0;
  for (let isDone = false; !isDone; slices += 1) {
    isDone = writer.checkpoint();
    // As much as a slice can save, again and again.
    commit(writer, [append('a', slices + 1), append('b', slices + 1)]);
  }
  expect([slices, count('matches'), writer.isBehind]).toEqual([4, 3, true]);
  // Of six commits, those from the second slice on: b was saved in it, and has lacked something since.
  expect(count('journal')).toBe(3);
  const restarted = start();
  const [a] = commit(restarted, [['claim', 'a']]);
  expect(a).toMatchObject({ entries: Array.from({ length: slices + 1 }, (_, i) => ({ revision: i + 1 })) });
});

test('a request that changes nothing writes nothing', () => {
  const { writer, count } = writing();
  expect(commit(writer, [append('a', 1), ['remove', 'a', 1, 0]])).toEqual(['fenced', undefined]);
  expect(count('journal')).toBe(0);
});

test('a row is found in memory or in its table, without a checkpoint', () => {
  const { writer, count } = writing();
  const ann = { player: 'ann', name: 'Ann', hash: Uint8Array.of(1), seenAt: 5 };
  commit(writer, [['saveSession', toSessionText(ann)]]);
  const lookups: Request[] = [
    ['loadSession', 'ann'],
    ['loadSession', 'bob'],
    ['loadMatch', 'ann'],
  ];
  expect(commit(writer, lookups)).toEqual([ann, null, null]);
  expect([count('journal'), count('sessions')]).toEqual([1, 0]);
  checkpointed(writer);
  expect(commit(writer, lookups)).toEqual([ann, null, null]);
});

test('entries that a snapshot replaces before a checkpoint are never saved to the tables', () => {
  const { writer, count } = writing();
  commit(writer, [append('a', 0), append('a', 1), ['snapshot', 'a', 1, 2, 2, '{}'], append('a', 2)]);
  checkpointed(writer);
  expect([count('entries'), count('snapshots')]).toEqual([1, 1]);
});

test('many changes are saved in slices, and requests between the slices see all of them', () => {
  const { writer, count } = writing();
  const rooms = Array.from({ length: 2_000 }, (_, i) => `room-${i}`);
  const first = rooms.map((room) => append(room, 0));
  commit(writer, first);
  writer.checkpoint();
  expect(writer.isBehind).toBe(true);
  expect(Number(count('rooms'))).toBeLessThan(1_000);
  const second = rooms.map((room) => append(room, 1));
  expect(new Set(commit(writer, second))).toEqual(new Set(['stored']));
  expect((commit(writer, [['rooms']])[0] as string[]).toSorted()).toEqual(rooms.toSorted());
  expect([writer.isBehind, count('journal'), count('entries')]).toEqual([false, 0, 4_000]);
});

test('[T16] a room that cannot be saved to the tables is set aside and reported, and harms no other', () => {
  const { database, writer, count, reports } = writing();
  database.exec(`CREATE TRIGGER broken BEFORE INSERT ON entries WHEN new.event = 'bad'
    BEGIN SELECT raise(ABORT, 'damaged'); END`);
  const batch = [append('a', 0), append('b', 0), append('b', 1, 'bad'), append('c', 0)];
  expect(new Set(commit(writer, batch))).toEqual(new Set(['stored']));
  checkpointed(writer);
  expect(reports).toEqual(['damaged']);
  // No entry may follow the gap.
  expect(commit(writer, [append('b', 2), append('a', 1)])).toEqual(['fenced', 'stored']);
  expect(commit(writer, [['rooms']])[0]).toEqual(['a', 'c']);
  expect([count('journal'), count('set_aside')]).toEqual([0, 1]);
  const aside = database.prepare('SELECT what, reason FROM set_aside').get();
  expect(JSON.parse(String(aside?.what))).toMatchObject({ room: 'b', entries: [{}, { event: 'bad' }] });
  expect(aside?.reason).toBe('damaged');
});

/** Two ways to lose a transaction: SQLite rolls it back on the way, or its commit fails and it stays open. */
const losses = {
  'on the way': "BEGIN SELECT raise(ROLLBACK, 'disk gone'); END",
  'at its commit': "BEGIN INSERT INTO children VALUES ('nobody'); END",
};

test.each(Object.entries(losses))(
  '[T16] a transaction that is lost %s fails completely; its queries are answered, and the next one succeeds',
  (_, body) => {
    const { database, writer } = writing();
    expect(commit(writer, [append('a', 0)])).toEqual(['stored']);
    database.exec(`CREATE TABLE children (room TEXT REFERENCES rooms DEFERRABLE INITIALLY DEFERRED);
      CREATE TRIGGER no_more_changes BEFORE INSERT ON journal ${body};
      CREATE TRIGGER no_more_entries BEFORE INSERT ON entries WHEN new.room = 'b' ${body};
      CREATE TRIGGER no_more_sessions BEFORE DELETE ON sessions ${body};
      INSERT INTO sessions VALUES ('ann', 'Ann', x'01', 5)`);
    const failed = { failure: 'FAILED', message: expect.stringMatching(/disk gone|FOREIGN KEY/) };
    expect(commit(writer, [append('b', 0), append('a', 1)])).toEqual([failed, failed]);
    expect(commit(writer, [append('b', 0), ['rooms'], ['removeSession', 'ann'], append('a', 1)])).toEqual([
      ...[failed, ['a'], failed, failed],
    ]);
    for (const what of ['changes', 'entries', 'sessions']) database.exec(`DROP TRIGGER no_more_${what}`);
    expect(commit(writer, [append('a', 1), append('b', 1)])).toEqual(['stored', 'fenced']);
    expect(commit(writer, [['rooms']])).toEqual([['a']]);
  },
);

const small = fc.nat({ max: 3 });
const room = fc.constantFrom('a', 'b');
const player = fc.constantFrom('ann', 'bob');
const fence = fc.tuple(fc.constantFrom(1, 1, 2), small);
const request: fc.Arbitrary<Request> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(room, fence, small)
      .map(([id, [epoch, expected], by]): Request => ['append', id, epoch, expected, expected + by, `${by}`]),
  },
  fc
    .tuple(room, fence, small)
    .map(([id, [epoch, expected], at]): Request => ['snapshot', id, epoch, expected, at, `${at}`]),
  fc.tuple(room, fence).map(([id, [epoch, expected]]): Request => ['remove', id, epoch, expected]),
  fc
    .tuple(player, small)
    .map(
      ([name, seenAt]): Request => [
        'saveSession',
        toSessionText({ player: name, name, hash: Uint8Array.of(seenAt), seenAt }),
      ],
    ),
  fc
    .tuple(room, small)
    .map(
      ([id, at]): Request => [
        'keepMatch',
        { id, room: id, game: 'g', version: 1, startedAt: 0, endedAt: at, record: `${at}` },
      ],
    ),
  fc.constantFrom<Request>(['claim', 'a'], ['rooms'], ['roomIndex', ['key']]),
  player.map((name): Request => ['loadSession', name]),
  player.map((name): Request => ['removeSession', name]),
  room.map((id): Request => ['loadMatch', id]),
  small.map((before): Request => ['pruneMatches', before]),
);
const simple = request.filter(([name]) => /^(append|snapshot|remove|save|keep|load)/.test(name));
const batch = fc.oneof(
  fc.array(simple, { minLength: 1, maxLength: 8 }),
  fc.array(request, { minLength: 1, maxLength: 4 }),
);
const step = fc.oneof(
  { weight: 5, arbitrary: batch.map((requests) => ({ act: 'commit' as const, requests })) },
  { weight: 1, arbitrary: batch.map((requests) => ({ act: 'lose' as const, requests })) },
  fc.constantFrom(
    { act: 'checkpoint' as const },
    { act: 'kill' as const },
    { act: 'lose checkpoint' as const },
  ),
);

/** Requests for everything that is stored. */
const everything: readonly Request[] = [
  ['rooms'],
  ['claim', 'a'],
  ['claim', 'b'],
  ['claim', 'c'],
  ['loadSession', 'ann'],
  ['loadSession', 'bob'],
  ['loadMatch', 'a'],
  ['loadMatch', 'b'],
];

test('[R2] [T1] [T22] checkpoints, kills and a disk that refuses, at any moment, do not change the answers', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const { database, start, reports } = writing({ rows: 2 });
      let writer = start();
      // The model gets a query after each request, in one batch, so it has nothing in its journal.
      const model = writing().writer;
      const expected = (requests: readonly Request[]): Answers =>
        requests.map((one) => commit(model, [one, ['rooms']])[0]);
      /** Makes the disk refuse, as a full one does. */
      const refusing = <Result>(work: () => Result): Result => {
        database.exec('PRAGMA query_only = ON');
        try {
          return work();
        } finally {
          database.exec('PRAGMA query_only = OFF');
        }
      };
      for (const one of steps) {
        if (one.act === 'kill') writer = start();
        if (one.act === 'checkpoint') writer.checkpoint();
        if (one.act === 'lose checkpoint' && writer.isBehind) {
          expect(() => refusing(() => writer.checkpoint())).toThrow('readonly');
        }
        if (one.act === 'commit') expect(commit(writer, one.requests)).toEqual(expected(one.requests));
        if (one.act === 'lose') {
          const answers = refusing(() => commit(writer, one.requests));
          expect(answers).not.toContain('stored');
          for (const [i, [name]] of one.requests.entries()) {
            if (name === 'saveSession' || name === 'keepMatch') expect(answers[i]).toSatisfy(isFailure);
          }
        }
      }
      expect(commit(writer, everything)).toEqual(expected(everything));
      expect(reports).toEqual([]);
      database.close();
    }),
    { numRuns: runs(150, 3_000) },
  );
});

/** Each request to a room continues where its log ends, so none is fenced. */
type Going = { readonly act: 'append' | 'snapshot' | 'remove' | 'match' | 'session'; readonly of: string };

const of = fc.constantFrom('a', 'b', 'c');
const going: fc.Arbitrary<Going | 'slice' | 'kill'> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant('append'), of }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constantFrom('snapshot', 'remove', 'match'), of }) },
  fc.record({ act: fc.constant('session'), of: player }),
  { weight: 5, arbitrary: fc.constant('slice') },
  fc.constant('kill'),
);

test('[T1] [T22] a kill between any two slices or commits loses nothing', () => {
  fc.assert(
    fc.property(fc.array(going, { minLength: 20, maxLength: 60 }), (steps) => {
      const { database, start } = writing({ rows: 1 });
      const model = writing().writer;
      const ends = new Map<string, number>();
      let writer = start();
      for (const [at, step] of steps.entries()) {
        if (step === 'kill') writer = start();
        else if (step === 'slice') writer.checkpoint();
        else {
          const request = requestOf(step, at, ends);
          expect(commit(writer, [request])).toEqual([commit(model, [request, ['rooms']])[0]]);
        }
      }
      expect(commit(start(), everything)).toEqual(commit(model, everything));
      database.close();
    }),
    { numRuns: runs(150, 3_000) },
  );
});

/** `ends`: the last revision of each room. */
function requestOf({ act, of }: Going, at: number, ends: Map<string, number>): Request {
  const end = ends.get(of) ?? 0;
  switch (act) {
    case 'append':
      ends.set(of, end + 1);
      return append(of, end, `${at}`);
    case 'snapshot':
      return ['snapshot', of, 1, end, end, `${at}`];
    case 'remove':
      ends.delete(of);
      return ['remove', of, 1, end];
    case 'session':
      return [
        'saveSession',
        toSessionText({ player: of, name: `${at}`, hash: Uint8Array.of(at), seenAt: at }),
      ];
    case 'match': {
      const about = { room: of, game: 'g', version: 1, startedAt: 0, endedAt: at };
      return ['keepMatch', { id: of, ...about, record: `${at}` }];
    }
  }
}

/** Appends `count` entries to each room without waiting; resolves with the order in which they were settled. */
async function settledOrder(store: Store, rooms: readonly string[], count: number): Promise<string[]> {
  const order: string[] = [];
  const outcomes: Promise<AppendOutcome>[] = [];
  for (let revision = 1; revision <= count; revision++) {
    for (const id of rooms) {
      const { promise, resolve } = Promise.withResolvers<AppendOutcome>();
      outcomes.push(promise);
      const entry = { revision, event: revision };
      store.append({ room: id, epoch: 1, expected: revision - 1 }, entry, (outcome) => {
        order.push(`${id}${revision}`);
        resolve(outcome);
      });
    }
  }
  expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['stored']));
  return order;
}

test('outcomes come in the order of the appends of all rooms', async () => {
  const { rooms } = await open();
  const order = await settledOrder(rooms, ['a', 'b', 'c'], 200);
  expect(order).toEqual(
    Array.from({ length: 200 }, (_, i) => ['a', 'b', 'c'].map((id) => `${id}${i + 1}`)).flat(),
  );
});

test('appends that are made over many ticks, while commits run, stay in order', async () => {
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
  const appended = () =>
    new Promise((settled) =>
      rooms.append({ room: 'a', epoch: 1, expected: 0 }, { revision: 1, event: 0 }, settled),
    );
  const other = new DatabaseSync(databaseFile(place));
  other.exec('BEGIN IMMEDIATE');
  expect(await appended()).toBe('failed');
  expect(await rooms.rooms()).toEqual([]);
  other.exec('ROLLBACK');
  other.close();
  expect(await appended()).toBe('stored');
  expect(reports).toEqual(['FAILED']);
});
