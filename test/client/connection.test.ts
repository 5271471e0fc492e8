import { afterEach, describe, expect, test, vi } from 'vitest';
import { ClientError, connect } from '../../src/client/index.ts';
import { type Started, start, startOnline } from './fake-server.ts';

const failure = (code: string) => expect.objectContaining({ name: 'ClientError', code });

/** A seeded generator, so that a failure can be reproduced. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function memory(token: string | null = null) {
  let kept = token;
  return {
    get: () => kept,
    set: (next: string | null) => {
      kept = next;
    },
  };
}

describe('hello', () => {
  test('a client says hello with its name, and is online once welcomed', async () => {
    const { client, server } = start({ name: 'Ann' });
    expect(client.status).toBe('connecting');
    expect(server.welcome()).toEqual({ protocol: 1, name: 'Ann' });
    await client.ready();
    expect(client).toMatchObject({ status: 'online', player: 'p1', name: 'Ann' });
    expect(client.limits?.roomsPerPlayer).toBe(8);
  });

  test('the token is stored, and sent in the next hello', () => {
    const storage = memory();
    startOnline({ storage });
    expect(storage.get()).toBe('secret');
    expect(start({ storage }).server.welcome()).toEqual({ protocol: 1, token: 'secret' });
  });

  test('an unknown token is deleted, and hello sent again on the same connection', async () => {
    const storage = memory('old');
    const { client, server } = start({ storage });
    server.socket.onopen?.();
    server.socket.take('hello').refuse('BAD_TOKEN');
    expect(storage.get()).toBe(null);
    expect(server.greet()).toEqual({ protocol: 1 });
    await client.ready();
    expect(server.sockets.length).toBe(1);
  });

  test('seats that the server still keeps are listed', () => {
    const { client, server } = start();
    server.welcome([{ room: 'r9', seat: 1 }]);
    expect(client.held).toEqual([{ room: 'r9', seat: 1 }]);
  });

  test('a permanently refused hello closes the client, and ready() rejects', async () => {
    const { client, server } = start();
    server.socket.onopen?.();
    server.socket.take('hello').refuse('UNSUPPORTED_PROTOCOL');
    expect(client.status).toBe('closed');
    await expect(client.ready()).rejects.toEqual(failure('UNSUPPORTED_PROTOCOL'));
  });

  test('a temporarily refused hello is sent again, after a longer wait each time', () => {
    const { client, server, clock } = start({ random: () => 0.999 });
    const waits = [1, 2, 3].map(() => {
      server.socket.onopen?.();
      server.socket.take('hello').refuse('SERVER_FULL');
      expect(client.status).toBe('offline');
      const wait = (client.retryAt ?? 0) - clock.now();
      clock.advance(wait);
      return Math.round(wait / 100) * 100;
    });
    expect(waits).toEqual([500, 1000, 2000]);
  });

  test('a socket without a welcome is abandoned after ten seconds', () => {
    const { client, server, clock } = start();
    clock.advance(9_999);
    expect(client.status).toBe('connecting');
    clock.advance(1);
    expect(client.status).toBe('offline');
    expect(server.socket.closedWith).toBe('no code');
  });

  test('an http url becomes a ws url', () => {
    const urls: string[] = [];
    const { server } = start();
    const createSocket = (url: string, protocol: string) => {
      urls.push(url, protocol);
      return server.createSocket();
    };
    start({ url: 'https://play.test/ws', createSocket });
    expect(urls).toEqual(['wss://play.test/ws', 'turnkeeper.v1']);
  });

  test('outside a browser a url is required', () => {
    expect(() => connect()).toThrow(/url/);
  });
});

describe('reconnecting', () => {
  test('the waits stay within the bounds, and grow with the attempts', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { client, server, clock } = start({ random: seeded(seed), backoff: { min: 100, max: 1500 } });
      for (let attempt = 1; attempt <= 8; attempt++) {
        server.drop();
        const wait = (client.retryAt ?? 0) - clock.now();
        expect(wait, `seed ${seed}, attempt ${attempt}`).toBeGreaterThanOrEqual(100);
        expect(wait, `seed ${seed}, attempt ${attempt}`).toBeLessThanOrEqual(
          Math.min(1500, 100 * 2 ** attempt),
        );
        clock.advance(wait);
        expect(server.sockets.length).toBe(attempt + 1);
      }
    }
  });

  test('two clients dropped at the same time do not reconnect at the same time', () => {
    const waits = [1, 2].map((seed) => {
      const { client, server, clock } = startOnline({ random: seeded(seed) });
      server.drop();
      return (client.retryAt ?? 0) - clock.now();
    });
    expect(waits[0]).not.toBe(waits[1]);
  });

  test('a welcome resets the waits', () => {
    const { client, server, clock } = start();
    for (let attempt = 0; attempt < 5; attempt++) {
      server.drop();
      clock.advance(5000);
    }
    server.welcome();
    server.drop();
    expect((client.retryAt ?? 0) - clock.now()).toBeLessThanOrEqual(500);
  });

  test.each([4409, 4401, 4400, 1003, 1009, 1000])(
    'after close %i the client does not reconnect',
    async (code) => {
      const { client, server, clock } = startOnline();
      server.drop(code, 'for good');
      expect(client).toMatchObject({ status: 'closed', closeCode: code, retryAt: undefined });
      await expect(client.join({ room: 'r1' })).rejects.toEqual(failure('CLOSED'));
      client.retry();
      clock.advance(3_600_000);
      expect(server.sockets.length).toBe(1);
      expect(clock.pending).toBe(0);
    },
  );

  test.each([1001, 1006, 1012, 1013, 4408, 4413, 4429])('after close %i the client reconnects', (code) => {
    const { client, server, clock } = startOnline();
    server.drop(code);
    expect(client).toMatchObject({ status: 'offline', closeCode: code });
    clock.advance(5000);
    expect(server.sockets.length).toBe(2);
  });

  test('after draining the client waits as long as the server requested, plus jitter', () => {
    const { client, server, clock } = startOnline({ random: seeded(3) });
    server.socket.push('draining', { retryAfterMs: 4000 });
    expect(client.status).toBe('online');
    server.drop(1012);
    const wait = (client.retryAt ?? 0) - clock.now();
    expect(wait).toBeGreaterThan(4250);
    expect(wait).toBeLessThan(4500);
  });

  test('a failed attempt does not overwrite the close code of the server', () => {
    const { client, server, clock } = startOnline();
    server.drop(1012);
    clock.advance(5000);
    server.drop(1006);
    expect(client.closeCode).toBe(1012);
  });

  test('retry() connects without waiting, and does nothing while there is a socket', () => {
    const { client, server, clock } = startOnline();
    server.drop();
    client.retry();
    client.retry();
    expect(server.sockets.length).toBe(2);
    expect(client.retryAt).toBe(undefined);
    clock.advance(5000);
    expect(server.sockets.length).toBe(2);
  });

  test('close() closes the socket, and leaves no timer', async () => {
    const { client, server, clock } = startOnline();
    const joining = client.join({ code: 'K7MQ2P' });
    client.close();
    expect(server.socket.closedWith).toBe(1000);
    expect(client.status).toBe('closed');
    await expect(joining).rejects.toEqual(failure('CLOSED'));
    expect(clock.pending).toBe(0);
  });

  test('a client closed before its first welcome rejects ready()', async () => {
    const { client } = start();
    client.close();
    await expect(client.ready()).rejects.toBeInstanceOf(ClientError);
  });

  test('a request made while offline waits for the connection', async () => {
    const { client, server } = start();
    const joining = client.join({ room: 'r1' });
    server.welcome();
    server.socket.take('room.join').refuse('UNKNOWN_ROOM');
    await expect(joining).rejects.toEqual(failure('UNKNOWN_ROOM'));
  });
});

describe('the heartbeat', () => {
  function pong({ server, clock }: Started, trip: number, ahead: number): void {
    clock.advance(trip);
    server.socket.take('ping').answer('pong', { at: clock.now() - trip / 2 + ahead });
  }

  test('it measures the clock offset, and keeps it while a worse measurement allows it', () => {
    const started = startOnline();
    pong(started, 40, 5000);
    expect(started.client.clockOffset).toBe(5000);
    started.clock.advance(10_000);
    pong(started, 400, 5150);
    expect(started.client.clockOffset).toBe(5000);
    started.clock.advance(10_000);
    pong(started, 20, 5100);
    expect(started.client.clockOffset).toBe(5100);
  });

  test('a socket without an answer for six seconds is dropped', () => {
    const started = startOnline();
    pong(started, 10, 0);
    started.clock.advance(10_000);
    started.clock.advance(5_999);
    expect(started.client.status).toBe('online');
    started.clock.advance(1);
    expect(started.client.status).toBe('offline');
    expect(started.server.socket.closedWith).toBe('no code');
  });

  test('a ping refused for its rate counts as an answer', () => {
    const { client, server, clock } = startOnline();
    server.socket.take('ping').refuse('RATE_LIMITED');
    clock.advance(9_999);
    expect(client.status).toBe('online');
    expect(server.socket.pings).toBe(0);
    clock.advance(1);
    expect(server.socket.pings).toBe(1);
  });
});

describe('in a browser', () => {
  afterEach(() => void vi.unstubAllGlobals());

  function browser() {
    const page = new EventTarget();
    const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    vi.stubGlobal('document', document);
    return { document, fire: (type: string) => void page.dispatchEvent(new Event(type)) };
  }

  test('when the network goes the client is offline at once; when it is back it connects at once', () => {
    const { fire } = browser();
    const { client, server } = startOnline();
    fire('offline');
    expect(client.status).toBe('offline');
    fire('online');
    expect(server.sockets.length).toBe(2);
    server.welcome();
    expect(client.status).toBe('online');
  });

  test('a hidden page sends no pings; when shown again it pings at once', () => {
    const { document } = browser();
    const { clock, server } = startOnline();
    server.socket.take('ping').answer('pong', { at: clock.now() });
    document.visibilityState = 'hidden';
    clock.advance(60_000);
    expect(server.socket.pings).toBe(0);
    document.visibilityState = 'visible';
    document.dispatchEvent(new Event('visibilitychange'));
    expect(server.socket.pings).toBe(1);
  });

  test('a closed client ignores the network', () => {
    const { fire } = browser();
    const { client, server } = startOnline();
    client.close();
    fire('online');
    expect(server.sockets.length).toBe(1);
  });

  test('the default url is the page’s own origin', () => {
    vi.stubGlobal('location', { origin: 'https://play.test' });
    const urls: string[] = [];
    const { server } = start();
    connect({
      createSocket(url) {
        urls.push(url);
        return server.createSocket();
      },
    }).close();
    expect(urls).toEqual(['wss://play.test/ws']);
  });
});
