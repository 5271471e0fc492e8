// Clients whose connection breaks, is replaced by a newer one, or stalls.
import { describe, expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import type { ServerPayload } from '../../src/protocol/index.ts';
import { ManualClock, startTestServer, until } from '../../src/testing/index.ts';
import { arrive, place, seatTwo, seatTwoRaw } from './fixtures/table.ts';

const games = [ticTacToe];
const at = (diffs: readonly { payload: ServerPayload<'diff'> }[]) =>
  diffs.map(({ payload }) => payload.revision);

describe('resuming', () => {
  test('[R3] resume sends exactly the missed diffs, each once and in order', async () => {
    await using server = await startTestServer({ games, transport: 'linked' });
    const { ann, bob, room, joined, begun } = await seatTwoRaw(server);
    server.cut(bob.client);
    const gone = await ann.client.next('diff');
    await ann.client.expect('diff', ['intent', { room, seq: 1, intent: place(0) }]);
    const again = await arrive(server, { token: bob.token });
    const from = { room, epoch: joined.epoch, revision: begun.revision };
    const resumed = await again.client.expect('resumed', ['room.resume', from]);
    expect(resumed).toMatchObject({ seat: 1, seq: 0, revision: begun.revision });
    await again.client.ask('ping', {});
    // Bob's absence, Ann's move, and Bob's return.
    const { revision } = gone.payload;
    expect(revision).toBe(begun.revision + 1);
    expect(at(again.client.all('diff'))).toEqual([revision, revision + 1, revision + 2]);
    expect(again.client.all('joined')).toEqual([]);
  });

  test('[R3] resume from another epoch or from too old a revision is answered with the full document', async () => {
    await using server = await startTestServer({ games });
    const { ann, room, joined } = await seatTwoRaw(server);
    const { epoch } = joined;
    for (const from of [
      { epoch: epoch + 1, revision: joined.revision },
      { epoch, revision: joined.revision + 99 },
      { epoch, revision: 0 },
    ]) {
      const whole = await ann.client.expect('joined', ['room.resume', { room, ...from }]);
      expect(whole).toMatchObject({ seat: 0, epoch, document: { status: 'playing' } });
    }
  });

  test('[C4] [C7] a player keeps seats and matches in all rooms when the connection breaks', async () => {
    await using server = await startTestServer({ games });
    const { ann, bob } = await seatTwo(server);
    const second = await ann.client.create('tic-tac-toe');
    server.cut(ann.client);
    await until(bob.room, ({ document }) => document.seats[0]?.connected === false);
    await until(bob.room, ({ document }) => document.seats[0]?.connected === true);
    await until(second, ({ status }) => status === 'live');
    await second.leave();
    expect(await ann.room.send(place(4))).toMatchObject({ ok: true });
    expect(server.left).toMatchObject({ connections: 2, rooms: 1 });
  });

  test('an intent sent on a broken connection is applied once', async () => {
    await using server = await startTestServer({ games });
    const { ann, bob } = await seatTwo(server);
    const sent = ann.room.send(place(4));
    server.cut(ann.client);
    expect(await sent).toMatchObject({ ok: true });
    await until(bob.room, ({ revision }) => revision === ann.room.revision);
    expect(bob.room.document.view).toMatchObject({ lastCell: 4, turn: 1 });
  });
});

describe('a session', () => {
  test('[C1] belongs to its newest connection: the older one is closed with 4409', async () => {
    await using server = await startTestServer({ games });
    const { ann, bob, room } = await seatTwoRaw(server);
    const second = await arrive(server, { token: ann.token });
    expect(await ann.client.closed).toMatchObject({ code: 4409 });
    const { document } = await second.client.expect('joined', ['room.join', { room }]);
    expect(document.seats[0]).toEqual({ name: 'Ann', connected: true, bot: false });
    await second.client.expect('diff', ['intent', { room, seq: 1, intent: place(0) }]);
    await bob.client.expect('diff', ['intent', { room, seq: 1, intent: place(1) }]);
    expect(server.left).toMatchObject({ connections: 2, sessions: 2 });
  });

  test('gets in welcome the seats that it still holds', async () => {
    await using server = await startTestServer({ games });
    const { ann, room } = await seatTwoRaw(server);
    server.cut(ann.client);
    await server.raw();
    const again = await server.raw();
    expect((await again.hello({ token: ann.token })).rooms).toEqual([{ room, seat: 0 }]);
  });
});

describe('answers', () => {
  test('[C3] every message with a ref gets one answer, independent of other messages', async () => {
    await using server = await startTestServer({ games });
    const { ann, room } = await seatTwoRaw(server);
    const answers = [
      ann.client.ask('room.legal', { room }),
      ann.client.ask('intent', { room, seq: 1, intent: place(0) }),
      ann.client.ask('intent', { room, seq: 2, intent: place(1) }),
      ann.client.ask('chat', { room, text: 'hello' }),
      ann.client.ask('room.rematch', { room }),
      ann.client.ask('lobby.unwatch', {}),
      ann.client.ask('room.leave', { room }),
      ann.client.ask('room.leave', { room }),
    ];
    const types = (await Promise.all(answers)).map(({ type }) => type);
    expect(types).toEqual(['legal', 'diff', 'rejected', 'chat', 'error', 'ok', 'left', 'error']);
    const refs = ann.client.received.flatMap(({ ref }) => (ref === undefined ? [] : [ref]));
    expect(new Set(refs).size).toBe(refs.length);
  });

  test('[C3] a message above the rate limit is answered, too', async () => {
    const limits = { messagesPerSecond: 1, messageBurst: 2 };
    await using server = await startTestServer({ games, limits });
    const { client: ann } = await arrive(server);
    const answers = await Promise.all([ann.ask('ping', {}), ann.ask('ping', {}), ann.ask('ping', {})]);
    expect(answers.map(({ type }) => type)).toEqual(['pong', 'error', 'error']);
  });
});

describe('a slow reader', () => {
  test('[C5] gets one full document in place of its pending diffs, and delays no other client', async () => {
    const limits = { softBytes: 256 };
    await using server = await startTestServer({ games, transport: 'linked', limits });
    const { ann, bob, room } = await seatTwoRaw(server);
    const { client: eve } = await arrive(server);
    await eve.expect('joined', ['room.join', { room, as: 'spectator' }]);
    server.pause(eve);
    for (let seq = 1; seq <= 3; seq += 1) {
      await ann.client.expect('diff', ['intent', { room, seq, intent: place(seq - 1) }]);
      if (seq < 3) await bob.client.expect('diff', ['intent', { room, seq, intent: place(seq + 2) }]);
    }
    server.resume(eve);
    const whole = await eve.next('joined');
    expect(whole.payload.document).toMatchObject({ status: 'finished', outcome: { winners: [0] } });
    expect(eve.all('diff').length).toBeLessThan(5);
    const { payload } = ann.client.all('diff').at(-1) ?? whole;
    expect(whole.payload.revision).toBe(payload.revision);
  });

  test('[C5] is closed with 4413 after the time limit', async () => {
    const clock = new ManualClock();
    const limits = { softBytes: 256, slowReaderMs: 5_000, messagesPerSecond: 1e6 };
    await using server = await startTestServer({ games, transport: 'linked', clock, limits });
    const { client: eve } = await arrive(server);
    server.pause(eve);
    for (let ref = 1; ref <= 20; ref += 1) eve.send({ type: 'ping', ref, payload: {} });
    const { client: ann } = await arrive(server);
    expect(await ann.ask('ping', {})).toMatchObject({ type: 'pong' });
    clock.advance(7_000);
    server.resume(eve);
    expect(await eve.closed).toMatchObject({ code: 4413 });
  });
});
