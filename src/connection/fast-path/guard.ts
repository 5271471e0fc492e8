// Allows the fast path only while ws and Node are what it relies on; where they are not, sockets are plain.
import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';
import type { ConnectionLog } from '../connection-manager.ts';
import { type Platform, rehearsalDifference } from './rehearsal.ts';

type GuardOptions = {
  readonly server: WebSocketServer;
  readonly log: ConnectionLog;
  /** What differs from this process; for tests. */
  readonly platform?: Partial<Platform> | undefined;
};

export class FastPathGuard {
  readonly #log: ConnectionLog;
  readonly #platform: Platform;
  #holds: boolean | undefined;
  #warned = false;

  constructor({ server, log, platform }: GuardOptions) {
    this.#log = log;
    this.#platform = { wsVersion: wsVersion(), createStream, openWs: openWith(server), ...platform };
  }

  /** Whether this socket may take the fast path. To be asked before anybody listens to the socket. */
  allows(ws: WebSocket, raw: Duplex): boolean {
    // At the first connection, so that a server starts no later for it.
    this.#holds ??= this.#isAsBefore(platformChange(this.#platform));
    return this.#holds && this.#isAsBefore(socketChange(ws, raw));
  }

  #isAsBefore(change: string | undefined): boolean {
    if (change !== undefined && !this.#warned) {
      this.#warned = true;
      this.#log.warn({ change }, 'fast path past ws is off: plain sockets are used');
    }
    return change === undefined;
  }
}

/** What has changed for the whole process; undefined if nothing has. */
function platformChange(platform: Platform): string | undefined {
  const { wsVersion: version = 'unknown' } = platform;
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version) ?? [];
  if (major !== '8' || Number(minor) < 23) return `ws is of version ${version}, not 8.23 or a later 8.x`;
  return rehearsalDifference(platform);
}

/** What is different with this one socket; undefined if nothing is. */
function socketChange(ws: WebSocket, raw: Duplex): string | undefined {
  const listeners = raw.listenerCount('data');
  if (listeners !== 1) return `the stream has ${listeners} listeners for "data", not the one of ws`;
  if (Object.hasOwn(raw, 'push')) return 'the stream has a push method of its own';
  if (ws.extensions !== '') return `the extension ${ws.extensions} is on`;
  return undefined;
}

function wsVersion(): string | undefined {
  try {
    return (createRequire(import.meta.url)('ws/package.json') as { version: string }).version;
  } catch {
    // As in a bundle.
    return undefined;
  }
}

function createStream(write: (bytes: Buffer) => void): Duplex {
  return new Duplex({
    read() {},
    write(bytes: Buffer, _encoding, done) {
      write(bytes);
      done();
    },
  });
}

const openWith =
  (server: WebSocketServer) =>
  (raw: Duplex): WebSocket | undefined => {
    let opened: WebSocket | undefined;
    server.handleUpgrade(HANDSHAKE, raw, Buffer.alloc(0), (ws) => {
      opened = ws;
    });
    return opened;
  };

/** As much of a request as a handshake reads. */
const HANDSHAKE = {
  method: 'GET',
  url: '/',
  headers: {
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  },
} as unknown as IncomingMessage;
