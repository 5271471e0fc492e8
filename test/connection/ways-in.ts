// One stream of bytes, chunk by chunk, through a bare ws server and through ours: all that either tells and writes.
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ConnectionLimits, connectionLimits } from '../../src/connection/index.ts';
import { wsOptions, wsUpgrade } from '../../src/connection/ws-socket.ts';

/** Small, so that short streams reach them. */
export const limits: ConnectionLimits = {
  ...connectionLimits,
  ...{ frameBytes: 300, fragments: 3, chunks: 4, pendingPongs: 2 },
};

/** `together`: comes before anything that the chunk before it left for later, as what a paused socket has kept. */
export type Chunk = { readonly bytes: Buffer; readonly together: boolean };

export type Account = { readonly told: string[]; readonly written: string };

/** What a way in can do and tells; texts that say so close or cut it. */
type End = { tell(line: string): void; text(text: string, ends: Ends): void };

type Ends = { readonly close: () => void; readonly cut: () => void };

/** Sets up what reads the bytes of the socket. */
export type WayIn = (request: IncomingMessage, raw: Duplex, end: End) => void;

export const CLOSE = 'close!';
export const CUT = 'cut!';

/** All that is told and written of a stream that ends after its chunks. */
export async function through(way: WayIn, chunks: readonly Chunk[]): Promise<Account> {
  const told: string[] = [];
  let written = '';
  const write = (bytes: Buffer, _: string, done: () => void): void => {
    written += bytes.toString('hex');
    done();
  };
  const raw = new Duplex({ read: () => {}, write });
  raw.on('error', () => {});
  const closed = once(raw, 'close');
  const text = (got: string, ends: Ends): void => {
    told.push(`text ${got}`);
    if (got === CLOSE) ends.close();
    if (got === CUT) ends.cut();
  };
  way(REQUEST, raw, { tell: (line) => void told.push(line), text });
  for (const { bytes, together } of chunks) {
    if (!together) await turn();
    if (raw.destroyed) break;
    // A copy: whoever reads it may unmask it where it lies.
    raw.push(Buffer.from(bytes));
  }
  await turn();
  if (!raw.destroyed) raw.push(null);
  await closed;
  await turn();
  return { told, written };
}

/** As ws does it alone. */
export const bare: WayIn = (request, raw, end) => {
  new WebSocketServer(wsOptions(limits)).handleUpgrade(request, raw, NOTHING, (ws) => tellOf(ws, end));
};

/** Told by ws, in the words that our socket tells it in. */
export function tellOf(ws: WebSocket, { tell, text }: End): void {
  const ends: Ends = { close: () => ws.close(4000, 'bye'), cut: () => ws.terminate() };
  ws.on('message', (bytes, isBinary) => (isBinary ? tell('binary') : text(String(bytes), ends)));
  ws.on('ping', () => tell('pinged'));
  ws.on('pong', () => tell('ponged'));
  ws.on('error', () => tell('broken'));
  ws.on('close', (code) => tell(`closed ${code}`));
}

export const ours: WayIn = (request, raw, { tell, text }) => {
  wsUpgrade(limits)({ request, raw, head: NOTHING, address: '127.0.0.1' }, (socket) =>
    socket.listen({
      text: (got) => text(got, { close: () => socket.close(4000, 'bye'), cut: () => socket.terminate() }),
      binary: () => tell('binary'),
      pinged: () => tell('pinged'),
      ponged: () => tell('ponged'),
      drained: () => {},
      broken: () => tell('broken'),
      closed: (code) => tell(`closed ${code}`),
    }),
  );
};

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

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
