// The port of every rate limit. It answers within the call, so that no message overtakes one that waits for an answer.

/**
 * Limits how often something may be done, for each key on its own. An implementation sets no timer and reads the time only
 * from a `Clock`.
 */
export interface RateLimiter<Key> {
  /** Counts one attempt. true if it is within the limit; attempts beyond the limit count as `excess`. */
  take(key: Key): boolean;
  /** Returns one allowed attempt that was not used after all. */
  giveBack(key: Key): void;
  /** Refused attempts for which the key has not yet waited, as of its last `take`; 0 if that was allowed. */
  excess(key: Key): number;
}
