import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createMachine } from 'xstate';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import {
  createRequestListener,
  hardenedHttpServer,
  type RouterOptions,
  type ServerStatus,
} from '../../src/http/router.ts';
import { asyncApiDocument } from '../../src/protocol/index.ts';

async function served(
  parts: Partial<RouterOptions> = {},
): Promise<{ url: string; port: number; errors: object[] }> {
  const errors: object[] = [];
  const listener = createRequestListener({
    games: () => [ticTacToe],
    levels: () => ['easy', 'hard'],
    status: () => 'ready',
    matchById: async (id) => (id === 'V1StGXR8_Z5jdHi6B-myT.2' ? '{"format":1}' : null),
    mayReadMatch: () => true,
    metrics: { scrape: async () => ({ contentType: 'text/plain; version=0.0.4', text: 'up 1\n' }) },
    asyncApi: () => asyncApiDocument({ version: '1.2.3' }),
    log: { error: (details: object) => void errors.push(details) } as RouterOptions['log'],
    ...parts,
  });
  const server = hardenedHttpServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, errors };
}

describe('http', () => {
  test('/healthz answers 200 always, /readyz only between start and drain', async () => {
    let status: ServerStatus = 'starting';
    const { url } = await served({ status: () => status });
    const starting = await fetch(`${url}/readyz`);
    expect([starting.status, await starting.json()]).toEqual([503, { status: 'starting' }]);
    status = 'ready';
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    status = 'draining';
    const draining = await fetch(`${url}/readyz`);
    expect(draining.status).toBe(503);
    expect(await draining.json()).toEqual({ status: 'draining' });
    expect(draining.headers.get('cache-control')).toBe('no-store');
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('/metrics has the media type that the registry gives', async () => {
    const { url } = await served();
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4');
    expect(await response.text()).toBe('up 1\n');
  });

  test('without a page, / redirects to the playground, if there is one', async () => {
    const { url } = await served({ playground: async () => false });
    const response = await fetch(url, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/playground/']);
    expect((await fetch((await served()).url, { redirect: 'manual' })).status).toBe(404);
  });

  test('/games lists each game with what a client in any language needs', async () => {
    const { url } = await served();
    const response = await fetch(`${url}/games?x=1`);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toMatchObject({
      games: [
        {
          name: 'tic-tac-toe',
          version: 1,
          levels: ['easy', 'hard'],
          seats: { min: 2, max: 2 },
          intents: {
            place: { type: 'object', properties: { cell: { type: 'integer', minimum: 0, maximum: 8 } } },
            resign: { type: 'object' },
          },
        },
      ],
    });
  });

  test('machine.json is the machine: XState builds the same states and transitions from it', async () => {
    const { url } = await served();
    const response = await fetch(`${url}/games/tic-tac-toe/machine.json`);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const text = await response.text();
    const again = createMachine(JSON.parse(text));
    expect(Object.keys(again.states)).toEqual(Object.keys(ticTacToe.machine.states));
    for (const [name, state] of Object.entries(ticTacToe.machine.states)) {
      expect(again.states[name]?.type).toBe(state.type);
      expect(again.states[name]?.ownEvents).toEqual(state.ownEvents);
    }
    // Guards and delays are names; combined guards, too.
    expect(text).toContain('"and(yourTurn, cellFree)"');
    expect(text).toContain('"turnTime"');
  });

  test('/asyncapi.json is built at the first request, once', async () => {
    const asyncApi = vi.fn(() => asyncApiDocument({ version: '1.2.3' }));
    const { url } = await served({ asyncApi });
    expect(asyncApi).not.toHaveBeenCalled();
    await fetch(`${url}/asyncapi.json`);
    await fetch(`${url}/asyncapi.json`);
    expect(asyncApi).toHaveBeenCalledOnce();
  });

  test('/asyncapi.json describes the protocol', async () => {
    const { url } = await served();
    const document = await (await fetch(`${url}/asyncapi.json`)).json();
    expect(document).toMatchObject({ asyncapi: '3.0.0', info: { version: '1.2.3' } });
  });

  test('an unknown path is 404 in JSON, and a path of a game is never answered by the page', async () => {
    const { url } = await served({ pages: (_, response) => response.end('page') !== undefined });
    for (const path of ['/games/chess/machine.json', '/games/', '/games/tic-tac-toe']) {
      const response = await fetch(url + path);
      expect(response.status, path).toBe(404);
      expect(await response.json()).toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await (await fetch(`${url}/room/K7MQ2P`)).text()).toBe('page');
    const bare = await served();
    expect((await fetch(`${bare.url}/`)).status).toBe(404);
  });

  test('a finished match is answered under its id, as a file to save; an unknown or malformed id is not', async () => {
    const { url } = await served({ pages: (_, response) => response.end('page') !== undefined });
    const found = await fetch(`${url}/matches/V1StGXR8_Z5jdHi6B-myT.2?x=1`);
    expect(await found.json()).toEqual({ format: 1 });
    expect(found.headers.get('cache-control')).toBe('no-store');
    expect(found.headers.get('content-disposition')).toBe('inline; filename="V1StGXR8_Z5jdHi6B-myT.2.json"');
    const others = ['V1StGXR8_Z5jdHi6B-myT.1', 'V1StGXR8_Z5jdHi6B-myT', '../x.1', '%22;x.1', 'x.1/y', ''];
    for (const id of [...others, `${'x'.repeat(65)}.1`, 'x.1234567890', 'x.-1', 'x.1%0d%0aa: b']) {
      const response = await fetch(`${url}/matches/${id}`, { redirect: 'manual' });
      expect(response.headers.get('content-disposition'), id).toBeNull();
      expect(await response.text(), id).toMatch(/NOT_FOUND|^page$/);
    }
  });

  test('plain HTTP to the path of the socket is answered with 426, not with the page', async () => {
    const { url } = await served({ pages: (_, response) => response.end('page') !== undefined });
    const response = await fetch(`${url}/ws`);
    expect(response.status).toBe(426);
    expect(response.headers.get('upgrade')).toBe('websocket');
    expect(await response.json()).toMatchObject({ code: 'UPGRADE_REQUIRED' });
  });

  test('only GET and HEAD are answered, HEAD without a body', async () => {
    const { url } = await served();
    const post = await fetch(`${url}/games`, { method: 'POST', body: 'x' });
    expect(post.status).toBe(405);
    expect(post.headers.get('allow')).toBe('GET, HEAD');
    const head = await fetch(`${url}/games`, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(0);
    expect(await head.text()).toBe('');
  });

  test('every answer has the security headers', async () => {
    const { url } = await served();
    for (const path of ['/games', '/nothing', '/readyz']) {
      const { headers } = await fetch(url + path);
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'self'; .*frame-ancestors 'none'$/,
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
  });

  test('an internal error is one 500 without details, and one line in the log', async () => {
    const scrape = (): Promise<never> => Promise.reject(new Error('a private detail'));
    const { url, errors } = await served({ metrics: { scrape } });
    const response = await fetch(`${url}/metrics`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('private');
    expect(errors).toHaveLength(1);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test.each([
    ['a header of 9 KiB', `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(9216)}\r\n\r\n`, 431],
    ['text that is not HTTP', 'hello there\r\n\r\n', 400],
  ])('%s is refused', async (_, bytes, status) => {
    const { port } = await served();
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    socket.write(bytes);
    const [answer] = await once(socket, 'data');
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    socket.destroy();
  });
});
