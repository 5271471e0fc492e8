// The usual way in for a text: read where it lies in what the socket has read, past the frame reader of ws. That is
// a stream of its own, with a tick, two events and four buffers a message: 2 µs of a relay's 22 (user CPU).
// And past the socket's own stream, as long as nothing waits in it: its event and its tick, which asks whether there is
// more, are 8 % of a move. All else goes to both, unchanged and in order: what breaks the rules or a limit, control
// frames, fragments, pieces.
import { isUtf8 } from 'node:buffer';
import type { Duplex } from 'node:stream';

type Parts = {
  readonly raw: Duplex;
  /** Longer payloads are left to ws. */
  readonly frameBytes: number;
  /** Told each text read here; ws tells the others. */
  readonly text: (text: string) => void;
  /** Told before ws is given something to read, or the end of it. */
  readonly other: () => void;
};

type Listener = (this: Duplex, bytes: Buffer) => void;

/**
 * Puts another listener in the place of ws's own for what the socket reads. Nothing is held back, so what ws is given
 * is at each moment all that has come, but for whole frames: wherever it reads on by itself, it reads rightly.
 */
export function attachTextReader(parts: Parts): void {
  const [theirs] = parts.raw.listeners('data') as Listener[];
  if (theirs === undefined) throw new Error('ws does not listen to "data"');
  const reader = new TextReader(parts, theirs);
  const ours = (bytes: Buffer): void => reader.read(bytes);
  // As a wrapper made by once() has it: when ws removes its own, after a close or an error, ours is what goes.
  ours.listener = theirs;
  parts.raw.off('data', theirs);
  parts.raw.on('data', ours);
  parts.raw.prependListener('end', parts.other);
  readBeforeStream(parts.raw, reader);
}

/** What is read of a chunk here the stream never sees. */
function readBeforeStream(raw: Duplex, reader: TextReader): void {
  const push = raw.push.bind(raw);
  /** Whether the stream would tell a chunk at once: nobody has paused it, nothing waits, and we are still listening. */
  const flows = (): boolean =>
    raw.readableFlowing === true && raw.readableLength === 0 && raw.listenerCount('data') > 0;
  raw.push = (bytes: Buffer | null, encoding?: BufferEncoding): boolean => {
    const taken = bytes !== null && flows() ? reader.take(bytes) : 0;
    if (bytes === null || taken === 0) return push(bytes, encoding);
    return taken === bytes.length || push(bytes.subarray(taken), encoding);
  };
}

class TextReader {
  readonly #parts: Parts;
  readonly #theirs: Listener;
  /** What ws is still to be given of a frame it was given the beginning of; Infinity leaves it all that comes. */
  #due = 0;

  constructor(parts: Parts, theirs: Listener) {
    this.#parts = parts;
    this.#theirs = theirs;
  }

  read(bytes: Buffer): void {
    const taken = this.take(bytes);
    if (taken === bytes.length) return;
    // All the rest, though texts may follow: ws tells its errors two ticks later. Until then it pauses the socket.
    const rest = bytes.subarray(taken);
    this.#due = bytesMissing(rest, this.#due);
    this.#parts.other();
    this.#theirs.call(this.#parts.raw, rest);
  }

  /** Tells the texts that come first; returns where something else begins. */
  take(bytes: Buffer): number {
    if (this.#due > 0) return 0;
    const { frameBytes, text: tell } = this.#parts;
    let at = 0;
    while (at < bytes.length) {
      const head = isText(bytes, at) ? headBytes(bytes, at) : 0;
      if (head === 0) break;
      const start = at + head;
      const end = start + payloadBytes(bytes, at);
      if (end > bytes.length || end - start > frameBytes) break;
      const text = takeText(bytes, start, end);
      if (text === undefined) break;
      tell(text);
      at = end;
    }
    return at;
  }
}

/** First bytes: FIN, no reserved bit, and the opcode. */
const TEXT = 0x81;
const PING = 0x89;
const PONG = 0x8a;

/** In the second byte: that there is a mask, and a length, or else that it stands in the two bytes after. */
const MASKED = 0x80;
const TWO_BYTES = 126;

/** Whether a whole message of text begins here, its end perhaps still to come. */
function isText(bytes: Buffer, at: number): boolean {
  return bytes[at] === TEXT;
}

/** How much stands before the payload of a text, ping or pong; 0 for all else, and where it is not all there. */
function headBytes(bytes: Buffer, at: number): number {
  const second = bytes[at + 1] ?? 0;
  const control = bytes[at] === PING || bytes[at] === PONG;
  if (second < MASKED || !(control || isText(bytes, at))) return 0;
  const length = second - MASKED;
  const head = length < TWO_BYTES ? 6 : length === TWO_BYTES && !control ? 8 : 0;
  return at + head <= bytes.length ? head : 0;
}

/** Of a frame whose head is there. */
function payloadBytes(bytes: Buffer, at: number): number {
  const length = (bytes[at + 1] as number) - MASKED;
  return length < TWO_BYTES ? length : bytes.readUInt16BE(at + 2);
}

/**
 * How many bytes of the last frame are still to come, where so many were of the one before; Infinity if there is a
 * frame that headBytes does not know.
 */
function bytesMissing(bytes: Buffer, due: number): number {
  let at = due;
  while (at < bytes.length) {
    const head = headBytes(bytes, at);
    if (head === 0) return Number.POSITIVE_INFINITY;
    at += head + payloadBytes(bytes, at);
  }
  return at - bytes.length;
}

/** The text of a payload whose mask is right before it. If it is no UTF-8: undefined, and the bytes as they were. */
export function takeText(bytes: Buffer, start: number, end: number): string | undefined {
  // Nearly all are ASCII, which needs no check and no decoding.
  if (unmask(bytes, start, end) < 0x80) return bytes.toString('latin1', start, end);
  if (isUtf8(bytes.subarray(start, end))) return bytes.toString('utf8', start, end);
  unmask(bytes, start, end);
  return undefined;
}

/** Done twice, it leaves all as it was. Returns the bits that are set in any byte of the text. */
function unmask(bytes: Buffer, start: number, end: number): number {
  let bits = 0;
  for (let at = start; at < end; at += 1) {
    const byte = (bytes[at] as number) ^ (bytes[start - 4 + ((at - start) & 3)] as number);
    bytes[at] = byte;
    bits |= byte;
  }
  return bits;
}
