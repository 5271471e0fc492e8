// A rate limit for one connection: two numbers, no timer, and debt for those who go on regardless.

/** What a bucket holds at the most, and what flows in. */
export type BucketSize = { readonly burst: number; readonly perSecond: number };

export class TokenBucket {
  readonly #size: BucketSize;
  #level: number;
  #at: number;

  constructor(size: BucketSize, now: number) {
    this.#size = size;
    this.#level = size.burst;
    this.#at = now;
  }

  /** Takes one token and returns what is left; below 0 there was none, and the debt grows. */
  take(now: number): number {
    // A clock that was set back must not cost anybody tokens.
    const elapsed = Math.max(0, now - this.#at) / 1_000;
    this.#at = now;
    this.#level = Math.min(this.#size.burst, this.#level + elapsed * this.#size.perSecond) - 1;
    return this.#level;
  }
}
