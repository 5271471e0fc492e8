// A clock that runs ahead of another by a fixed time: for who must go on from a later moment than it is.
import type { Clock } from './clock.ts';

/** `aheadMs`: by how much; timers wait as long as they would on the other. */
export function shiftedClock(clock: Clock, aheadMs: number): Clock {
  return {
    now: () => clock.now() + aheadMs,
    at: (time, run) => clock.at(time - aheadMs, run),
  };
}
