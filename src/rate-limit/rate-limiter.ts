// The port of every rate limit: answered within the call, so that no message can overtake one that waits for its answer.

/**
 * Limits how often something may be done in a time, for each key on its own.
 * An implementation sets no timer and reads the time from a `Clock` alone.
 */
export interface RateLimiter<Key> {
  /** Counts one attempt; true if it is within the limit. Attempts beyond it count, too: see `excess`. */
  take(key: Key): boolean;
  /** Takes back one allowed attempt that was not used after all. */
  giveBack(key: Key): void;
  /** Refused attempts that time has not made up for, as of the last `take`; 0 if that one was allowed. */
  excess(key: Key): number;
}
