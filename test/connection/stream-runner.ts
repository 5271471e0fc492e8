// Runs one stream of bytes, chunk by chunk, through a bare ws server or through ours, and records all events and output.
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ConnectionLimits, connectionLimits } from '../../src/connection/index.ts';
import { wsOptions, wsUpgrade } from '../../src/connection/ws-upgrade.ts';
import { silentLog } from './rig.ts';

/** Small, so that short streams reach them. */
export const limits: ConnectionLimits = {
  ...connectionLimits,
  ...{ frameBytes: 300, fragments: 3, chunks: 4, pendingPongs: 2 },
};

/** `together`: arrives before any work that the chunk before it put off, as bytes that a paused socket has kept. */
export type Chunk = { readonly bytes: Buffer; readonly together: boolean };

export type Transcript = {
  readonly events: string[];
  /** All bytes written to the peer, in hex. */
  readonly written: string;
};

type Actions = { readonly close: () => void; readonly cut: () => void };

/** The receiver of a subject's events. The texts `CLOSE` and `CUT` make it end the connection by `actions`. */
type Report = { event(line: string): void; text(text: string, actions: Actions): void };

/** Sets up a reader of the bytes of a socket. */
export type Subject = (request: IncomingMessage, raw: Duplex, report: Report) => void;

export const CLOSE = 'close!';
export const CUT = 'cut!';

/** The transcript of a stream that ends after its chunks. */
export async function run(subject: Subject, chunks: readonly Chunk[]): Promise<Transcript> {
  const events: string[] = [];
  let written = '';
  const write = (bytes: Buffer, _: string, done: () => void): void => {
    written += bytes.toString('hex');
    done();
  };
  const raw = new Duplex({ read: () => {}, write });
  raw.on('error', () => {});
  const closed = once(raw, 'close');
  const text = (got: string, actions: Actions): void => {
    events.push(`text ${got}`);
    if (got === CLOSE) actions.close();
    if (got === CUT) actions.cut();
  };
  subject(REQUEST, raw, { event: (line) => void events.push(line), text });
  for (const { bytes, together } of chunks) {
    if (!together) await tickEnds();
    if (raw.destroyed) break;
    // A copy: the reader may unmask it in place.
    raw.push(Buffer.from(bytes));
  }
  await tickEnds();
  if (!raw.destroyed) raw.push(null);
  await closed;
  await tickEnds();
  return { events, written };
}

/** ws alone, as its documentation has it. */
export const bareWs: Subject = (request, raw, report) => openWs(request, raw, (ws) => reportOf(ws, report));

export function openWs(request: IncomingMessage, raw: Duplex, opened: (ws: WebSocket) => void): void {
  new WebSocketServer(wsOptions(limits)).handleUpgrade(request, raw, NOTHING, opened);
}

/** Reports the events of ws in the same words as those of our socket. */
export function reportOf(ws: WebSocket, { event, text }: Report): void {
  const actions: Actions = { close: () => ws.close(4000, 'bye'), cut: () => ws.terminate() };
  ws.on('message', (bytes, isBinary) => (isBinary ? event('binary') : text(String(bytes), actions)));
  ws.on('ping', () => event('pinged'));
  ws.on('pong', () => event('ponged'));
  ws.on('error', () => event('broken'));
  ws.on('close', (code) => event(`closed ${code}`));
}

const ours =
  (plainSockets: boolean): Subject =>
  (request, raw, { event, text }) => {
    const complete = wsUpgrade({ limits, log: silentLog, plainSockets });
    complete({ request, raw, head: NOTHING, address: '127.0.0.1' }, (socket) =>
      socket.listen({
        text: (got) => text(got, { close: () => socket.close(4000, 'bye'), cut: () => socket.terminate() }),
        binary: () => event('binary'),
        pinged: () => event('pinged'),
        ponged: () => event('ponged'),
        drained: () => {},
        broken: () => event('broken'),
        closed: (code) => event(`closed ${code}`),
      }),
    );
  };

export const fastSocket = ours(false);
export const plainSocket = ours(true);

const NOTHING = Buffer.alloc(0);

const REQUEST = {
  method: 'GET',
  url: '/ws',
  headers: {
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  },
} as unknown as IncomingMessage;

const tickEnds = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
