// Floods of connections and of requests: each one is capped, and other clients are served meanwhile.
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { defaultLimits } from '../../src/server/index.ts';
import { ManualClock, type RawClient, startTestServer } from '../../src/testing/index.ts';
import { arrive, place, seatTwoRaw } from '../integration/fixtures/table.ts';
import { BEHIND_PROXY, countAnswers, crowd, strangerFrom } from './strangers.ts';

const games = [ticTacToe];
const { createdPerMinute, roomsPerPlayer, spectatorsPerRoom, hardBytes } = defaultLimits;
const create = { game: 'tic-tac-toe' };

/** Sends the same request this many times, at most 500 at once. */
async function askOften(client: RawClient, times: number, ...[type, payload]: Parameters<RawClient['ask']>) {
  const answers: Awaited<ReturnType<RawClient['ask']>>[] = [];
  while (answers.length < times) {
    const some = Array.from({ length: Math.min(500, times - answers.length) }, () =>
      client.ask(type, payload),
    );
    answers.push(...(await Promise.all(some)));
  }
  return countAnswers(answers);
}

test('[C8] [E3] of 10,000 rooms that one player asks for a few are made, and other players make theirs meanwhile', async () => {
  await using server = await startTestServer({ games, ...BEHIND_PROXY, limits: { createdPerMinute } });
  const greedy = await strangerFrom(server, '203.0.113.7');
  const other = await strangerFrom(server, '198.51.100.1');
  const flood = askOften(greedy, 10_000, 'room.create', create);
  expect(await other.ask('room.create', create)).toMatchObject({ type: 'joined' });
  const { joined, ROOM_LIMIT = 0, CREATE_LIMIT = 0 } = await flood;
  expect([joined, ROOM_LIMIT + CREATE_LIMIT]).toEqual([roomsPerPlayer, 10_000 - roomsPerPlayer]);
  expect(server.left.rooms).toBe(roomsPerPlayer + 1);
});

test('[C8] the rooms that an address makes per minute are limited for all its sessions together', async () => {
  await using server = await startTestServer({ games, ...BEHIND_PROXY, limits: { createdPerMinute } });
  const here = await Promise.all(Array.from({ length: 30 }, () => strangerFrom(server, '203.0.113.7')));
  const made = await Promise.all(here.map((client) => askOften(client, 4, 'room.create', create)));
  expect(made.reduce((sum, { joined = 0 }) => sum + joined, 0)).toBe(createdPerMinute);
  expect(server.left.rooms).toBe(createdPerMinute);
  const elsewhere = await strangerFrom(server, '203.0.113.8');
  expect(await elsewhere.ask('room.create', create)).toMatchObject({ type: 'joined' });
});

test('[C8] the number of rooms on a server is limited', async () => {
  await using server = await startTestServer({ games, transport: 'linked', limits: { rooms: 50 } });
  const makers = await crowd(server, 20);
  const made = await Promise.all(makers.map((client) => askOften(client, 4, 'room.create', create)));
  expect(made.reduce((sum, { joined = 0 }) => sum + joined, 0)).toBe(50);
  expect(await makers[0]?.ask('room.create', create)).toMatchObject({ payload: { code: 'SERVER_FULL' } });
});

test('[C8] [R3] of 1,000 spectators the allowed number is admitted; players get one update and play on', async () => {
  const clock = new ManualClock();
  await using server = await startTestServer({ games, transport: 'linked', clock });
  const { ann, bob, room } = await seatTwoRaw(server);
  const watchers = await crowd(server, 1_000);
  const before = ann.client.received.length;
  const answers = await Promise.all(watchers.map((one) => one.ask('room.join', { room, as: 'spectator' })));
  expect(countAnswers(answers)).toEqual({
    joined: spectatorsPerRoom,
    SPECTATOR_LIMIT: watchers.length - spectatorsPerRoom,
  });
  clock.advance(defaultLimits.spectatorDelayMs);
  await ann.client.ask('ping', {});
  expect(ann.client.received.length - before).toBe(2);
  await ann.client.expect('diff', ['intent', { room, seq: 1, intent: place(0) }]);
  await bob.client.expect('diff', ['intent', { room, seq: 1, intent: place(1) }]);
});

