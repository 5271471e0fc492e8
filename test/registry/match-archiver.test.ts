import { describe, expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { type ArchivedMatch, type MatchArchive, memoryStorage, StoreError } from '../../src/store/index.ts';
import { ManualClock, startTestServer, type TestServer, until } from '../../src/testing/index.ts';
import { seatTwo, type Table } from '../integration/fixtures/table.ts';

const DAY_MS = 24 * 60 * 60_000;

/** An archive that refuses while it is told to, and counts what it is asked. */
class Archive implements MatchArchive {
  refusing = false;
  readonly kept: string[] = [];
  readonly pruned: number[] = [];
  readonly #real = memoryStorage().matches;

  async save(match: ArchivedMatch): Promise<void> {
    if (this.refusing) throw new StoreError('FAILED', 'the disk is full');
    await this.#real.save(match);
    this.kept.push(match.id);
  }

  load(id: string): Promise<ArchivedMatch | null> {
    return this.#real.load(id);
  }

  prune(before: number): Promise<number> {
    this.pruned.push(before);
    return this.#real.prune(before);
  }
}

function start(
  archive: Archive,
  { keepDays = 30, clock = new ManualClock(), storage = memoryStorage() } = {},
) {
  const options = { games: [ticTacToe], transport: 'linked', keepDays, clock } as const;
  return startTestServer({ ...options, storage: { ...storage, matches: archive } });
}

/** Ann gives up at once; resolves when both know. */
async function playedBy({ ann, bob }: Table): Promise<string> {
  await ann.room.send({ type: 'resign' });
  await until(bob.room, ({ document }) => document.status === 'finished');
  return `${ann.room.id}.${ann.room.document.match}`;
}

const played = async (server: TestServer<ManualClock>): Promise<string> => playedBy(await seatTwo(server));

describe('the keeper of matches', () => {
  test('keeps a match once, when it has ended, and a rematch as one of its own', async () => {
    const archive = new Archive();
    await using server = await start(archive);
    const table = await seatTwo(server);
    expect(archive.kept).toEqual([]);
    const first = await playedBy(table);
    await Promise.all([table.ann.room.rematch(), table.bob.room.rematch()]);
    await until(table.ann.room, ({ document }) => document.status === 'playing');
    expect(archive.kept).toEqual([first]);
    expect(await playedBy(table)).toBe(`${table.ann.room.id}.2`);
    expect(archive.kept).toEqual([first, `${table.ann.room.id}.2`]);
    expect(await archive.load(first)).toMatchObject({
      ...{ room: table.ann.room.id, game: 'tic-tac-toe', version: 1, endedAt: server.clock.now() },
      record: { names: ['Ann', 'Bob'], outcome: { winners: [1], reason: 'resigned' } },
    });
  });

  test('keeps nothing of a match that never began or never ended', async () => {
    const archive = new Archive();
    await using server = await start(archive);
    const cleo = server.connect({ name: 'Cleo' });
    await (await cleo.create('tic-tac-toe')).leave();
    await seatTwo(server);
    await server.server.close();
    expect(archive.kept).toEqual([]);
  });

  test('a disk that refuses holds up no room, and gets the match again with the next one', async () => {
    const archive = new Archive();
    await using server = await start(archive);
    archive.refusing = true;
    const table = await seatTwo(server);
    const ids = [await playedBy(table), await played(server)];
    await Promise.all([table.ann.room.rematch(), table.bob.room.rematch()]);
    await until(table.ann.room, ({ document }) => document.status === 'playing');
    expect(archive.kept).toEqual([]);
    archive.refusing = false;
    ids.push(await playedBy(table));
    await server.server.close();
    expect(archive.kept.toSorted()).toEqual(ids.toSorted());
  });

  test('what is still owed at the end is tried once more before the archive is closed', async () => {
    const archive = new Archive();
    await using server = await start(archive);
    archive.refusing = true;
    const id = await played(server);
    archive.refusing = false;
    await server.drain();
    expect(archive.kept).toEqual([id]);
  });

  test('after a restart a match that is over is kept as it was', async () => {
    const archive = new Archive();
    const storage = memoryStorage();
    const clock = new ManualClock();
    const first = await start(archive, { storage, clock });
    const id = await played(first);
    const before = await archive.load(id);
    await first.drain();
    clock.advance(1_000);
    await using second = await start(archive, { storage, clock });
    // Loaded when it is asked for: there is no such seat, but by then it is in memory.
    await second
      .connect({ name: 'Cleo' })
      .join({ room: id.split('.')[0] ?? '' })
      .catch(() => {});
    expect(archive.kept).toEqual([id, id]);
    expect(await archive.load(id)).toEqual(before);
    await first[Symbol.asyncDispose]();
  });

  test('what is older than it may be goes at the start, and then with a match, at most once an hour', async () => {
    const archive = new Archive();
    const clock = new ManualClock();
    await using server = await start(archive, { clock, keepDays: 2 });
    const began = clock.now();
    expect(archive.pruned).toEqual([began - 2 * DAY_MS]);
    const old = await played(server);
    await played(server);
    expect(archive.pruned).toHaveLength(1);
    clock.advance(2 * DAY_MS + 1);
    expect(archive.pruned).toHaveLength(1);
    const late = await played(server);
    expect(archive.pruned).toEqual([began - 2 * DAY_MS, began + 1]);
    await server.server.close();
    expect([await archive.load(old), (await archive.load(late))?.id]).toEqual([null, late]);
  });

  test('0 days keeps none, and drops what there was', async () => {
    const archive = new Archive();
    await using server = await start(archive, { keepDays: 0 });
    expect(archive.pruned).toEqual([server.clock.now()]);
    await played(server);
    await server.server.close();
    expect(archive.kept).toEqual([]);
  });

  test('needs no timer', async () => {
    await using server = await start(new Archive());
    const { ann, bob } = await seatTwo(server);
    await playedBy({ ann, bob });
    await Promise.all([ann.room.leave(), bob.room.leave()]);
    ann.client.close();
    bob.client.close();
    await server.gone();
    server.clock.advance(DAY_MS * 31);
    expect(server.left.timers).toBe(0);
  });
});
