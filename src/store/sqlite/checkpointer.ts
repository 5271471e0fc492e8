// When the tables are brought up to date: a slice after the other, and between two of them what is asked is done.
import type { Writer } from './writer.ts';

export type CheckpointerOptions = {
  readonly writer: Writer;
  /** So long after the first change that they lack. */
  readonly afterMs: number;
  /** Called with what fails; it is tried again after `afterMs`. */
  readonly report: (error: unknown) => void;
};

/**
 * After a slice, times its length: whoever waits for a commit waits for one slice at the most, and a machine of two
 * cores has one for the server meanwhile. At half load the slowest move in a hundred took 9 ms, and 16 without.
 */
const REST = 2;

export class Checkpointer {
  readonly #options: CheckpointerOptions;
  /** Of the next slice. */
  #timer: NodeJS.Timeout | undefined;
  /** Between two slices, or about to begin. */
  #isUnderWay = false;
  #hasFailed = false;

  constructor(options: CheckpointerOptions) {
    this.#options = options;
  }

  /** To be called at the start, and after each commit. */
  plan(): void {
    const { writer, afterMs } = this.#options;
    if (this.#isUnderWay || !writer.isBehind) return;
    if (writer.isDue && !this.#hasFailed) this.#goOn(0);
    else this.#timer ??= setTimeout(this.#save, afterMs);
  }

  /** All that is left, in one go. */
  finish(): void {
    this.#stop();
    const { writer, report } = this.#options;
    try {
      writer.checkpoint(Infinity);
    } catch (error) {
      // What is in the journal is as safe there, and the next start's to do.
      report(error);
    }
  }

  #goOn(afterMs: number): void {
    this.#stop();
    this.#timer = setTimeout(this.#save, afterMs);
    this.#isUnderWay = true;
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isUnderWay = false;
  }

  readonly #save = (): void => {
    this.#stop();
    const { writer, report } = this.#options;
    const startedAt = performance.now();
    try {
      const isDone = writer.checkpoint();
      this.#hasFailed = false;
      if (!isDone) this.#goOn(REST * (performance.now() - startedAt));
    } catch (error) {
      this.#hasFailed = true;
      report(error);
    }
    this.plan();
  };
}