test('[C5] [C8] a client that stops reading costs a bounded queue, and the others miss nothing', async () => {
  const clock = new ManualClock();
  await using server = await startTestServer({ games, transport: 'linked', clock });
  const { ann, room } = await seatTwoRaw(server);
  const watchers = await crowd(server, 20);
  await Promise.all(watchers.map((one) => one.ask('room.join', { room, as: 'spectator' })));
  const [slow, ...others] = watchers as [RawClient, ...RawClient[]];
  const receivedBefore = slow.received.length;
  server.pause(slow);
  const text = '嗨'.repeat(300);
  const lines = Math.ceil(hardBytes / Buffer.byteLength(text)) + 1;
  for (let at = 0; at < lines; at += 1) await ann.client.ask('chat', { room, text });
  for (const one of others) {
    await one.ask('ping', {});
    expect(one.all('chat')).toHaveLength(lines);
  }
  expect(slow.received).toHaveLength(receivedBefore);
  clock.advance(defaultLimits.closeMs + 2 * defaultLimits.sweepMs);
  await slow.closed;
  expect(server.server.gauges().traffic.ended).toEqual({ tooSlow: 1 });
});

test('[C8] 300 incomplete upgrades keep no client out, and are closed', async () => {
  await using server = await startTestServer({ games });
  const port = Number(new URL(server.url).port);
  const half = Array.from({ length: 300 }, () => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write('GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nX-Slow: ');
    });
    socket.on('error', () => {});
    return socket.resume();
  });
  await Promise.all(half.map((socket) => once(socket, 'connect')));
  const cut = Promise.all(half.map((socket) => once(socket, 'close')));
  await seatTwoRaw(server);
  expect(server.left.connections).toBe(2);
  // After 5 s: the server's time limit for request headers.
  await cut;
  expect(server.left.connections).toBe(2);
});

test('[R3] spectators who come and go cost answers, and one message per interval for the other members', async () => {
  const clock = new ManualClock();
  await using server = await startTestServer({ games, transport: 'linked', clock });
  const { room } = await seatTwoRaw(server);
  const [staying, restless] = [await crowd(server, 80), await crowd(server, 80)];
  const watch = ['room.join', { room, as: 'spectator' }] as const;
  await Promise.all(staying.map((one) => one.ask(...watch)));
  clock.advance(defaultLimits.spectatorDelayMs);
  const rounds = 5;
  const { sent } = server.server.gauges().traffic;
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all(restless.map((one) => one.ask(...watch)));
    await Promise.all(restless.map((one) => one.ask('room.leave', { room })));
  }
  clock.advance(defaultLimits.spectatorDelayMs);
  const answers = rounds * 2 * restless.length;
  const pushed = server.server.gauges().traffic.sent - sent - answers;
  expect(pushed).toBeLessThanOrEqual(staying.length + 2);
});

test('[L3] guessing codes is limited, also over many connections', async () => {
  await using server = await startTestServer({ games, ...BEHIND_PROXY });
  const { joined } = await seatTwoRaw(server);
  const guessers = await Promise.all(Array.from({ length: 10 }, () => strangerFrom(server, '203.0.113.7')));
  const codes = await Promise.all(guessers.map((one) => askOften(one, 200, 'room.join', { code: 'AAAAAA' })));
  const counted = (code: string): number => codes.reduce((sum, counts) => sum + (counts[code] ?? 0), 0);
  expect([counted('UNKNOWN_ROOM'), counted('CODE_LIMIT')]).toEqual([
    defaultLimits.wrongCodesPerMinute,
    2_000 - defaultLimits.wrongCodesPerMinute,
  ]);
  const { code } = joined.document;
  const watch = { code, as: 'spectator' };
  expect(await guessers[0]?.ask('room.join', watch)).toMatchObject({ payload: { code: 'CODE_LIMIT' } });
  const friend = await strangerFrom(server, '198.51.100.1');
  expect(await friend.ask('room.join', watch)).toMatchObject({ type: 'joined' });
});

test('[C3] [E5] a token with the right player id and a wrong secret is refused', async () => {
  await using server = await startTestServer({ games, transport: 'linked', limits: { badMessages: 1 } });
  const { token } = await arrive(server);
  const [player] = token.split('.') as [string];
  const guesser = await server.raw();
  for (const guess of [
    `${player}.`,
    `${player}.x`,
    `${token}x`,
    token.slice(0, -1),
    player,
    '.',
    `x.${token}`,
  ]) {
    const answer = await guesser.ask('hello', { protocol: 1, token: guess });
    expect(answer, guess).toMatchObject({ type: 'error', payload: { code: 'BAD_TOKEN' } });
  }
});
