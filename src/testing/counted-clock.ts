// A clock that knows how many of its timers are still to come, whichever clock it is.
import type { CancelTimer, Clock } from '../clock/index.ts';

export class CountedClock implements Clock {
  readonly #clock: Clock;
  readonly #pending = new Set<CancelTimer>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get pending(): number {
    return this.#pending.size;
  }

  now(): number {
    return this.#clock.now();
  }

  at(time: number, run: () => void): CancelTimer {
    const cancel = this.#clock.at(time, () => {
      this.#pending.delete(cancel);
      run();
    });
    this.#pending.add(cancel);
    return () => {
      this.#pending.delete(cancel);
      cancel();
    };
  }
}
