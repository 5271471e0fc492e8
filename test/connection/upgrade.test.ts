import type { Duplex } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { refusals } from '../../src/connection/index.ts';
import type { Identity } from '../../src/session/index.ts';
import { openClient, openPair, type Rig, rawUpgrade, readUntil, socketKinds } from './rig.ts';

type Answer = { readonly status: number; readonly code: string | undefined; readonly head: string };

async function answerTo(
  rig: Rig,
  headers?: Record<string, string | undefined>,
  line?: string,
): Promise<Answer> {
  const socket = rawUpgrade(rig, headers, line);
  const [head = '', body = ''] = (await readUntil(socket, line === undefined ? '}' : undefined)).split(
    '\r\n\r\n',
  );
  socket.destroy();
  return { status: Number(head.split(' ')[1]), code: body === '' ? undefined : JSON.parse(body).code, head };
}

async function accepted(rig: Rig, headers: Record<string, string | undefined>): Promise<string> {
  const socket = rawUpgrade(rig, headers);
  const head = await readUntil(socket, '\r\n\r\n');
  socket.destroy();
  return head;
}

describe.each(socketKinds)('%s', (_kind, startRig) => {
  describe('refusals', () => {
    test.each([
      ['path', {}, 'GET /other HTTP/1.1'],
      ['path', {}, 'GET /ws/ HTTP/1.1'],
      ['path', {}, 'GET //ws HTTP/1.1'],
      ['method', {}, 'POST /ws HTTP/1.1'],
      ['handshake', { Upgrade: 'h2c' }, undefined],
      ['handshake', { 'Sec-WebSocket-Key': undefined }, undefined],
      ['handshake', { 'Sec-WebSocket-Key': 'short' }, undefined],
      ['version', { 'Sec-WebSocket-Version': undefined }, undefined],
      ['version', { 'Sec-WebSocket-Version': '8' }, undefined],
      ['origin', { Origin: 'https://evil.test' }, undefined],
      ['origin', { Origin: 'null' }, undefined],
      ['origin', { Origin: 'https://game.test.evil.test' }, undefined],
      ['origin', { Origin: 'https://game.test:8443' }, undefined],
      ['subprotocol', { 'Sec-WebSocket-Protocol': 'turnkeeper.v2' }, undefined],
      ['subprotocol', { 'Sec-WebSocket-Protocol': '' }, undefined],
    ] as const)('%s: %o %s', async (name, headers, line) => {
      await using rig = await startRig();
      const { status, code } = refusals[name];
      expect(await answerTo(rig, headers, line)).toMatchObject({ status, code });
      expect(rig.manager.size).toBe(0);
      expect(rig.manager.addresses.of('127.0.0.1')).toBe(0);
    });

    test('the answer to a wrong version names the right one', async () => {
      await using rig = await startRig();
      expect((await answerTo(rig, { 'Sec-WebSocket-Version': '7' })).head).toContain(
        'Sec-WebSocket-Version: 13',
      );
    });

    test('[C8] 429: too many connections from one address, until one of them is closed', async () => {
      await using rig = await startRig({ limits: { connectionsPerAddress: 2 } });
      const { client } = await openPair(rig);
      await openPair(rig);
      expect(await answerTo(rig)).toMatchObject({ status: 429, code: 'CONNECTION_LIMIT' });
      client.ws.close();
      await rig.events.next('closed');
      await openPair(rig);
    });

    test('503 while draining; existing connections stay open', async () => {
      await using rig = await startRig();
      const { client, connection } = await openPair(rig);
      rig.manager.drain();
      const { status, code, head } = await answerTo(rig);
      expect({ status, code }).toEqual({ status: 503, code: 'SERVER_DRAINING' });
      expect(head).toContain('Retry-After');
      connection.send('still here');
      expect(await client.next()).toBe('still here');
    });
  });

  describe('accepted requests', () => {
    test.each([
      ['without origin', {}],
      ['of the own origin', { Origin: 'https://game.test' }],
      ['of the own origin, with port', { Origin: 'http://game.test:3000', Host: 'game.test:3000' }],
      ['without subprotocol', { 'Sec-WebSocket-Protocol': undefined }],
    ])('%s', async (_, headers) => {
      await using rig = await startRig();
      expect(await accepted(rig, headers)).toMatch(/^HTTP\/1.1 101 /);
    });

    test('ours is selected from several subprotocols, and none if none is offered', async () => {
      await using rig = await startRig();
      const offered = await accepted(rig, { 'Sec-WebSocket-Protocol': 'bearer.abc, turnkeeper.v1' });
      expect(offered).toContain('Sec-WebSocket-Protocol: turnkeeper.v1\r\n');
      expect(offered).not.toContain('bearer');
      expect(await accepted(rig, {})).not.toContain('Sec-WebSocket-Protocol');
    });

    test('compression is never negotiated', async () => {
      await using rig = await startRig();
      expect(await accepted(rig, { 'Sec-WebSocket-Extensions': 'permessage-deflate' })).not.toContain(
        'deflate',
      );
    });

    test('a list of origins is exact and replaces the own host', async () => {
      await using rig = await startRig({ allowedOrigins: ['https://play.test'] });
      expect(await accepted(rig, { Origin: 'https://play.test' })).toMatch(/ 101 /);
      expect((await answerTo(rig, { Origin: 'https://game.test' })).status).toBe(403);
      expect((await answerTo(rig, { Origin: 'http://play.test' })).status).toBe(403);
    });

    test('* allows any origin', async () => {
      await using rig = await startRig({ allowedOrigins: '*' });
      expect(await accepted(rig, { Origin: 'https://anywhere.test' })).toMatch(/ 101 /);
    });

    test('the path is an option, and a query is ignored', async () => {
      await using rig = await startRig({ path: '/play' });
      await openClient(rig, { path: '/play?room=1' });
      expect((await answerTo(rig, {}, 'GET /ws HTTP/1.1')).status).toBe(404);
    });

    test('on a shared server other paths are left to their own listeners', async () => {
      await using rig = await startRig({ exclusive: false });
      rig.http.on('upgrade', (request, socket) => {
        if (request.url === '/theirs') socket.end('HTTP/1.1 418 Theirs\r\n\r\n');
      });
      expect((await answerTo(rig, {}, 'GET /theirs HTTP/1.1')).status).toBe(418);
      await openPair(rig);
    });

    test('[C4] the reset of an upgrade that no listener takes on a shared server does not end the process', async () => {
      await using rig = await startRig({ exclusive: false });
      const upgraded = Promise.withResolvers<Duplex>();
      rig.http.on('upgrade', (_request, raw) => upgraded.resolve(raw));
      const client = rawUpgrade(rig, {}, 'GET /other HTTP/1.1');
      const raw = await upgraded.promise;
      const closed = new Promise((resolve) => raw.once('close', resolve));
      client.resetAndDestroy();
      await closed;
      expect(raw.errored).toMatchObject({ code: 'ECONNRESET' });
      await openPair(rig);
    });

    test('after detach there is no listener, and clients that are still being authenticated are refused', async () => {
      const authenticating = Promise.withResolvers<void>();
      await using rig = await startRig({
        authenticate: () => {
          authenticating.resolve();
          return new Promise(() => {});
        },
      });
      const socket = rawUpgrade(rig);
      await authenticating.promise;
      rig.detach();
      expect(await readUntil(socket)).toContain('HTTP/1.1 503');
      expect(rig.http.listenerCount('upgrade')).toBe(0);
      expect(rig.clock.pending).toBe(0);
    });
  });

  describe('authenticate', () => {
    test('gets the request before the upgrade and returns the identity', async () => {
      await using rig = await startRig({
        authenticate: async ({ headers }) => ({ player: `p-${headers.authorization}` }),
      });
      const { connection } = await openPair(rig, { headers: { authorization: 'ann' } });
      expect(connection.identity).toEqual({ player: 'p-ann' });
    });

    test('undefined is a guest', async () => {
      await using rig = await startRig({ authenticate: () => undefined });
      expect((await openPair(rig)).connection.identity).toBeUndefined();
    });

    test('null is refused with 401', async () => {
      await using rig = await startRig({ authenticate: () => null });
      expect(await answerTo(rig)).toMatchObject({ status: 401, code: 'NOT_ALLOWED' });
    });

    test.each([
      [
        'throws',
        () => {
          throw new Error('database away');
        },
      ],
      ['rejects', () => Promise.reject(new Error('database away'))],
    ])('one that %s gives a 500 without details, and a warning in the log', async (_, authenticate) => {
      await using rig = await startRig({ authenticate });
      const answer = await answerTo(rig);
      expect(answer).toMatchObject({ status: 500, code: 'AUTHENTICATION_FAILED' });
      expect(JSON.stringify(answer)).not.toContain('database');
      expect(rig.log).toEqual([{ level: 'warn', text: expect.stringContaining('database away') }]);
      expect(rig.clock.pending).toBe(0);
    });

    test('[C8] one that takes too long gives a 503, and its late answer changes nothing', async () => {
      const authenticating = Promise.withResolvers<void>();
      const answer = Promise.withResolvers<Identity>();
      await using rig = await startRig({
        authenticate: () => {
          authenticating.resolve();
          return answer.promise;
        },
      });
      const socket = rawUpgrade(rig);
      await authenticating.promise;
      expect(rig.manager.addresses.of('127.0.0.1')).toBe(1);
      rig.clock.advance(rig.manager.limits.authenticateMs);
      expect(await readUntil(socket)).toContain('HTTP/1.1 503');
      answer.resolve({ player: 'late' });
      await answer.promise;
      expect(rig.manager.addresses.of('127.0.0.1')).toBe(0);
      expect(rig.events.all).toEqual([]);
    });

    test('[C4] a socket that is reset during authentication is released at once', async () => {
      const died = Promise.withResolvers<void>();
      await using rig = await startRig({
        authenticate: ({ headers, socket }) => {
          if (headers.authorization === 'ann') return { player: 'ann' };
          socket.once('close', died.resolve);
          client.resetAndDestroy();
          return new Promise(() => {});
        },
      });
      const client = rawUpgrade(rig);
      await died.promise;
      const { connection } = await openPair(rig, { headers: { authorization: 'ann' } });
      expect([...rig.manager.connections]).toEqual([connection]);
      expect(rig.manager.addresses.of('127.0.0.1')).toBe(1);
      expect(rig.log).toEqual([]);
    });

    test('a server that starts draining meanwhile refuses the client', async () => {
      await using rig = await startRig({
        authenticate: () => {
          rig.manager.drain();
          return undefined;
        },
      });
      expect((await answerTo(rig)).status).toBe(503);
    });

    test('frames that are sent right behind the handshake are kept until the client is accepted', async () => {
      const answer = Promise.withResolvers<Identity>();
      const authenticating = Promise.withResolvers<void>();
      await using rig = await startRig({
        authenticate: () => {
          authenticating.resolve();
          return answer.promise;
        },
      });
      const socket = rawUpgrade(rig);
      await authenticating.promise;
      socket.write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69]));
      answer.resolve({ player: 'ann' });
      expect((await rig.events.next('received')).text).toBe('hi');
      socket.destroy();
    });
  });
});
