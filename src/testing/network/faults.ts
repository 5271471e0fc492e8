// What can go wrong between a client and the server, how often it does, and how often it did.
import type { SteppedClock } from './stepped-clock.ts';

/** Shares of messages are in [0, 1]. */
export type Faults = {
  /** A message breaks its connection: it is lost, and with it all that is under way. */
  readonly drop: number;
  /** The least and the most that a message is under way, in ms. */
  readonly delayMs: readonly [least: number, most: number];
  /** A client's message arrives a second time, later. */
  readonly duplicate: number;
  /** A client's message is overtaken by its next one, as only a client with a bug or a plan lets happen. */
  readonly reorder: number;
  /** A client stops reading, for `slowMs` at most. */
  readonly slowReader: number;
  readonly slowMs: number;
  /** A player sends one more legal intent, and waits for no answer before its next. Of intents, not messages. */
  readonly haste: number;
};

export const defaultFaults: Faults = {
  drop: 0.02,
  delayMs: [1, 200],
  duplicate: 0.05,
  reorder: 0.05,
  slowReader: 0.02,
  slowMs: 8_000,
  haste: 0.1,
};

type FaultName = 'drop' | 'duplicate' | 'reorder' | 'slowReader' | 'haste';

/** The faults of one simulation: one chance for all, so that one seed makes one run. */
export class FaultInjector {
  readonly clock: SteppedClock;
  /** While calm nothing fails; messages still take their time. */
  isPaused = true;
  /** How often each has taken effect. */
  readonly counts: Record<FaultName, number> = { drop: 0, duplicate: 0, reorder: 0, slowReader: 0, haste: 0 };
  readonly #faults: Faults;
  readonly #random: () => number;

  constructor(parts: {
    readonly clock: SteppedClock;
    readonly faults: Faults;
    readonly random: () => number;
  }) {
    this.clock = parts.clock;
    this.#faults = parts.faults;
    this.#random = parts.random;
  }

  occurs(fault: FaultName): boolean {
    return !this.isPaused && this.#random() < this.#faults[fault];
  }

  /** After as long as a message may take. */
  afterDelay(run: () => void): void {
    const [least, most] = this.#faults.delayMs;
    this.clock.at(this.clock.now() + least + this.#random() * (most - least), run);
  }

  afterPause(run: () => void): void {
    this.clock.at(this.clock.now() + this.#random() * this.#faults.slowMs, run);
  }
}
