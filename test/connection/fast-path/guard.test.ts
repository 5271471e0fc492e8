import type { IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { FastPathGuard } from '../../../src/connection/fast-path/guard.ts';
import type { Platform } from '../../../src/connection/fast-path/rehearsal.ts';
import { connectionLimits } from '../../../src/connection/index.ts';
import { wsOptions } from '../../../src/connection/ws-upgrade.ts';
import { openPair, startRig } from '../rig.ts';

type Options = ReturnType<typeof wsOptions>;

/** A guard for this ws and this Node except for `platform`, and a socket to ask it about. */
function guarded(platform: Partial<Platform> = {}, options: Partial<Options> = {}) {
  const changes: string[] = [];
  const log = { debug() {}, warn: ({ change }: { change: string }) => void changes.push(change) };
  const server = new WebSocketServer({ ...wsOptions(connectionLimits), ...options });
  const guard = new FastPathGuard({ server, log: log as never, platform });
  return { guard, changes, ...open(server) };
}

function open(server: WebSocketServer, raw: Duplex = new MemoryStream(() => {})) {
  const headers = {
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    'sec-websocket-extensions': 'permessage-deflate',
  };
  const opened: WebSocket[] = [];
  const request = { method: 'GET', url: '/', headers } as unknown as IncomingMessage;
  server.handleUpgrade(request, raw, Buffer.alloc(0), (ws) => opened.push(ws));
  return { raw, ws: opened[0] as WebSocket };
}

class MemoryStream extends Duplex {
  constructor(write: (bytes: Buffer) => void) {
    super({
      read() {},
      write(bytes: Buffer, _encoding, done) {
        write(bytes);
        done();
      },
    });
  }
}

/** As if Node emitted data later, and not within `push`. */
class LatePush extends MemoryStream {
  override push(chunk: unknown): boolean {
    setImmediate(() => super.push(chunk));
    return true;
  }
}

/** As if Node no longer found a wrapper by its `listener`. */
function strictRemoval(write: (bytes: Buffer) => void): Duplex {
  const stream = new MemoryStream(write);
  const remove = stream.removeListener.bind(stream);
  return Object.assign(stream, {
    removeListener: (name: 'data', listener: () => void) =>
      stream.rawListeners(name).includes(listener) ? remove(name, listener) : stream,
  });
}

/** Opens by this ws, and then changes it. */
const openThen =
  (change: (ws: WebSocket, raw: Duplex) => void, options: Partial<Options> = {}): Platform['openWs'] =>
  (raw) => {
    const { ws } = open(new WebSocketServer({ ...wsOptions(connectionLimits), ...options }), raw);
    change(ws, raw);
    return ws;
  };

const sendAsBinary = (ws: WebSocket): void => {
  const send = ws.send.bind(ws) as (data: unknown, options: object) => void;
  ws.send = (data: unknown) => send(data, { binary: true });
};

test('this ws on this Node gets the fast path, without a warning', () => {
  const { guard, changes, ws, raw } = guarded();
  expect(guard.allows(ws, raw)).toBe(true);
  expect(changes).toEqual([]);
});

test.each(['8.23.0', '8.99.1'])('ws %s is in the supported range', (wsVersion) => {
  const { guard, ws, raw } = guarded({ wsVersion });
  expect(guard.allows(ws, raw)).toBe(true);
});

describe('sockets are plain, and one warning names the change, if', () => {
  const changed: readonly (readonly [string, Partial<Platform>, RegExp])[] = [
    ['ws is of the next major version', { wsVersion: '9.0.0' }, /^ws is of version 9\.0\.0/],
    ['ws is older than 8.23', { wsVersion: '8.22.1' }, /^ws is of version 8\.22\.1/],
    ['the version of ws cannot be read', { wsVersion: undefined }, /^ws is of version unknown/],
    ['ws completes handshakes later', { openWs: () => undefined }, /handshake/],
    [
      'ws emits messages later',
      { openWs: openThen(() => {}, { allowSynchronousEvents: false }) },
      /not read within the call/,
    ],
    [
      'ws reads without a listener for data',
      { openWs: openThen((_, raw) => raw.removeAllListeners('data')) },
      /ws does not listen to "data"/,
    ],
    [
      'ws writes a text in another form',
      { openWs: openThen(sendAsBinary) },
      /"written 81.*" instead of "written 82/,
    ],
    [
      'Node emits data later than in push',
      { createStream: (write) => new LatePush(write) },
      /not read within/,
    ],
    [
      'Node does not find a wrapped listener to remove it',
      { createStream: strictRemoval },
      /"listeners for data: 1" instead of "listeners for data: 0"/,
    ],
  ];

  test.each(changed)('%s', (_name, platform, warning) => {
    const { guard, changes, ws, raw } = guarded(platform);
    expect(guard.allows(ws, raw)).toBe(false);
    expect(guard.allows(ws, raw)).toBe(false);
    expect(changes).toEqual([expect.stringMatching(warning)]);
  });

  test('an extension is on', () => {
    const { guard, changes, ws, raw } = guarded({}, { perMessageDeflate: true });
    expect(guard.allows(ws, raw)).toBe(false);
    expect(changes).toEqual(['the extension permessage-deflate is on']);
  });

  test('the stream has another reader', () => {
    const { guard, changes, ws, raw } = guarded();
    raw.on('data', () => {});
    expect(guard.allows(ws, raw)).toBe(false);
    expect(changes).toEqual(['the stream has 2 listeners for "data", not the one of ws']);
  });

  test('the stream has another push', () => {
    const { guard, changes, ws, raw } = guarded();
    raw.push = raw.push.bind(raw);
    expect(guard.allows(ws, raw)).toBe(false);
    expect(changes).toEqual(['the stream has a push method of its own']);
  });
});

test('one socket that is different does not turn the fast path off for others', () => {
  const { guard, changes, ws, raw } = guarded();
  const other = guarded();
  other.raw.on('data', () => {});
  expect(guard.allows(other.ws, other.raw)).toBe(false);
  expect(guard.allows(ws, raw)).toBe(true);
  expect(changes).toHaveLength(1);
});

test('a real connection whose stream is different works as a plain socket, with one warning for all', async () => {
  await using rig = await startRig();
  rig.http.prependListener('upgrade', (_request, socket) => {
    socket.on('data', () => {});
  });
  for (const text of ['first', 'second']) {
    const { client, connection } = await openPair(rig);
    client.ws.send(text);
    expect((await rig.events.next('received')).text).toBe(text);
    connection.send(`${text} answer`);
    expect(await client.next()).toBe(`${text} answer`);
  }
  expect(rig.log.filter(({ level }) => level === 'warn')).toEqual([
    { level: 'warn', text: expect.stringContaining('the stream has 2 listeners') },
  ]);
});
