// A rate limit for rare attempts of many keys, such as network addresses: one count a key, and one window for all keys.
import type { Clock } from '../clock/index.ts';
import type { RateLimiter } from './rate-limiter.ts';

type FixedWindowOptions = {
  /** Attempts of one key that are allowed in a window. */
  readonly limit: number;
  /** A minute if not given. */
  readonly windowMs?: number;
};

export class FixedWindowLimiter<Key> implements RateLimiter<Key> {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #windowMs: number;
  /** Attempts in this window. It is the same for all keys, so that no key is kept longer and no timer is needed. */
  readonly #counts = new Map<Key, number>();
  #startedAt: number;

  constructor(clock: Clock, { limit, windowMs = 60_000 }: FixedWindowOptions) {
    this.#clock = clock;
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#startedAt = clock.now();
  }

  take(key: Key): boolean {
    this.#renew();
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count <= this.#limit;
  }

  giveBack(key: Key): void {
    // An attempt of an earlier window needs no correction.
    this.#renew();
    const count = this.#counts.get(key) ?? 0;
    if (count > 1) this.#counts.set(key, count - 1);
    else this.#counts.delete(key);
  }

  excess(key: Key): number {
    return Math.max(0, (this.#counts.get(key) ?? 0) - this.#limit);
  }

  #renew(): void {
    const now = this.#clock.now();
    // After a clock was set back, the window starts anew with its counts: otherwise it would last longer.
    if (now < this.#startedAt) this.#startedAt = now;
    if (now - this.#startedAt < this.#windowMs) return;
    this.#startedAt = now;
    this.#counts.clear();
  }
}
