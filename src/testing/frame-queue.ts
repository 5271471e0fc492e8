// One direction of an in-memory link: frames in order, delivered later, held while the reader is paused.

export type Frame =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary' | 'ping' | 'pong' | 'cut' }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string };

type FrameQueueOptions = {
  /** Runs a delivery later. */
  readonly schedule: (deliver: () => void) => void;
  readonly take: (frame: Frame) => void;
  /** What was held while paused has been taken. */
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

  /** Bytes held back by the reader; one who reads has, like a kernel's buffer, room for all. */
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

  /** Drops what is under way; the reader, paused or not, learns that the link is gone. */
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

  /** What is pushed meanwhile goes with the next delivery: neither direction can starve the other. */
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
