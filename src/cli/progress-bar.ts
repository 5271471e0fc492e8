// A progress bar on a terminal. Without a terminal it writes nothing.
import type { WriteStream } from 'node:tty';

type BarOutput = Pick<WriteStream, 'write'> & { readonly isTTY?: boolean };

const CELLS = 24;
/** The interval between two updates, in ms. */
const EVERY_MS = 100;

export class ProgressBar {
  readonly #output: BarOutput;
  readonly #now: () => number;
  #drawn = Number.NEGATIVE_INFINITY;

  /** @param now returns ms since any fixed time */
  constructor(output: BarOutput, now: () => number = () => performance.now()) {
    this.#output = output;
    this.#now = now;
  }

  show(label: string, { done, of }: { readonly done: number; readonly of: number }): void {
    const now = this.#now();
    if (!this.#output.isTTY || now - this.#drawn < EVERY_MS) return;
    this.#drawn = now;
    const full = Math.min(CELLS, Math.round((done / Math.max(1, of)) * CELLS));
    const bar = `${'█'.repeat(full)}${'░'.repeat(CELLS - full)}`;
    this.#output.write(`\r\u001b[2K${bar} ${label}, ${done} of ${of} at most`);
  }

  clear(): void {
    if (this.#output.isTTY) this.#output.write('\r\u001b[2K');
  }
}
