// When the tables are brought up to date: a slice after the other, and between two of them what is asked is done.
import type { Writer } from './writer.ts';

export type CheckpointsOptions = {
  readonly writer: Writer;
  /** So long after the first change that they lack. */
  readonly afterMs: number;
  /** Called with what fails; it is tried again after `afterMs`. */
  readonly report: (error: unknown) => void;
};

export class Checkpoints {
  readonly #options: CheckpointsOptions;
  #timer: NodeJS.Timeout | undefined;
  #slice: NodeJS.Immediate | undefined;
  #hasFailed = false;

  constructor(options: CheckpointsOptions) {
    this.#options = options;
  }

  /** To be called at the start, and after each commit. */
  plan(): void {
    const { writer, afterMs } = this.#options;
    if (this.#slice !== undefined || !writer.isBehind) return;
    if (writer.isDue && !this.#hasFailed) this.#slice = setImmediate(this.#save);
    else this.#timer ??= setTimeout(this.#save, afterMs);
  }

  /** All that is left, at once. */
  finish(): void {
    this.#stop();
    const { writer, report } = this.#options;
    try {
      while (writer.isBehind) writer.checkpoint();
    } catch (error) {
      // What is in the journal is as safe there, and the next start's to do.
      report(error);
    }
  }

  #stop(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#slice);
    this.#timer = this.#slice = undefined;
  }

  readonly #save = (): void => {
    this.#stop();
    try {
      this.#options.writer.checkpoint();
      this.#hasFailed = false;
      if (this.#options.writer.isBehind) this.#slice = setImmediate(this.#save);
    } catch (error) {
      this.#hasFailed = true;
      this.#options.report(error);
      this.plan();
    }
  };
}
