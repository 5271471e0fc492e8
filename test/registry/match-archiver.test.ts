import { describe, expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { type ArchivedMatch, type MatchArchive, memoryStorage, StoreError } from '../../src/store/index.ts';
import { ManualClock, startTestServer, type TestServer, until } from '../../src/testing/index.ts';
import { seatTwo, type Table } from '../integration/fixtures/table.ts';

const DAY_MS = 24 * 60 * 60_000;

/** An archive that fails while `failing` is set, and records its calls. */
class Archive implements MatchArchive {
  failing = false;
  readonly saved: string[] = [];
  readonly pruned: number[] = [];
  readonly #real = memoryStorage().matches;

  async save(match: ArchivedMatch): Promise<void> {
    if (this.failing) throw new StoreError('FAILED', 'the disk is full');
    await this.#real.save(match);
    this.saved.push(match.id);
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

/** Ann resigns at once; resolves with the match's id when Bob's client knows. */
async function resignedMatch({ ann, bob }: Table): Promise<string> {
  await ann.room.send({ type: 'resign' });
  await until(bob.room, ({ document }) => document.status === 'finished');
  return `${ann.room.id}.${ann.room.document.match}`;
}

const played = async (server: TestServer<ManualClock>): Promise<string> =>
  resignedMatch(await seatTwo(server));

describe('the match archiver', () => {
  test('saves a match once, when it has ended, and a rematch as a separate match', async () => {
    const archive = new Archive();
    await using server = await start(archive);
    const table = await seatTwo(server);
    expect(archive.saved).toEqual([]);
    const first = await resignedMatch(table);
    await Promise.all([table.ann.room.rematch(), table.bob.room.rematch()]);
    await until(table.ann.room, ({ document }) => document.status === 'playing');
    expect(archive.saved).toEqual([first]);
    expect(await resignedMatch(table)).toBe(`${table.ann.room.id}.2`);
    expect(archive.saved).toEqual([first, `${table.ann.room.id}.2`]);
    expect(await archive.load(first)).toMatchObject({
      ...{ room: table.ann.room.id, game: 'tic-tac-toe', version: 1, endedAt: server.clock.now() },
      record: { names: ['Ann', 'Bob'], outcome: { winners: [1], reason: 'resigned' } },
    });
  });

  test('saves no match that did not begin or did not end', async () => {
    const archive = new Archive();
    await using server = await start(archive);
    const cleo = server.connect({ name: 'Cleo' });
    await (await cleo.create('tic-tac-toe')).leave();
    await seatTwo(server);
    await server.server.close();
    expect(archive.saved).toEqual([]);
  });

  test('does not delay rooms when the archive fails, and saves the failed matches with the next one', async () => {
    const archive = new Archive();
    await using server = await start(archive);
    archive.failing = true;
    const table = await seatTwo(server);
    const ids = [await resignedMatch(table), await played(server)];
    await Promise.all([table.ann.room.rematch(), table.bob.room.rematch()]);
    await until(table.ann.room, ({ document }) => document.status === 'playing');
    expect(archive.saved).toEqual([]);
    archive.failing = false;
    ids.push(await resignedMatch(table));
    await server.server.close();
    expect(archive.saved.toSorted()).toEqual(ids.toSorted());
  });

  test('repeats failed saves once when the server drains', async () => {
    const archive = new Archive();
    await using server = await start(archive);
    archive.failing = true;
    const id = await played(server);
    archive.failing = false;
    await server.drain();
    expect(archive.saved).toEqual([id]);
  });

  test('saves a finished match again, unchanged, after a restart', async () => {
    const archive = new Archive();
    const storage = memoryStorage();
    const clock = new ManualClock();
    const first = await start(archive, { storage, clock });
    const id = await played(first);
    const before = await archive.load(id);
    await first.drain();
    clock.advance(1_000);
    await using second = await start(archive, { storage, clock });
    // The join loads the room into memory, although it is refused.
    await second
      .connect({ name: 'Cleo' })
      .join({ room: id.split('.')[0] ?? '' })
      .catch(() => {});
    expect(archive.saved).toEqual([id, id]);
    expect(await archive.load(id)).toEqual(before);
    await first[Symbol.asyncDispose]();
  });

  test('prunes old matches at the start, and then after a match, at most once an hour', async () => {
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

  test('saves no match and prunes all when keepDays is 0', async () => {
    const archive = new Archive();
    await using server = await start(archive, { keepDays: 0 });
    expect(archive.pruned).toEqual([server.clock.now()]);
    await played(server);
    await server.server.close();
    expect(archive.saved).toEqual([]);
  });

  test('leaves no timer', async () => {
    await using server = await start(new Archive());
    const { ann, bob } = await seatTwo(server);
    await resignedMatch({ ann, bob });
    await Promise.all([ann.room.leave(), bob.room.leave()]);
    ann.client.close();
    bob.client.close();
    await server.gone();
    server.clock.advance(DAY_MS * 31);
    expect(server.left.timers).toBe(0);
  });
});
