// Players of an existing login: identified before the socket opens, with one session on all devices, and never by a
// claim of their own.
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { connect } from '../../src/client/index.ts';
import { rawClient, startTestServer, type TestServer } from '../../src/testing/index.ts';
import { authenticateBy, issueToken } from './login.ts';

const KEY = 'a key that only the two systems know';
const start = (): Promise<TestServer> =>
  startTestServer({ games: [ticTacToe], authenticate: authenticateBy(KEY) });

/** Connects with tokens as subprotocols, as a page does. */
const comeWith = (server: TestServer, ...tokens: readonly string[]) =>
  rawClient(server.socketUrl, {
    createSocket: (url, protocol) =>
      new WebSocket(url, [protocol, ...tokens.map((token) => `bearer.${token}`)]) as never,
  });

test('a page sends the token as a subprotocol, and the server answers only with its own subprotocol', async () => {
  await using server = await start();
  const socket = new WebSocket(server.socketUrl, [
    'turnkeeper.v1',
    `bearer.${await issueToken({ sub: '7', name: 'Ann' }, KEY)}`,
  ]);
  await new Promise((resolve) => socket.once('open', resolve));
  expect(socket.protocol).toBe('turnkeeper.v1');
  socket.close();
});

test('the SDK sends the token, and the name is the one of the login', async () => {
  await using server = await start();
  const token = await issueToken({ sub: '7', name: 'Ann' }, KEY);
  const client = connect({
    url: server.socketUrl,
    name: 'Somebody Else',
    createSocket: (url, protocol) => new WebSocket(url, [protocol, `bearer.${token}`]) as never,
  });
  await client.ready();
  expect([client.player, client.name]).toEqual(['login:7', 'Ann']);
  client.close();
});

test('the same login is the same player, and the newest device takes over the session', async () => {
  await using server = await start();
  const token = await issueToken({ sub: '7' }, KEY);
  const phone = await comeWith(server, token);
  await phone.hello();
  const { room } = await phone.expect('joined', ['room.create', { game: 'tic-tac-toe' }]);
  const desk = await comeWith(server, await issueToken({ sub: '7' }, KEY));
  expect(await desk.hello()).toMatchObject({ player: 'login:7', rooms: [{ room, seat: 0 }] });
  expect((await phone.closed).code).toBe(4409);
});

test('[E5] the token of a guest cannot be used with a login of another player', async () => {
  await using server = await start();
  const guest = await (await server.raw()).hello();
  const eve = await comeWith(server, await issueToken({ sub: 'eve' }, KEY));
  const answer = await eve.ask('hello', { protocol: 1, token: guest.token });
  expect(answer).toMatchObject({ payload: { code: 'BAD_TOKEN' } });
});

test('[E5] the session token of a login cannot be used without the login', async () => {
  await using server = await start();
  const ann = await comeWith(server, await issueToken({ sub: '7' }, KEY));
  const { token } = await ann.hello();
  const eve = await server.raw();
  expect(await eve.ask('hello', { protocol: 1, token })).toMatchObject({ payload: { code: 'BAD_TOKEN' } });
});

const good = { sub: '7' };
const past = Math.floor(Date.now() / 1000) - 60;
const [head, body, sign] = (await issueToken(good, KEY)).split('.') as [string, string, string];

test.each([
  ['of another key', await issueToken(good, 'another')],
  ['that is over', await issueToken({ ...good, exp: past }, KEY)],
  ['of another issuer', await issueToken({ ...good, iss: 'https://evil.example' }, KEY)],
  ['for another audience', await issueToken({ ...good, aud: 'shop' }, KEY)],
  ['of no algorithm', `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`],
  ['without a signature', `${head}.${body}.`],
  ['with another body', `${head}.${Buffer.from('{"sub":"1"}').toString('base64url')}.${sign}`],
  ['that is none', 'x'],
])('a token %s is refused before the socket opens', async (_, token) => {
  await using server = await start();
  await expect(comeWith(server, token)).rejects.toThrow('refused');
  expect(server.left).toMatchObject({ connections: 0, sessions: 0 });
});
