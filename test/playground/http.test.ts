import { describe, expect, test } from 'vitest';
import rockPaperScissors from '../../games/rock-paper-scissors/game.ts';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { startTestServer } from '../../src/testing/index.ts';
import { type Refusal, served } from './served.ts';

const games = [rockPaperScissors, ticTacToe];
const request = { game: 'tic-tac-toe', seats: ['person', 'person'] };

describe('the playground over HTTP', () => {
  test('a browser that opens the list of games is redirected to the page, a program gets the list', async () => {
    const { url } = await served({ games });
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
    const browser = await fetch(`${url}/games`, { headers: { accept }, redirect: 'manual' });
    expect([browser.status, browser.headers.get('location')]).toEqual([302, '/playground/']);
    const program = await fetch(`${url}/games`);
    expect(program.headers.get('content-type')).toContain('application/json');
    for (const response of [browser, program]) expect(response.headers.get('vary')).toContain('accept');
    const bare = await fetch(`${url}/playground`, { redirect: 'manual' });
    expect(bare.headers.get('location')).toBe('/playground/');
  });

  test("the page is served at each of its addresses, with the server's content security policy", async () => {
    const { url } = await served({ games });
    for (const path of ['/playground/', '/playground/table/x', '/playground/table/x/seat/1']) {
      const response = await fetch(url + path);
      expect(await response.text(), path).toContain('<title>playground</title>');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    }
    expect((await fetch(`${url}/playground/assets/none.js`)).status).toBe(404);
    expect((await fetch(`${url}/playground/`, { method: 'POST' })).status).toBe(405);
  });

  test('switched off, none of its addresses exists', async () => {
    await using server = await startTestServer({ games });
    for (const path of ['/playground/', '/playground/api/tables/x']) {
      expect((await fetch(server.url + path)).status, path).toBe(404);
    }
    const post = await fetch(`${server.url}/playground/api/tables`, { method: 'POST', body: '{}' });
    expect(post.status).toBe(405);
    const list = await fetch(`${server.url}/games`, { headers: { accept: 'text/html' } });
    expect(list.headers.get('content-type')).toContain('application/json');
  });

  test.each<[string, unknown, number, Partial<Refusal>]>([
    ['a body that is not JSON', '{"game":', 400, { code: 'BAD_JSON' }],
    ['an unknown field', { ...request, host: 'x' }, 400, { code: 'BAD_MESSAGE' }],
    [
      'an unknown kind of seat',
      { ...request, seats: ['person', 'ghost'] },
      400,
      { code: 'BAD_MESSAGE', path: 'seats.1' },
    ],
    ['a game that is not served', { ...request, game: 'go' }, 404, { code: 'UNKNOWN_GAME', path: 'game' }],
    ['too few seats', { ...request, seats: ['person'] }, 400, { code: 'BAD_OPTIONS', path: 'seats' }],
    [
      'options that do not fit',
      { ...request, game: 'rock-paper-scissors', options: { bestOf: 4 } },
      400,
      { code: 'BAD_OPTIONS', path: 'options.bestOf' },
    ],
    ['a body above 16 KiB', `"${'x'.repeat(20_000)}"`, 413, { code: 'TOO_LARGE' }],
  ])('%s is refused with a code', async (_, body, status, refusal) => {
    const server = await served({ games });
    expect(await server.post<Refusal>('', body)).toMatchObject({ status, body: refusal });
    expect(server.left.rooms).toBe(0);
  });

  test('a request from a page of another origin is refused, also from a form', async () => {
    const server = await served({ games });
    const asking = (headers: Record<string, string>) => server.post<Refusal>('', request, { headers });
    const json = { 'content-type': 'application/json' };
    const foreign = await asking({ ...json, origin: 'https://example.com' });
    expect(foreign).toMatchObject({ status: 403, body: { code: 'FOREIGN_ORIGIN' } });
    const form = await asking({ 'content-type': 'text/plain' });
    expect(form).toMatchObject({ status: 415, body: { code: 'NOT_JSON' } });
    expect((await asking({ ...json, origin: server.url })).status).toBe(201);
  });

  test('unknown steps, wrong methods and other addresses are refused', async () => {
    const server = await served({ games });
    const { body: made } = await server.post('', request);
    const fork = (body: object) => server.post<Refusal>(`/${made.room}/forks`, body);
    const { seats } = request;
    expect(await fork({ step: 1, seats })).toMatchObject({ status: 400, body: { path: 'step' } });
    expect(await fork({ step: 0, seats: ['bot'] })).toMatchObject({ status: 400, body: { path: 'seats' } });
    const ask = async (path: string, method = 'GET') =>
      (await fetch(`${server.url}/playground/api/${path}`, { method })).status;
    expect(await ask(`tables/${made.room}?from=-1`)).toBe(400);
    expect(await ask(`tables/${made.room}`, 'DELETE')).toBe(405);
    expect(await ask('tables')).toBe(405);
    expect(await ask('tables/..%2f..')).toBe(404);
  });

  test('[C8] the tables that an address creates per minute are limited, and so are the rooms of the server', async () => {
    const often = await served({ games, limits: { createdPerMinute: 1 } });
    await often.post('', request);
    expect(await often.post<Refusal>('', request)).toMatchObject({
      status: 429,
      body: { code: 'CREATE_LIMIT' },
    });
    const full = await served({ games, limits: { rooms: 1 } });
    await full.post('', request);
    expect(await full.post<Refusal>('', request)).toMatchObject({
      status: 503,
      body: { code: 'SERVER_FULL' },
    });
  });

  test('a game that fails at the start is reported as GAME_FAULT, and leaves no room', async () => {
    const failing = {
      ...ticTacToe,
      name: 'broken' as const,
      view: () => {
        throw new Error('nothing to see');
      },
    };
    const server = await served({ games: [failing] });
    const { status, body } = await server.post<Refusal>('', { ...request, game: 'broken' });
    expect([status, body.code]).toEqual([422, 'GAME_FAULT']);
    expect(server.left.rooms).toBe(0);
  });
});
