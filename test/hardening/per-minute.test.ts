// Limits per minute, per address or per connection: above the limit a client is refused, and all others are served.
import { expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { type RawClient, rawClient, startTestServer } from '../../src/testing/index.ts';
import { arrive, place, seatTwoRaw } from '../integration/fixtures/table.ts';
import { BEHIND_PROXY, countAnswers, openFrom, strangerFrom } from './strangers.ts';

const games = [ticTacToe];
const find = { game: 'tic-tac-toe' };

test('[C8] [E3] new guests of one address are limited; returning guests and other addresses are not', async () => {
  const most = 40;
  await using server = await startTestServer({ games, ...BEHIND_PROXY, limits: { sessionsPerMinute: most } });
  const hello = async (address: string, token?: string) => {
    const client = await rawClient(server.socketUrl, { createSocket: openFrom(address) });
    const answer = await client.ask('hello', { protocol: 1, token });
    return { client, answer };
  };
  const here = await Promise.all(Array.from({ length: 2 * most }, () => hello('203.0.113.7')));
  expect(countAnswers(here.map(({ answer }) => answer))).toEqual({ welcome: most, SESSION_LIMIT: most });
  expect(server.left.sessions).toBe(most);

  const known = here.find(({ answer }) => answer.type === 'welcome');
  const token = known?.answer.type === 'welcome' ? known.answer.payload.token : '';
  expect((await hello('203.0.113.7', token)).answer.type).toBe('welcome');
  expect((await hello('203.0.113.8')).answer.type).toBe('welcome');
  for (const { client } of here) client.close();
});

test('[C8] [L1] finding and cancelling again and again is refused after the limit, and other players find a match', async () => {
  const most = 20;
  await using server = await startTestServer({ games, ...BEHIND_PROXY, limits: { findsPerMinute: most } });
  const restless = await strangerFrom(server, '203.0.113.7');
  const answers: Awaited<ReturnType<RawClient['ask']>>[] = [];
  for (let round = 0; round < 2 * most; round += 1) {
    answers.push(await restless.ask('match.find', find));
    await restless.ask('match.cancel', {});
  }
  expect(countAnswers(answers)).toEqual({ queued: most, FIND_LIMIT: most });
  expect(server.left.queued).toBe(0);

  const [ann, bob] = [
    await strangerFrom(server, '203.0.113.8'),
    await strangerFrom(server, '203.0.113.9'),
  ] as const;
  await Promise.all([ann, bob].map((one) => one.expect('queued', ['match.find', find])));
  const [{ payload: hers }, { payload: his }] = await Promise.all([ann.next('joined'), bob.next('joined')]);
  expect(hers.room).toBe(his.room);
});

test('[C8] [E3] a connection gets a limited number of full listings a minute, and still all diffs', async () => {
  const most = 5;
  await using server = await startTestServer({
    games,
    transport: 'linked',
    limits: { watchesPerMinute: most },
  });
  const { client } = await arrive(server);
  const answers: Awaited<ReturnType<RawClient['ask']>>[] = [];
  for (let round = 0; round < 4 * most; round += 1) answers.push(await client.ask('lobby.watch', {}));
  expect(countAnswers(answers)).toEqual({ lobby: most, RATE_LIMITED: 3 * most });
  const { client: other } = await arrive(server);
  await other.expect('joined', ['room.create', find]);
  expect((await client.next('lobby.diff')).payload.ops).toHaveLength(1);
  await other.expect('lobby', ['lobby.watch', {}]);
});

test('[C8] [E3] an address reads a limited number of finished matches a minute, and other pages without this limit', async () => {
  const most = 10;
  await using server = await startTestServer({ games, ...BEHIND_PROXY, limits: { matchesPerMinute: most } });
  const { ann, room } = await seatTwoRaw(server);
  await ann.client.expect('diff', ['intent', { room, seq: 1, intent: { type: 'resign' } }]);
  const read = (address: string, path = `/matches/${room}.1`): Promise<Response> =>
    fetch(`${server.url}${path}`, { headers: { 'x-forwarded-for': address } });

  const here: Response[] = [];
  for (let i = 0; i < 2 * most; i += 1) here.push(await read('203.0.113.7'));
  expect(here.map(({ status }) => status)).toEqual([...Array(most).fill(200), ...Array(most).fill(429)]);
  const refused = here.at(-1);
  expect(refused?.headers.get('retry-after')).toBe('60');
  expect(await refused?.json()).toMatchObject({ code: 'MATCH_LIMIT' });
  expect((await read('203.0.113.7', '/games')).status).toBe(200);
  expect((await read('203.0.113.8')).status).toBe(200);
});

test('a listing is encoded once for all watchers until it changes', async () => {
  await using server = await startTestServer({ games, transport: 'linked' });
  const { client: maker } = await arrive(server);
  const { room } = await maker.expect('joined', ['room.create', find]);
  const { client } = await arrive(server);
  const original = JSON.stringify;
  let encoded = 0;
  // The server does not count this, so the test counts calls of JSON.stringify.
  JSON.stringify = ((value: object, ...rest: []) => {
    if (value !== null && typeof value === 'object' && 'rooms' in value) encoded += 1;
    return original(value, ...rest);
  }) as typeof JSON.stringify;
  try {
    for (let i = 0; i < 50; i += 1) await client.expect('lobby', ['lobby.watch', {}]);
    expect(encoded).toBe(1);
    await maker.expect('ok', ['room.bot', { room }]);
    const { rooms } = await client.expect('lobby', ['lobby.watch', {}]);
    expect([rooms.length, rooms[0]?.seats.taken, encoded]).toEqual([1, 2, 2]);
  } finally {
    JSON.stringify = original;
  }
  await maker.ask('intent', { room, seq: 1, intent: place(0) });
});
