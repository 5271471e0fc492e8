// The port for time. All code reads the time and sets timers through a Clock, so that tests decide what time it is.

/** Cancels a timer. A second call, or a call after the timer has run, does nothing. */
export type CancelTimer = () => void;

/** The time and its timers: `systemClock` in a server, a `ManualClock` in a test. */
export interface Clock {
  /** The time in epoch ms. It never goes backwards. */
  now(): number;
  /** Calls `run` once, at `time` (epoch ms), never within this call. A time in the past is due at once. */
  at(time: number, run: () => void): CancelTimer;
}

/** Calls `run` every `every` ms until cancelled. */
export function repeat(clock: Clock, every: number, run: () => void): CancelTimer {
  let cancel: CancelTimer;
  const arm = (): void => {
    cancel = clock.at(clock.now() + every, () => {
      arm();
      run();
    });
  };
  arm();
  return () => cancel();
}

/**
 * A clock that is ahead of another by `aheadMs`: for a room whose log ends later than the clock stands. Its timers wait
 * as long as they would on the other clock.
 */
export function shiftedClock(clock: Clock, aheadMs: number): Clock {
  return {
    now: () => clock.now() + aheadMs,
    at: (time, run) => clock.at(time - aheadMs, run),
  };
}
