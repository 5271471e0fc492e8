// The port for time, and the system clock: all code reads the time and sets timers through this port.

/** Cancels a timer. A second call, or a call after the timer has run, does nothing. */
export type CancelTimer = () => void;

export interface Clock {
  /** Epoch ms. */
  now(): number;
  /** Calls `run` once, at `time` (epoch ms), never within this call. A time in the past is due at once. */
  at(time: number, run: () => void): CancelTimer;
}

/** setTimeout takes a signed 32-bit number of ms; anything longer fires after 1 ms. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/**
 * Read once: a wall clock that is set back or forward while the process runs must not make anybody's turn an hour
 * longer, nor end it at once. What is stored is in epoch ms all the same, so that the next process can go on.
 */
const startedAt = Date.now() - performance.now();

const now = (): number => Math.floor(startedAt + performance.now());

/** Its timers are durable in length: Node's own fire at once beyond 24.8 days. */
export const systemClock: Clock = {
  now,
  at(time, run) {
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const left = time - now();
      timer = left > LONGEST_TIMEOUT ? setTimeout(arm, LONGEST_TIMEOUT) : setTimeout(fire, Math.max(0, left));
    };
    // A timeout may fire a millisecond early.
    const fire = (): void => (now() < time ? arm() : run());
    arm();
    return (): void => clearTimeout(timer);
  },
};

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
 * A clock that is ahead of another by a fixed number of ms: for a room whose log ends later than the clock stands.
 * Its timers wait as long as they would on the other clock.
 */
export function shiftedClock(clock: Clock, aheadMs: number): Clock {
  return {
    now: () => clock.now() + aheadMs,
    at: (time, run) => clock.at(time - aheadMs, run),
  };
}
