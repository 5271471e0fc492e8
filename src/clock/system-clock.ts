// The real clock: the wall's time when the process began, and since then time as it passes.
import type { CancelTimer, Clock } from './clock.ts';

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
