// The usual way in for a text: read where it lies in what the socket has read, past the frame reader of ws. That is
// a stream of its own, with a tick, two events and four buffers a message: 2 µs of a relay's 22 (user CPU).
// All else goes to ws, unchanged and in order: what breaks the rules or a limit, control frames, fragments, pieces.
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
    const taken = this.#due > 0 ? 0 : this.#take(bytes);
    if (taken === bytes.length) return;
    // All the rest, though texts may follow: ws tells its errors two ticks later. Until then it pauses the socket.
    const rest = bytes.subarray(taken);
    this.#due = bytesDue(rest, this.#due);
    this.#parts.other();
    this.#theirs.call(this.#parts.raw, rest);
  }

  /** Tells the texts that come first; returns where something else begins. */
  #take(bytes: Buffer): number {
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
