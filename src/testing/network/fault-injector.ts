// Decides which fault happens when, and counts the faults that took effect.
import type { Faults } from './plan.ts';
import type { SteppedClock } from './stepped-clock.ts';

type FaultName = 'drop' | 'duplicate' | 'reorder' | 'slowReader' | 'haste';

type FaultInjectorOptions = {
  readonly clock: SteppedClock;
  readonly faults: Faults;
  readonly random: () => number;
};

/** One per simulation: all faults draw from one random source, so that one seed makes one run. */
export class FaultInjector {
  readonly clock: SteppedClock;
  /** While paused no fault happens. Messages are still delayed. */
  isPaused = true;
  /** Faults that took effect. */
  readonly counts: Record<FaultName, number> = { drop: 0, duplicate: 0, reorder: 0, slowReader: 0, haste: 0 };
  readonly #faults: Faults;
  readonly #random: () => number;

  constructor({ clock, faults, random }: FaultInjectorOptions) {
    this.clock = clock;
    this.#faults = faults;
    this.#random = random;
  }

  occurs(fault: FaultName): boolean {
    return !this.isPaused && this.#random() < this.#faults[fault];
  }

  /** Runs after the time that one message is in transit. */
  afterDelay(run: () => void): void {
    const [least, most] = this.#faults.delayMs;
    this.clock.at(this.clock.now() + least + this.#random() * (most - least), run);
  }

  /** Runs after the time that a slow reader does not read. */
  afterPause(run: () => void): void {
    this.clock.at(this.clock.now() + this.#random() * this.#faults.slowMs, run);
  }
}
