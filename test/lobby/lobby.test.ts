import { describe, expect, test } from 'vitest';
import type { ServerPayload } from '../../src/protocol/index.ts';
import { createHarness } from '../room/fixtures/harness.ts';
import { labGame } from '../room/fixtures/lab-game.ts';
import { SlowStore } from '../room/fixtures/slow-store.ts';

const create = { game: 'lab', seats: 2, visibility: 'private' } as const;

function setup(limits = {}, draining = () => false) {
  const game = labGame();
  const all = createHarness({ games: [game], limits, draining });
  const roomsOf = (peer: ReturnType<typeof all.peer>) => all.sessions.of(peer.connection)?.rooms.size;
  return { ...all, game, roomsOf, ann: all.peer('Ann'), ben: all.peer('Ben') };
}

describe('creating a room', () => {
  test('the creator gets the first seat of a room with the requested settings', async () => {
    const { ann, rooms } = setup();
    const answer = await ann.requestAsync('room.create', {
      ...create,
      seats: 3,
      options: { clocks: true },
      bots: 2,
    });
    expect(answer).toMatchObject({ type: 'joined', payload: { seat: 0 } });
    const { room } = answer.payload as ServerPayload<'joined'>;
    expect(ann.in(room).document).toMatchObject({
      ...{ game: 'lab', visibility: 'private', status: 'playing', options: { clocks: true, leaver: 'ends' } },
      seats: [{ name: 'Ann', bot: false }, { bot: true }, { bot: true }],
    });
    expect([rooms.size, ann.received('error'), ann.violations]).toEqual([1, [], []]);
  });

  test('a room is public and has the minimum of seats by default', async () => {
    const { ann } = setup();
    const { payload } = await ann.requestAsync('room.create', { game: 'lab' });
    expect(payload).toMatchObject({ document: { visibility: 'public', seats: [{}] } });
  });

  test.each([
    [{ ...create, game: 'chess' }, 'UNKNOWN_GAME', 'payload.game'],
    [{ ...create, game: '__proto__' }, 'UNKNOWN_GAME', 'payload.game'],
    [{ ...create, options: { clocks: 'no' } }, 'BAD_OPTIONS', 'payload.options.clocks'],
    [{ ...create, options: { more: 1 } }, 'BAD_OPTIONS', 'payload.options'],
    [{ ...create, seats: 5 }, 'BAD_OPTIONS', 'payload.seats'],
    [{ ...create, bots: 2 }, 'BAD_OPTIONS', 'payload.bots'],
  ])('%j is refused: %s at %s', async (payload, code, path) => {
    const { ann, rooms, roomsOf } = setup();
    expect(await ann.requestAsync('room.create', payload)).toMatchObject({
      type: 'error',
      payload: { code, path },
    });
    expect([rooms.size, roomsOf(ann)]).toEqual([0, 0]);
  });

  test('[C8] a request beyond the rooms of a player is ROOM_LIMIT, also while earlier requests are pending', async () => {
    const { ann, rooms, roomsOf, store } = setup({ roomsPerPlayer: 2 });
    store.slow = true;
    const answers = [1, 2, 3, 4].map(() => ann.requestAsync('room.create', create));
    // Refusals are answered before anything is stored.
    for (const refusal of await Promise.all(answers.slice(2))) {
      expect(refusal).toMatchObject({ payload: { code: 'ROOM_LIMIT' } });
    }
    store.slow = false;
    await store.release(10);
    for (const created of await Promise.all(answers.slice(0, 2))) expect(created.type).toBe('joined');
    expect([rooms.size, roomsOf(ann)]).toEqual([2, 2]);
  });

  test('[C8] the limit counts joined rooms, and no longer counts a room after leaving', async () => {
    const { ann, open, game } = setup({ roomsPerPlayer: 1 });
    const [first, second] = [open(game), open(game)];
    ann.request('room.join', { room: first.id });
    expect(ann.request('room.join', { room: second.id })).toMatchObject({ payload: { code: 'ROOM_LIMIT' } });
    expect(ann.request('match.find', { game: 'lab' })).toMatchObject({ payload: { code: 'ROOM_LIMIT' } });
    expect(ann.request('room.join', { room: first.id })).toMatchObject({ type: 'joined' });
    ann.request('room.leave', { room: first.id });
    expect(ann.request('room.join', { room: second.id })).toMatchObject({ type: 'joined' });
  });

  test('[C8] a request beyond the rooms of the server is SERVER_FULL', async () => {
    const { ann, ben } = setup({ rooms: 1 });
    await ann.requestAsync('room.create', create);
    expect(await ben.requestAsync('room.create', create)).toMatchObject({ payload: { code: 'SERVER_FULL' } });
    expect(ben.request('match.find', { game: 'lab' })).toMatchObject({ payload: { code: 'SERVER_FULL' } });
  });

  test('[C8] too many rooms from one address are CREATE_LIMIT; other addresses are not affected', async () => {
    const { ann, ben, peer } = setup({ createdPerMinute: 2 });
    for (const client of [ann, ben]) await client.requestAsync('room.create', create);
    expect(await ann.requestAsync('room.create', create)).toMatchObject({
      payload: { code: 'CREATE_LIMIT' },
    });
    const cid = peer({ name: 'Cid', address: '10.0.0.9' });
    expect(await cid.requestAsync('room.create', create)).toMatchObject({ type: 'joined' });
  });

  test('a request to a draining server is SERVER_DRAINING', async () => {
    const { ann, rooms } = setup({}, () => true);
    expect(await ann.requestAsync('room.create', create)).toMatchObject({
      payload: { code: 'SERVER_DRAINING' },
    });
    expect(ann.request('match.find', { game: 'lab' })).toMatchObject({
      payload: { code: 'SERVER_DRAINING' },
    });
    expect(rooms.size).toBe(0);
  });

  test('[C4] a creator who loses the connection leaves no room behind', async () => {
    const { ann, ben, rooms, clock } = setup();
    ann.send('room.create', create);
    ann.disconnect();
    await ben.requestAsync('room.create', create);
    ben.request('room.leave', { room: [...ben.held.keys()][0] ?? '' });
    clock.advance(3_600_000);
    expect([rooms.size, clock.pending]).toEqual([0, 0]);
  });
});

