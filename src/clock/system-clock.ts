// The real clock. Its timers are durable in length: Node's own fire at once beyond 24.8 days.
import type { CancelTimer, Clock } from './clock.ts';

/** setTimeout takes a signed 32-bit number of ms; anything longer fires after 1 ms. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  at(time, run) {
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const left = time - Date.now();
      timer = left > LONGEST_TIMEOUT ? setTimeout(arm, LONGEST_TIMEOUT) : setTimeout(fire, Math.max(0, left));
    };
    // A timeout may fire a millisecond early against the wall clock, and the wall clock may be set back.
    const fire = (): void => (Date.now() < time ? arm() : run());
    arm();
    return (): void => clearTimeout(timer);
  },
};

/** Runs again and again, `every` ms apart, until cancelled. */
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
