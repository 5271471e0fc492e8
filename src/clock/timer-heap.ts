// Timers in the order they are due, in a binary heap: ten thousand simulated players set some thirty thousand.
import type { CancelTimer } from './clock.ts';

export type Timer = {
  /** When it is due, epoch ms. */
  readonly at: number;
  readonly run: () => void;
  /** Of timers that are due at the same time, the one that was set first comes first. */
  readonly order: number;
  /** Its index in the heap; -1 when it is no longer in it. */
  index: number;
};

export class TimerHeap {
  readonly #heap: Timer[] = [];
  #added = 0;

  /** How many timers wait. */
  get size(): number {
    return this.#heap.length;
  }

  /** The timer that is due first. */
  get first(): Timer | undefined {
    return this.#heap[0];
  }

  add(at: number, run: () => void): CancelTimer {
    this.#added += 1;
    const timer: Timer = { at, run, order: this.#added, index: this.#heap.length };
    this.#heap.push(timer);
    this.#moveUp(timer);
    return () => this.#remove(timer);
  }

  /** Removes the timer that is due first, and returns it. */
  take(): Timer | undefined {
    const [first] = this.#heap;
    if (first !== undefined) this.#remove(first);
    return first;
  }

  /** At once, not when it is due: a timer that was cancelled must not hold memory for a day. */
  #remove(timer: Timer): void {
    if (timer.index < 0) return;
    const last = this.#heap.pop();
    if (last !== undefined && last !== timer) {
      this.#put(last, timer.index);
      this.#moveUp(last);
      this.#moveDown(last);
    }
    timer.index = -1;
  }

  #moveUp(timer: Timer): void {
    while (timer.index > 0) {
      const index = (timer.index - 1) >> 1;
      const parent = this.#heap[index];
      if (parent === undefined || isBefore(parent, timer)) return;
      this.#put(parent, timer.index);
      this.#put(timer, index);
    }
  }

  #moveDown(timer: Timer): void {
    for (;;) {
      const left = this.#heap[2 * timer.index + 1];
      const right = this.#heap[2 * timer.index + 2];
      const child = left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
      if (child === undefined || isBefore(timer, child)) return;
      const { index } = child;
      this.#put(child, timer.index);
      this.#put(timer, index);
    }
  }

  #put(timer: Timer, index: number): void {
    this.#heap[index] = timer;
    timer.index = index;
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
