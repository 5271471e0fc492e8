// The rules of rooms, from the point of view of their members.
import { describe, expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { memoryStorage } from '../../src/store/index.ts';
import { ManualClock, startTestServer, until } from '../../src/testing/index.ts';
import { HeldStore } from './fixtures/held-store.ts';
import { arrive, place, seatTwo, seatTwoRaw } from './fixtures/table.ts';
import vault from './fixtures/vault.ts';

const games = [ticTacToe, vault];

describe('intents', () => {
  test('[R1] are applied one by one in the order of their arrival', async () => {
    await using server = await startTestServer({ games });
    const { ann, bob, room } = await seatTwoRaw(server);
    const both = [
      ...[0, 1, 2].map((cell) => ann.client.ask('intent', { room, seq: cell + 1, intent: place(cell) })),
      ...[3, 4, 5].map((cell) => bob.client.ask('intent', { room, seq: cell + 1, intent: place(cell) })),
    ];
    const taken = (await Promise.all(both)).filter(({ type }) => type === 'diff');
    const revisions = taken.map(({ payload }) => (payload as { revision: number }).revision);
    expect(new Set(revisions).size).toBe(revisions.length);
    const { document } = await ann.client.expect('joined', ['room.join', { room }]);
    const { board } = document.view as { board: (number | null)[] };
    expect(board.filter((mark) => mark !== null)).toHaveLength(taken.length);
  });

  test('[R2] are sent to no member, the sender included, before they are stored', async () => {
    const store = new HeldStore();
    await using server = await startTestServer({ games, storage: { ...memoryStorage(), rooms: store } });
    const { ann, bob, room } = await seatTwoRaw(server);
    store.hold();
    const answer = ann.client.ask('intent', { room, seq: 1, intent: place(4) });
    await ann.client.ask('ping', {});
    await bob.client.ask('ping', {});
    expect([ann.client.all('diff').length, bob.client.all('diff').length]).toEqual([1, 0]);
    await store.release();
    expect(await answer).toMatchObject({ type: 'diff' });
    expect((await bob.client.next('diff')).payload).toEqual((await answer).payload);
  });

  test('[R2] [T16] that could not be stored are not applied, and the room continues when the store does', async () => {
    const store = new HeldStore();
    await using server = await startTestServer({ games, storage: { ...memoryStorage(), rooms: store } });
    const { ann, bob } = await seatTwo(server);
    store.break();
    for (const cell of [4, 0]) {
      expect(await ann.room.send(place(cell))).toMatchObject({ ok: false, code: 'STORE_FAILED' });
    }
    expect(bob.room.document.view).toMatchObject({ lastCell: null });
    store.mend();
    expect(await ann.room.send(place(4))).toMatchObject({ ok: true });
    await until(bob.room, ({ revision }) => revision === ann.room.revision);
    expect(bob.room.document).toEqual(ann.room.document);
    expect(bob.room.document.view).toMatchObject({ lastCell: 4 });
  });

  test('[R3] raise the revision by one, and both players have the same document', async () => {
    await using server = await startTestServer({ games });
    const { ann, bob } = await seatTwo(server);
    const before = ann.room.revision;
    expect(await ann.room.send(place(4))).toEqual({ ok: true, revision: before + 1 });
    await until(bob.room, ({ revision }) => revision === before + 1);
    expect(bob.room.document).toEqual(ann.room.document);
  });

  test('[R4] are refused with the name of the first guard that refused, and change nothing', async () => {
    await using server = await startTestServer({ games });
    const { ann, bob } = await seatTwo(server);
    await ann.room.send(place(4));
    await until(bob.room, ({ revision }) => revision === ann.room.revision);
    const before = bob.room.document;
    const tries = [bob.room.send(place(4)), ann.room.send(place(0)), bob.room.send({ type: 'castle' })];
    expect(await Promise.all(tries)).toMatchObject([
      { code: 'INTENT_ILLEGAL', reason: 'cellFree' },
      { code: 'INTENT_ILLEGAL', reason: 'yourTurn' },
      { code: 'BAD_INTENT' },
    ]);
    await bob.client.join({ room: bob.room.id });
    expect(bob.room.document).toEqual(before);
  });

  test('[R4] cannot be events that only the server may send to a machine', async () => {
    await using server = await startTestServer({ games });
    const { ann, bob, room } = await seatTwoRaw(server);
    for (const intent of [
      { type: 'seat.left' },
      { type: 'xstate.after.turnTime.tic-tac-toe.turn' },
      { ...place(0), seat: 0 },
      { ...place(0), at: 0 },
    ]) {
      const answer = await bob.client.ask('intent', { room, seq: 1, intent });
      expect(answer).toMatchObject({ type: 'rejected', payload: { code: 'BAD_INTENT' } });
    }
    await ann.client.ask('ping', {});
    expect(ann.client.all('diff')).toHaveLength(1);
  });

  test('[R5] sent again with the same seq are applied once and get the same answer', async () => {
    await using server = await startTestServer({ games });
    const { ann, bob, room } = await seatTwoRaw(server);
    const intent = { room, seq: 7, intent: place(4) };
    const first = await ann.client.expect('diff', ['intent', intent]);
    expect(await ann.client.expect('diff', ['intent', intent])).toEqual(first);
    server.cut(ann.client);
    const again = await arrive(server, { token: ann.token });
    await again.client.expect('joined', ['room.join', { room }]);
    const third = await again.client.expect('diff', ['intent', intent]);
    expect(third.revision).toBe(first.revision);
    await bob.client.ask('ping', {});
    const moves = bob.client.all('diff').filter(({ payload }) => payload.revision === first.revision);
    expect(moves).toHaveLength(1);
  });

  test('[R6] at which the game throws affect nothing else in the room, in other rooms and in the process', async () => {
    await using server = await startTestServer({ games });
    const { ann, bob } = await seatTwo(server, 'vault');
    const other = await seatTwo(server);
    for (const type of ['guardThrows', 'actionThrows']) {
      const result = await bob.room.send({ type });
      expect(result).toMatchObject({ ok: false, code: 'GAME_FAULT' });
    }
    expect(await ann.room.send({ type: 'keep' })).toMatchObject({ ok: true });
    expect(await other.ann.room.send(place(4))).toMatchObject({ ok: true });
  });
});

describe('time', () => {
  test('[R8] a deadline is in the document with its time, fires once, and changes the match', async () => {
    const clock = new ManualClock();
    await using server = await startTestServer({ games, clock });
    const { ann } = await seatTwo(server, 'vault');
    expect(ann.room.document.deadlines).toEqual([{ name: 'patience', at: clock.now() + 10_000 }]);
    clock.advance(9_999);
    expect(await ann.room.send({ type: 'keep' })).toMatchObject({ ok: true });
    clock.advance(9_999);
    await ann.room.legal();
    expect(ann.room.document.view).toMatchObject({ timeouts: 0 });
    clock.advance(20_001);
    await until(ann.room, ({ document }) => document.deadlines[0]?.at === clock.now() + 10_000);
    expect(ann.room.document.view).toMatchObject({ timeouts: 3 });
  });
});

describe('leaving', () => {
  test('[R9] an absent player keeps the seat for the grace time, and then gives it up', async () => {
    const clock = new ManualClock();
    await using server = await startTestServer({ games: [vault], clock, limits: { graceMs: 5_000 } });
    const { ann, bob } = await seatTwo(server, 'vault');
    ann.client.close();
    await until(bob.room, ({ document }) => document.seats[0]?.connected === false);
    clock.advance(4_999);
    await bob.room.legal();
    expect(bob.room.document.status).toBe('playing');
    clock.advance(1);
    await until(bob.room, ({ document }) => document.status === 'finished');
    expect(bob.room.document).toMatchObject({ seats: [null, { name: 'Bob' }], outcome: { reason: 'over' } });
  });

  test('[R9] a player who leaves ends the match at once, and the other player wins', async () => {
    await using server = await startTestServer({ games });
    const { ann, bob } = await seatTwo(server);
    await ann.room.leave();
    await until(bob.room, ({ document }) => document.outcome !== null);
    expect(bob.room.document.outcome).toEqual({ winners: [1], reason: 'left' });
  });

  test('[R10] when the last member has left, the room, its code, its list entry and its timers are gone', async () => {
    const clock = new ManualClock();
    const store = new HeldStore();
    await using server = await startTestServer({
      games,
      clock,
      storage: { ...memoryStorage(), rooms: store },
    });
    const before = server.left.timers;
    const [ann, bob] = [await arrive(server), await arrive(server)];
    const timers = server.left.timers;
    const { room, document } = await ann.client.expect('joined', ['room.create', { game: 'tic-tac-toe' }]);
    await bob.client.expect('joined', ['room.join', { room }]);
    expect(server.left.timers).toBeGreaterThan(timers);
    for (const { client } of [ann, bob]) await client.expect('left', ['room.leave', { room }]);
    expect(server.left).toMatchObject({ rooms: 0, timers });
    expect(await store.rooms()).toEqual([]);
    const gone = await ann.client.ask('room.join', { code: document.code });
    expect(gone).toMatchObject({ payload: { code: 'UNKNOWN_ROOM' } });
    expect(await bob.client.expect('lobby', ['lobby.watch', {}])).toEqual({ rooms: [] });
    for (const { client } of [ann, bob]) client.close();
    await server.gone();
    clock.advance(60 * 60_000);
    expect(server.left).toMatchObject({ sessions: 0, timers: before });
  });
});

describe('a rematch', () => {
  test('starts when every player has agreed, rotates the seats and keeps the spectators', async () => {
    await using server = await startTestServer({ games });
    const { ann, bob } = await seatTwo(server);
    const watched = await server.connect().join({ room: ann.room.id }, 'spectator');
    await ann.room.send({ type: 'resign' });
    await until(bob.room, ({ document }) => document.status === 'finished');
    await bob.room.rematch();
    await until(ann.room, ({ document }) => document.rematch.length === 1);
    expect(ann.room.document.rematch).toEqual([1]);
    await ann.room.rematch();
    for (const room of [ann.room, bob.room, watched])
      await until(room, ({ document }) => document.match === 2);
    expect([ann.room.seat, bob.room.seat, watched.seat]).toEqual([1, 0, null]);
    expect(watched.document.seats.map((seat) => seat?.name)).toEqual(['Bob', 'Ann']);
    expect(await ann.room.send(place(4))).toMatchObject({ reason: 'yourTurn' });
    expect(await bob.room.send(place(4))).toMatchObject({ ok: true });
    await until(watched, ({ document }) => (document.view as { lastCell: unknown }).lastCell === 4);
  });
});
