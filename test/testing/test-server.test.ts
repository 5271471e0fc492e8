import { describe, expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { ManualClock, rawClient, startTestServer, until } from '../../src/testing/index.ts';

describe.each(['sockets', 'linked'] as const)('a test server over %s', (transport) => {
  test('works with SDK clients and a manual clock', async () => {
    const clock = new ManualClock();
    await using server = await startTestServer({ games: [ticTacToe], transport, clock });
    const [ann, bob] = [server.connect({ name: 'Ann' }), server.connect({ name: 'Bob' })];
    const room = await ann.create('tic-tac-toe');
    await bob.join({ room: room.id });
    await until(room, ({ document }) => document.status === 'playing');
    server.clock.advance(30_000);
    await until(room, ({ document }) => document.status === 'finished');
    expect(room.document.outcome).toEqual({ winners: [1], reason: 'time' });
  });

  test('cuts a connection, and the client reconnects by itself', async () => {
    await using server = await startTestServer({ games: [ticTacToe], transport });
    const ann = server.connect({ name: 'Ann', backoff: { min: 1, max: 2 } });
    const room = await ann.create('tic-tac-toe');
    server.cut(ann);
    await until(room, ({ status }) => status === 'reconnecting');
    await until(room, ({ status }) => status === 'live');
    expect(server.left).toMatchObject({ connections: 1, sessions: 1, rooms: 1 });
  });

  test('pauses a client, which reads on after resume', async () => {
    await using server = await startTestServer({ games: [ticTacToe], transport });
    const ann = await server.raw();
    await ann.hello();
    server.pause(ann);
    const pong = ann.ask('ping', {});
    server.resume(ann);
    expect(await pong).toMatchObject({ type: 'pong' });
  });

  test('counts what is left, and closes its clients at its end', async () => {
    const server = await startTestServer({ games: [ticTacToe], transport });
    const ann = server.connect();
    await ann.create('tic-tac-toe');
    expect(server.left).toMatchObject({ connections: 1, sessions: 1, rooms: 1, queued: 0 });
    expect(server.left.timers).toBeGreaterThan(0);
    await server[Symbol.asyncDispose]();
    expect(ann.status).toBe('closed');
    expect(server.left).toMatchObject({ connections: 0, rooms: 0, timers: 0 });
  });

  test('drains with 1012', async () => {
    await using server = await startTestServer({ games: [ticTacToe], transport });
    const ann = await server.raw();
    await ann.hello();
    const drained = server.drain();
    expect((await ann.next('draining')).payload.retryAfterMs).toBeGreaterThan(0);
    expect(await ann.closed).toMatchObject({ code: 1012 });
    await drained;
  });
});

describe('a raw client', () => {
  test('sends valid and invalid texts, and separates answers from pushed messages', async () => {
    await using server = await startTestServer({ games: [ticTacToe] });
    const ann = await rawClient(server.socketUrl);
    ann.send('{"type":');
    expect((await ann.next('error')).payload).toMatchObject({ code: 'BAD_JSON' });
    const { player, name } = await ann.hello({ name: 'Ann' });
    expect([player.length > 0, name]).toEqual([true, 'Ann']);
    await expect(ann.expect('joined', ['room.join', { room: 'nowhere' }])).rejects.toThrow('UNKNOWN_ROOM');
    expect(ann.all('error')).toHaveLength(2);
    expect(ann.received.map(({ type }) => type)).toEqual(['error', 'welcome', 'error']);
    expect(ann.texts).toHaveLength(3);
    ann.close(1000);
    expect(await ann.closed).toMatchObject({ code: 1000 });
    await expect(ann.next('pong')).rejects.toThrow('closed with 1000');
  });

  test('rejects if the connection is refused', async () => {
    const server = await startTestServer({ games: [ticTacToe] });
    await server[Symbol.asyncDispose]();
    await expect(rawClient(server.socketUrl)).rejects.toThrow('refused');
  });
});

describe('until', () => {
  test('resolves at once or later, and rejects when the subject is closed', async () => {
    await using server = await startTestServer({ games: [ticTacToe], transport: 'linked' });
    const ann = server.connect();
    await until(ann, ({ status }) => status === 'online');
    expect(await until(ann, () => true)).toBe(ann);
    const never = until(ann, () => false);
    ann.close();
    await expect(never).rejects.toThrow('the subject is closed');
  });
});
