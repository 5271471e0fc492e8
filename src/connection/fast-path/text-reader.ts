// Reads whole text frames where they lie in a chunk, before the receiver of ws has them. That receiver is a stream of its
// own, with a tick, two events and four buffers a message. Everything else goes to ws, unchanged and in order: control
// frames, fragments, split frames, and whatever violates a rule or a limit.
import { isUtf8 } from 'node:buffer';
import type { Duplex } from 'node:stream';

type TextReaderOptions = {
  readonly raw: Duplex;
  /** Longer payloads are left to ws. */
  readonly frameBytes: number;
  /** Gets each text that is read here. ws emits the others. */
  readonly text: (text: string) => void;
  /** Called before ws gets bytes or the end of the stream. */
  readonly other: () => void;
};

type Listener = (this: Duplex, bytes: Buffer) => void;

/**
 * Replaces the 'data' listener of ws. Nothing is held back: ws sees every byte except those of whole text frames, so it can
 * take over at any frame boundary.
 */
export function attachTextReader(options: TextReaderOptions): void {
  const { raw, other } = options;
  const [wsListener] = raw.listeners('data') as Listener[];
  if (wsListener === undefined) throw new Error('ws does not listen to "data"');
  const reader = new TextReader(options, wsListener);
  const listener = (bytes: Buffer): void => reader.read(bytes);
  // As in a wrapper of `once`: when ws removes its own listener, after a close or an error, it removes this one.
  listener.listener = wsListener;
  raw.off('data', wsListener);
  raw.on('data', listener);
  raw.prependListener('end', other);
  readBeforeStream(raw, reader);
}

/**
 * Takes texts before the stream of the socket buffers and emits them, as long as nothing waits in it: its event, and its
 * tick that asks for more, are about a tenth of a move (decision 0004).
 */
function readBeforeStream(raw: Duplex, reader: TextReader): void {
  const push = raw.push.bind(raw);
  /** Whether the stream would emit a chunk at once: not paused, nothing buffered, and a listener is still there. */
  const flows = (): boolean =>
    raw.readableFlowing === true && raw.readableLength === 0 && raw.listenerCount('data') > 0;
  raw.push = (bytes: Buffer | null, encoding?: BufferEncoding): boolean => {
    const taken = bytes !== null && flows() ? reader.takeTexts(bytes) : 0;
    if (bytes === null || taken === 0) return push(bytes, encoding);
    return taken === bytes.length || push(bytes.subarray(taken), encoding);
  };
}

class TextReader {
  readonly #options: TextReaderOptions;
  readonly #wsListener: Listener;
  /** Bytes that ws still needs of a frame whose beginning it got. Infinity leaves all further bytes to ws. */
  #missing = 0;

  constructor(options: TextReaderOptions, wsListener: Listener) {
    this.#options = options;
    this.#wsListener = wsListener;
  }

  read(bytes: Buffer): void {
    const taken = this.takeTexts(bytes);
    if (taken === bytes.length) return;
    // All the rest, even if texts follow in it: ws emits an error only two ticks later, and pauses the stream until then.
    const rest = bytes.subarray(taken);
    this.#missing = bytesMissing(rest, this.#missing);
    this.#options.other();
    this.#wsListener.call(this.#options.raw, rest);
  }

  /** Takes the texts at the beginning. Returns the position of the first byte that is not taken. */
  takeTexts(bytes: Buffer): number {
    if (this.#missing > 0) return 0;
    const { frameBytes, text: emit } = this.#options;
    let at = 0;
    while (at < bytes.length) {
      const head = isText(bytes, at) ? headBytes(bytes, at) : 0;
      if (head === 0) break;
      const start = at + head;
      const end = start + payloadBytes(bytes, at);
      if (end > bytes.length || end - start > frameBytes) break;
      const text = takeText(bytes, start, end);
      if (text === undefined) break;
      emit(text);
      at = end;
    }
    return at;
  }
}

/** First byte of a frame (RFC 6455, 5.2): FIN, no reserved bit, and the opcode. */
const TEXT = 0x81;
const PING = 0x89;
const PONG = 0x8a;

/** Second byte: the bit of the mask, and a length up to 125, or 126 if the length stands in the next two bytes. */
const MASKED = 0x80;
const TWO_BYTES = 126;

/** Whether an unfragmented text message begins here. Its end may still be missing. */
function isText(bytes: Buffer, at: number): boolean {
  return bytes[at] === TEXT;
}

/** Bytes before the payload of a text, ping or pong; 0 for other frames, and if some of these bytes are missing. */
function headBytes(bytes: Buffer, at: number): number {
  const second = bytes[at + 1] ?? 0;
  const control = bytes[at] === PING || bytes[at] === PONG;
  if (second < MASKED || !(control || isText(bytes, at))) return 0;
  const length = second - MASKED;
  const head = length < TWO_BYTES ? 6 : length === TWO_BYTES && !control ? 8 : 0;
  return at + head <= bytes.length ? head : 0;
}

/** Bytes of the payload of a frame whose head is complete. */
function payloadBytes(bytes: Buffer, at: number): number {
  const length = (bytes[at + 1] as number) - MASKED;
  return length < TWO_BYTES ? length : bytes.readUInt16BE(at + 2);
}

/**
 * Bytes that are still missing of the last frame in a chunk; Infinity if it has a frame that `headBytes` does not know.
 * @param missing bytes at the beginning of the chunk that belong to a frame of an earlier chunk
 */
function bytesMissing(bytes: Buffer, missing: number): number {
  let at = missing;
  while (at < bytes.length) {
    const head = headBytes(bytes, at);
    if (head === 0) return Number.POSITIVE_INFINITY;
    at += head + payloadBytes(bytes, at);
  }
  return at - bytes.length;
}

/** The text of a payload whose mask is right before it. If it is not UTF-8: undefined, and the bytes are unchanged. */
export function takeText(bytes: Buffer, start: number, end: number): string | undefined {
  // Nearly all texts are ASCII, which needs no check and no decoding.
  if (unmask(bytes, start, end) < 0x80) return bytes.toString('latin1', start, end);
  if (isUtf8(bytes.subarray(start, end))) return bytes.toString('utf8', start, end);
  unmask(bytes, start, end);
  return undefined;
}

/** Unmasks in place; a second call restores the bytes. Returns the bits that are set in any byte of the text. */
function unmask(bytes: Buffer, start: number, end: number): number {
  let bits = 0;
  for (let at = start; at < end; at += 1) {
    const byte = (bytes[at] as number) ^ (bytes[start - 4 + ((at - start) & 3)] as number);
    bytes[at] = byte;
    bits |= byte;
  }
  return bits;
}