describe('joining a room', () => {
  test('[L3] a code is accepted with spaces, hyphens and lower-case letters', async () => {
    const { ann, open, game } = setup();
    const room = open(game);
    const { code } = room.state.setup;
    const typed = ` ${code.slice(0, 3).toLowerCase()}-${code.slice(3)}`;
    expect(await ann.requestAsync('room.join', { code: typed })).toMatchObject({
      type: 'joined',
      payload: { seat: 0 },
    });
    expect(await ann.requestAsync('room.join', { code, as: 'spectator' })).toMatchObject({
      payload: { seat: 0 },
    });
  });

  test('an unknown room and an unknown code are UNKNOWN_ROOM', async () => {
    const { ann } = setup();
    expect(ann.request('room.join', { room: 'nowhere' })).toMatchObject({
      payload: { code: 'UNKNOWN_ROOM' },
    });
    expect(await ann.requestAsync('room.join', { code: '000000' })).toMatchObject({
      payload: { code: 'UNKNOWN_ROOM' },
    });
  });

  test('[L3] after too many wrong codes, even a correct code is CODE_LIMIT from that address', async () => {
    const { ann, ben, peer, open, game } = setup({ wrongCodesPerMinute: 3 });
    const { code } = open(game).state.setup;
    // Correct codes do not count.
    for (let n = 0; n < 5; n += 1) await ann.requestAsync('room.join', { code });
    const wrong = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => ann.requestAsync('room.join', { code: `WRONG${n}` })),
    );
    expect(wrong.map(({ payload }) => (payload as { code: string }).code)).toEqual([
      ...['UNKNOWN_ROOM', 'UNKNOWN_ROOM', 'UNKNOWN_ROOM', 'CODE_LIMIT', 'CODE_LIMIT'],
    ]);
    expect(await ben.requestAsync('room.join', { code })).toMatchObject({ payload: { code: 'CODE_LIMIT' } });
    const cid = peer({ name: 'Cid', address: '10.0.0.9' });
    expect(await cid.requestAsync('room.join', { code })).toMatchObject({ type: 'joined' });
  });
});

/** A store with a bug: each append after the first two throws. */
class ThrowingStore extends SlowStore {
  override append(...args: Parameters<SlowStore['append']>): void {
    if (this.appends >= 2) throw new Error('the store threw');
    super.append(...args);
  }
}

test('[C3] a fault while a bot takes its seat leaves the creator in the room, with an error without a ref', async () => {
  const { peer, errors } = createHarness({ games: [labGame()], store: new ThrowingStore() });
  const ann = peer('Ann');
  const answer = await ann.requestAsync('room.create', { game: 'lab', seats: 2, bots: 1 });
  expect(answer).toMatchObject({ type: 'joined', payload: { seat: 0 } });
  await expect.poll(() => ann.received('error')).toMatchObject([{ code: 'SERVER_FAULT' }]);
  expect(errors).toContain('a bot could not be seated');
  expect(ann.violations).toEqual([]);
});
