// Time that goes from one timer straight to the next: a simulated hour takes as long as what happens in it.
import type { CancelTimer, Clock } from '../../clock/index.ts';

type Timer = { readonly at: number; readonly order: number; run: (() => void) | null };

const isBefore = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Timers lie in a binary heap: ten thousand players have some thirty thousand of them. */
export class SteppedClock implements Clock {
  readonly #heap: Timer[] = [];
  #now: number;
  #made = 0;

  /** @param now epoch ms at the start */
  constructor(now = 1_790_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  at(time: number, run: () => void): CancelTimer {
    this.#made += 1;
    const timer: Timer = { at: Math.max(time, this.#now), order: this.#made, run };
    this.#rise(this.#heap.push(timer) - 1, timer);
    return () => {
      timer.run = null;
    };
  }

  /** Goes to the next timer and runs it; of several for one time, the first set. False if there is none. */
  step(): boolean {
    for (let next = this.#take(); next !== undefined; next = this.#take()) {
      if (next.run === null) continue;
      this.#now = next.at;
      next.run();
      return true;
    }
    return false;
  }

  #take(): Timer | undefined {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (last !== undefined && last !== first) this.#sink(last);
    return first;
  }

  #rise(from: number, timer: Timer): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#heap[above];
      if (parent === undefined || isBefore(parent, timer)) break;
      this.#heap[place] = parent;
      place = above;
    }
    this.#heap[place] = timer;
  }

  /** Puts a timer in the place of the first. */
  #sink(timer: Timer): void {
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      let child = this.#heap[below];
      const other = this.#heap[below + 1];
      if (child !== undefined && other !== undefined && isBefore(other, child)) {
        child = other;
        below += 1;
      }
      if (child === undefined || isBefore(timer, child)) break;
      this.#heap[place] = child;
      place = below;
    }
    this.#heap[place] = timer;
  }
}
