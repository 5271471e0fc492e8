// A rate limit with a burst, for what happens at every message: a key is its own two numbers, so that nothing is looked
// up and nothing allocated.
import type { Clock } from '../clock/index.ts';
import type { RateLimiter } from './rate-limiter.ts';

/** What one key has left; whoever is limited holds it. */
export type Bucket = {
  /** Below 0 by as many attempts as were refused and not yet made up for. */
  tokens: number;
  /** When `tokens` was right, in epoch ms. */
  at: number;
};

type TokenBucketOptions = {
  /** Attempts allowed at once after a silence. */
  readonly burst: number;
  /** Attempts a second that are allowed from then on. */
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

  /** A full bucket: the key of somebody new. */
  newBucket(): Bucket {
    return { tokens: this.#burst, at: this.#clock.now() };
  }

  take(bucket: Bucket): boolean {
    const now = this.#clock.now();
    // A clock that was set back must not cost anybody tokens.
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
