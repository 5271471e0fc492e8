// So many a minute for each key, answered within the call: where one message must not overtake another.
import type { Clock } from '../clock/index.ts';

const MINUTE_MS = 60_000;

export class MinuteTally<Key> {
  readonly #clock: Clock;
  readonly #most: number;
  /** Of this minute, which is the same for all: so no key is remembered longer, and no timer is needed. */
  readonly #counts = new Map<Key, number>();
  #since = 0;

  constructor(clock: Clock, most: number) {
    this.#clock = clock;
    this.#most = most;
  }

  /** Counts one more; false if that is one too many. */
  take(key: Key): boolean {
    const now = this.#clock.now();
    if (now - this.#since >= MINUTE_MS) {
      this.#counts.clear();
      this.#since = now;
    }
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count <= this.#most;
  }
}
