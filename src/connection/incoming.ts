// The usual way in for a text: read where it lies in what the socket has read, past the frame reader of ws. That is
// a stream of its own, with a tick, two events and four buffers a message: 2 µs of a relay's 22 (user CPU).
// And past the socket's own stream, as long as nothing waits in it: its event and its tick, which asks whether there is
// more, are 8 % of a move. All else goes to both, unchanged and in order: what breaks the rules or a limit, control
// frames, fragments, pieces.
import type { Duplex } from 'node:stream';
import { bytesDue, headBytes, isText, payloadBytes, takeText } from './text-frames.ts';

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
export function readTexts(parts: Parts): void {
  const [theirs, ...others] = parts.raw.listeners('data') as Listener[];
  // A ws that came to read in another way would be left to it.
  if (theirs === undefined || others.length > 0) return;
  const incoming = new Incoming(parts, theirs);
  const ours = (bytes: Buffer): void => incoming.read(bytes);
  // As a wrapper made by once() has it: when ws removes its own, after a close or an error, ours is what goes.
  ours.listener = theirs;
  parts.raw.off('data', theirs);
  parts.raw.on('data', ours);
  parts.raw.prependListener('end', parts.other);
  readBeforeStream(parts.raw, incoming);
}

/** What is read of a chunk here the stream never sees. */
function readBeforeStream(raw: Duplex, incoming: Incoming): void {
  const push = raw.push.bind(raw);
  /** Whether the stream would tell a chunk at once: nobody has paused it, nothing waits, and we are still listening. */
  const flows = (): boolean =>
    raw.readableFlowing === true && raw.readableLength === 0 && raw.listenerCount('data') > 0;
  raw.push = (bytes: Buffer | null, encoding?: BufferEncoding): boolean => {
    const taken = bytes !== null && flows() ? incoming.take(bytes) : 0;
    if (bytes === null || taken === 0) return push(bytes, encoding);
    return taken === bytes.length || push(bytes.subarray(taken), encoding);
  };
}

class Incoming {
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
    this.#due = bytesDue(rest, this.#due);
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
