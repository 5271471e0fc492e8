// A clock that a test moves by hand: timers run in the order they are due, at their own time.
import type { CancelTimer, Clock } from './clock.ts';

type Timer = { readonly at: number; readonly run: () => void };

export class ManualClock implements Clock {
  readonly #timers = new Set<Timer>();
  #now: number;

  /** @param now epoch ms at the start */
  constructor(now = 1_790_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  at(time: number, run: () => void): CancelTimer {
    const timer = { at: time, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** How many timers are waiting. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves time on by so many ms, running what falls due on the way, timers set on the way included. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (let next = this.#next(until); next !== undefined; next = this.#next(until)) {
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = until;
  }

  #next(until: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at <= until && (first === undefined || timer.at < first.at)) first = timer;
    }
    return first;
  }
}
