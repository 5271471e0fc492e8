// One direction of a linked pair: frames are delivered in order, later, and wait while the reader is paused.

export type Frame =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary' | 'ping' | 'pong' | 'cut' }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string };

type FrameQueueOptions = {
  /** Runs a delivery later. */
  readonly schedule: (deliver: () => void) => void;
  readonly take: (frame: Frame) => void;
  /** All frames that waited while the reader was paused have been delivered. */
  readonly drained: () => void;
};

export class FrameQueue {
  readonly #options: FrameQueueOptions;
  #frames: Frame[] = [];
  #bytes = 0;
  #paused = false;
  #held = false;
  #scheduled = false;

  constructor(options: FrameQueueOptions) {
    this.#options = options;
  }

  /** Bytes that wait for a paused reader. A reader that is not paused has room for everything, like a kernel's buffer. */
  get heldBytes(): number {
    return this.#paused ? this.#bytes : 0;
  }

  push(frame: Frame): void {
    this.#frames.push(frame);
    this.#bytes += sizeOf(frame);
    this.#held ||= this.#paused;
    this.#deliverLater();
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#deliverLater();
  }

  /** Drops all frames in transit. The reader gets `cut`, paused or not. */
  cut(): void {
    this.#frames = [];
    this.#bytes = 0;
    this.#held = false;
    this.#paused = false;
    this.push({ kind: 'cut' });
  }

  #deliverLater(): void {
    if (this.#scheduled || this.#paused || this.#frames.length === 0) return;
    this.#scheduled = true;
    this.#options.schedule(() => this.#deliver());
  }

  /** Frames pushed during a delivery wait for the next one, so that neither direction can starve the other. */
  #deliver(): void {
    this.#scheduled = false;
    for (let due = this.#frames.length; due > 0 && !this.#paused; due -= 1) {
      const frame = this.#frames.shift();
      if (frame === undefined) break;
      this.#bytes -= sizeOf(frame);
      this.#options.take(frame);
    }
    this.#deliverLater();
    if (!this.#held || this.#paused || this.#frames.length > 0) return;
    this.#held = false;
    this.#options.drained();
  }
}

const sizeOf = (frame: Frame): number => (frame.kind === 'text' ? Buffer.byteLength(frame.text) : 0);
