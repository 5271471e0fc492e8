// Time that goes straight from one timer to the next: a simulated hour takes as long as the work in it.
import { type CancelTimer, type Clock, TimerHeap } from '../../clock/index.ts';

export class SteppedClock implements Clock {
  readonly #timers = new TimerHeap();
  #now: number;

  /** @param now epoch ms at the start */
  constructor(now = 1_790_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  at(time: number, run: () => void): CancelTimer {
    return this.#timers.add(Math.max(time, this.#now), run);
  }

  /** Goes to the next timer and runs it; of several for one time, the one that was set first. False if there is none. */
  step(): boolean {
    const next = this.#timers.take();
    if (next === undefined) return false;
    this.#now = next.at;
    next.run();
    return true;
  }
}
