// A rate limit with a burst, for checks at every message: the key is itself the state, two numbers, so that nothing is
// looked up or allocated.
import type { Clock } from '../clock/index.ts';
import type { RateLimiter } from './rate-limiter.ts';

/** The state of one key, kept by its owner. */
export type Bucket = {
  /** Attempts that are left; below 0 by the refused attempts for which the key has not yet waited. */
  tokens: number;
  /** The time of `tokens`, in epoch ms. */
  at: number;
};

type TokenBucketOptions = {
  /** Attempts that are allowed at once after a silence. */
  readonly burst: number;
  /** Attempts a second that are allowed after the burst. */
  readonly perSecond: number;
};

export class TokenBucketLimiter implements RateLimiter<Bucket> {
  readonly #clock: Clock;
  readonly #burst: number;
  readonly #perSecond: number;

  constructor(clock: Clock, { burst, perSecond }: TokenBucketOptions) {
    this.#clock = clock;
    this.#burst = burst;
    this.#perSecond = perSecond;
  }

  /** A full bucket, for a new key. */
  newBucket(): Bucket {
    return { tokens: this.#burst, at: this.#clock.now() };
  }

  take(bucket: Bucket): boolean {
    const now = this.#clock.now();
    // A clock that was set back must not take tokens away.
    const elapsed = Math.max(0, now - bucket.at) / 1_000;
    bucket.at = now;
    bucket.tokens = Math.min(this.#burst, bucket.tokens + elapsed * this.#perSecond) - 1;
    return bucket.tokens >= 0;
  }

  giveBack(bucket: Bucket): void {
    bucket.tokens = Math.min(this.#burst, bucket.tokens + 1);
  }

  excess(bucket: Bucket): number {
    return Math.max(0, -bucket.tokens);
  }
}
