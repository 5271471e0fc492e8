// Texts from players: bounded and without invisible characters for other players, and never in the log.
import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { createLog, defaultLimits } from '../../src/server/index.ts';
import { rawClient, startTestServer } from '../../src/testing/index.ts';
import { arrive, seatTwoRaw } from '../integration/fixtures/table.ts';

const CORPUS = [
  'plain text',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  'javascript:alert(1)',
  '{{constructor.constructor("alert(1)")()}}',
  "'; DROP TABLE rooms; --",
  '\u202eevil\u202c rtl \u2066isolated\u2069',
  'zero\u200bwidth\u200d\ufeff',
  '\u001b[31mred\u001b[0m\u0007',
  'line\r\nbreak\u2028and\u2029more',
  '\ud83d half \udc00',
  'e\u0301 and \u0041\u030a',
  '%s%n%x {jndi:ldap://x}',
  `Z${'\u0301'.repeat(200)}`,
  '😀'.repeat(150),
  '__proto__',
];

/** Characters that are invisible, change the direction of a line, or control a terminal. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('names and chat', () => {
  test.each(CORPUS)('%j arrives as readable text within its bounds', async (text) => {
    await using server = await startTestServer({ games: [ticTacToe], transport: 'linked' });
    const { ann, bob, room } = await seatTwoRaw(server);
    await ann.client.expect('chat', ['chat', { room, text }]);
    const { payload } = await bob.client.next('chat');
    const { name } = await (await server.raw()).hello({ name: text });
    for (const shown of [payload.text, name]) {
      expect(shown).not.toMatch(unseen);
      expect(shown).toBe(shown.normalize('NFC').trim());
      expect(shown.isWellFormed()).toBe(true);
      expect(shown).not.toBe('');
    }
    expect([...payload.text].length).toBeLessThanOrEqual(defaultLimits.chatCharacters);
    expect([...name].length).toBeLessThanOrEqual(defaultLimits.nameCharacters);
  });

  test('markup arrives unchanged as text; the page must not run it', async () => {
    await using server = await startTestServer({ games: [ticTacToe], transport: 'linked' });
    const { ann, bob, room } = await seatTwoRaw(server);
    const text = '<b onclick="x()">&amp;</b>';
    await ann.client.expect('chat', ['chat', { room, text }]);
    expect((await bob.client.next('chat')).payload.text).toBe(text);
  });
});

test('[R7] at log level trace, the log contains no text of a client and no secret', async () => {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const log = createLog({ level: 'trace', destination });
  await using server = await startTestServer({ games: [ticTacToe], log, limits: { badMessages: 3 } });
  const canary = (of: string): string => `canary-${of}`;

  const socketUrl = `${server.socketUrl}?token=${canary('query')}`;
  const headers = {
    authorization: `Bearer ${canary('bearer')}`,
    cookie: `session=${canary('cookie')}`,
    'user-agent': canary('agent'),
  };
  const guest = await rawClient(socketUrl, {
    createSocket: (url, protocol) =>
      new WebSocket(url, [protocol, `bearer.${canary('subprotocol')}`], { headers }) as never,
  });
  await guest.ask('hello', { protocol: 1, token: canary('token') });
  await guest.hello({ name: canary('name') });
  await guest.ask('room.join', { code: canary('code').slice(0, 32) });
  await guest.ask('room.create', { game: canary('game') });
  await guest.ask('room.create', { game: 'tic-tac-toe', options: { [canary('option')]: 1 } });
  for (let at = 0; at < 6; at += 1) guest.send(`{"${canary('bad')}":`);
  await guest.closed;

  const { ann, bob, room, joined } = await seatTwoRaw(server);
  await ann.client.ask('chat', { room, text: canary('chat') });
  await ann.client.ask('intent', { room, seq: 1, intent: { type: canary('type'), [canary('field')]: 1 } });
  await ann.client.ask('intent', { room, seq: 2, intent: { type: 'place', cell: canary('cell') } });
  await bob.client.ask('intent', { room, seq: 3, intent: { type: 'place', cell: 4 } });
  server.cut(ann.client);
  const back = await arrive(server, { token: ann.token });
  await back.client.ask('room.join', { room });
  await fetch(`${server.url}/${canary('path')}?${canary('search')}`, { headers });
  await fetch(server.url, { method: 'POST', body: canary('body') });

  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter((line) => line.includes('canary'))).toEqual([]);
  for (const { token } of [ann, bob]) {
    expect(lines.filter((line) => line.includes(token.split('.').at(-1) ?? ''))).toEqual([]);
  }
  expect(lines.filter((line) => line.includes(joined.document.code))).toEqual([]);
});
