// Runs a fast and a plain socket through the same bytes in memory, and says where they differ.
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { TickBatcher } from '../tick-batcher.ts';
import { WsSocket, type WsSocketParts } from '../ws-socket.ts';
import { FastSocket, TextFramer } from './fast-socket.ts';

/** What the fast path stands on. Tests change one part of it at a time. */
export type Platform = {
  /** The version of the installed ws; undefined if it cannot be read. */
  readonly wsVersion: string | undefined;
  /** Makes a stream in memory, as Node's sockets are streams; `write` gets all that is written to it. */
  readonly createStream: (write: (bytes: Buffer) => void) => Duplex;
  /** Completes a handshake over such a stream; undefined if that does not happen within the call. */
  readonly openWs: (raw: Duplex) => WebSocket | undefined;
};

/** The first difference in words, or undefined if there is none. Never throws. */
export function rehearsalDifference(platform: Platform): string | undefined {
  try {
    const plain = transcriptOf(platform, (parts) => new WsSocket(parts));
    const fast = transcriptOf(platform, (parts) => new FastSocket({ ...parts, framer: new TextFramer() }));
    // Otherwise two sockets that read nothing would be alike.
    if (!plain.includes(LAST_READ)) return 'rehearsal: chunks are not read within the call';
    const at = plain.findIndex((line, index) => line !== fast[index]);
    // Both end with the same kind of line, so a longer one differs before its end.
    return at === -1 ? undefined : `rehearsal: ${shown(fast[at])} instead of ${shown(plain[at])}`;
  } catch (error) {
    return `rehearsal: ${String(error)}`;
  }
}

/** One socket receives and sends a little of everything: its events and its output, in order. */
function transcriptOf(platform: Platform, create: (parts: WsSocketParts) => WsSocket): string[] {
  const lines: string[] = [];
  let written = '';
  const raw = platform.createStream((bytes) => {
    written += bytes.toString('hex');
  });
  const ws = platform.openWs(raw);
  if (ws === undefined) throw new Error('ws did not complete the handshake within the call');
  const batcher = new TickBatcher();
  const socket = create({ ws, raw, batcher, address: '', frameBytes: 1_024 });
  socket.listen({
    text: (text) => lines.push(`text ${text}`),
    binary: () => lines.push('binary'),
    pinged: () => lines.push('pinged'),
    ponged: () => lines.push('ponged'),
    drained: () => {},
    broken: (fault) => lines.push(`broken ${fault}`),
    closed: (code) => lines.push(`closed ${code}`),
  });
  // A stream emits a chunk within `push` only after its first read.
  raw.read(0);
  written = '';
  const endTick = (): void => {
    batcher.handleQueued();
    socket.flush();
    lines.push(`written ${written}`, `buffered ${socket.bufferedBytes}`);
    written = '';
  };
  const receive = (chunk: Buffer): void => {
    // A copy: a reader may unmask it in place.
    raw.push(Buffer.from(chunk));
    endTick();
  };
  for (const chunk of CHUNKS) receive(chunk);
  for (const text of TEXTS) socket.send(text);
  endTick();
  socket.ping();
  socket.send('behind the ping');
  endTick();
  for (const chunk of LAST_CHUNKS) receive(chunk);
  socket.send('too late');
  endTick();
  lines.push(`listeners for data: ${raw.listenerCount('data')}`);
  raw.destroy();
  return lines;
}

const shown = (line = ''): string => JSON.stringify(line.slice(0, 60));

const [CONTINUATION, TEXT, CLOSE, PING] = [0x0, 0x1, 0x8, 0x9];
const FIN = 0x80;
const MASKED = 0x80;
const MASK = Buffer.from([0x17, 0x2a, 0x80, 0x05]);

/** A client's frame, of less than 126 bytes. */
function frame(first: number, payload: string): Buffer {
  const bytes = Buffer.from(payload);
  const masked = bytes.map((byte, at) => byte ^ (MASK[at % MASK.length] ?? 0));
  return Buffer.concat([Buffer.from([first, MASKED | bytes.length]), MASK, masked]);
}

const split = frame(FIN | TEXT, 'in two chunks');

const CHUNKS: readonly Buffer[] = [
  frame(FIN | TEXT, 'ß'),
  Buffer.concat([frame(FIN | TEXT, 'before'), split.subarray(0, 7)]),
  Buffer.concat([split.subarray(7), frame(FIN | PING, '!'), frame(FIN | TEXT, 'behind')]),
  Buffer.concat([frame(TEXT, 'in two '), frame(FIN | CONTINUATION, 'fragments')]),
  frame(FIN | TEXT, 'alone'),
];

/** Nothing is read after a close frame, neither from its own chunk nor from a later one. */
const LAST_CHUNKS: readonly Buffer[] = [
  Buffer.concat([frame(FIN | TEXT, 'last'), frame(FIN | CLOSE, ''), frame(FIN | TEXT, 'too late')]),
  frame(FIN | TEXT, 'much too late'),
];

/** The event of the last text that is read. */
const LAST_READ = 'text last';

/** One for each form of a frame's length, and one with more bytes than characters. */
const TEXTS: readonly string[] = ['', 'short', 'x'.repeat(126), 'x'.repeat(65_536), 'ß🎲'];
