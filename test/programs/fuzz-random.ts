// The source of all random choices of the fuzzer, so that a seed repeats them.
import { seededRandom } from '../../src/testing/index.ts';

export class Random {
  readonly #random: () => number;

  constructor(seed: string | number) {
    this.#random = seededRandom(seed);
  }

  /** From 0, below `end`. */
  below(end: number): number {
    return Math.floor(this.#random() * end);
  }

  /** Both included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** True with the probability 1 / `times`. */
  once(times: number): boolean {
    return this.#random() * times < 1;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined && items.length === 0) throw new RangeError('there is nothing to pick from');
    return item as Item;
  }

  bytes(length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let at = 0; at < length; at += 1) bytes[at] = this.below(256);
    return bytes;
  }
}
