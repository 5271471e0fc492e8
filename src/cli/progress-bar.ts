// A bar on a terminal that says how far something is; nothing at all where there is no terminal.
import type { WriteStream } from 'node:tty';

type BarOutput = Pick<WriteStream, 'write'> & { readonly isTTY?: boolean };

const CELLS = 24;
/** More often than this nobody sees. */
const EVERY_MS = 100;

export class ProgressBar {
  readonly #output: BarOutput;
  readonly #now: () => number;
  #drawn = Number.NEGATIVE_INFINITY;

  /** `now` in ms, from any beginning. */
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
