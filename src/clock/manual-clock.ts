// A clock that a test moves by hand: timers run in the order they are due, at their own time.
import type { CancelTimer, Clock } from './clock.ts';
import { TimerHeap } from './timer-heap.ts';

/**
 * A clock for tests. It stands still until `advance` moves it.
 *
 * @example
 * const clock = new ManualClock();
 * clock.at(clock.now() + 30_000, () => console.log('the turn is over'));
 * clock.advance(30_000); // logs "the turn is over"
 */
export class ManualClock implements Clock {
  readonly #timers = new TimerHeap();
  #now: number;

  /** @param now epoch ms at the start; by default a fixed time in September 2026 */
  constructor(now = 1_790_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  at(time: number, run: () => void): CancelTimer {
    return this.#timers.add(time, run);
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves the time forward by this many ms and runs the timers that become due, those set on the way included. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (let next = this.#due(until); next !== undefined; next = this.#due(until)) {
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = until;
  }

  #due(until: number): ReturnType<TimerHeap['take']> {
    const { first } = this.#timers;
    return first !== undefined && first.at <= until ? this.#timers.take() : undefined;
  }
}
