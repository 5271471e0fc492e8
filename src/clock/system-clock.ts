// The real clock: it runs with the monotonic clock, and follows the wall clock slowly. Deadlines are stored in epoch
// ms, so that the next process can go on with them; a wall clock that is set while the process runs must not end a
// turn early, nor make it longer.
import { uptime } from 'node:os';
import type { Clock } from './clock.ts';

/** The clocks of the machine, each in ms. */
export type TimeSources = {
  /** Epoch ms. May be set forward or back at any time. */
  wall(): number;
  /** Never set. On Linux it stands still while the machine is suspended; on macOS and Windows it goes on. */
  monotonic(): number;
  /** Since the machine was started, suspension included. Its resolution may be as coarse as 1 s. May throw. */
  uptime(): number;
};

/** At most 1 ms per s: no deadline is more than 0.1 % early or late, however wrong the wall clock was. */
const MAX_SLEW = 0.001;

/** How often the wall clock is read, ms. It costs a system call or two, so not with each question for the time. */
const SAMPLE_MS = 1_000;

/** Date.now() has a resolution of 1 ms, so a smaller difference is noise. */
const NOISE_MS = 2;

/** The shortest suspension that is recognised. The resolution of `uptime` must not count as one. */
const SUSPENDED_MS = 5_000;

/**
 * The longest time-out of the platform that is used, ms. Timers of Node wait by the monotonic clock, so after a
 * suspension a deadline is noticed this much later at most. It is also far below the platform's own limit of 24.8 days,
 * past which a time-out fires at once.
 */
const LONGEST_TIMEOUT_MS = 60_000;

/**
 * A clock on these sources. It never goes backwards.
 *
 * - Where the wall clock differs, the clock runs faster or slower by at most 1 ms per s until both agree. So it follows
 *   the corrections of NTP, while an hour set by hand would take 1,000 hours.
 * - Time in which the machine was suspended has passed, as it has for a server that was stopped: deadlines of that time
 *   fire once, within a minute. The machine's uptime distinguishes it from a wall clock that was set. Only a
 *   suspension moves the clock at once: forward, and never beyond the wall clock.
 * - A virtual machine that was paused does not know it. It looks like a wall clock that was set, so each deadline
 *   keeps the time that was left.
 */
export function createSystemClock(sources: TimeSources): Clock {
  const time = new SlewedTime(sources);
  const now = (): number => Math.floor(time.now());
  return {
    now,
    at(due, run) {
      let timer: NodeJS.Timeout;
      const arm = (): void => {
        timer = setTimeout(wake, Math.max(0, Math.min(due - now(), LONGEST_TIMEOUT_MS)));
      };
      // Not due yet: after a part of a long wait, when the platform is a millisecond early, when this clock runs slower.
      const wake = (): void => (now() < due ? arm() : run());
      arm();
      return (): void => clearTimeout(timer);
    },
  };
}

class SlewedTime {
  readonly #sources: TimeSources;
  /** The last sample: of the monotonic clock, of this clock, and of the uptime; null where it cannot be read. */
  #monotonic: number;
  #time: number;
  #uptime: number | null;
  /** How far the wall clock was ahead of this clock. */
  #ahead = 0;

  constructor(sources: TimeSources) {
    this.#sources = sources;
    this.#monotonic = sources.monotonic();
    this.#time = sources.wall();
    this.#uptime = this.#readUptime();
  }

  now(): number {
    const elapsed = this.#sources.monotonic() - this.#monotonic;
    const time = this.#time + elapsed + this.#correction(elapsed);
    return elapsed < SAMPLE_MS ? time : this.#sample(elapsed, time);
  }

  /** Never more than the difference, however long ago the last sample is. */
  #correction(elapsed: number): number {
    const most = elapsed * MAX_SLEW;
    return Math.max(-most, Math.min(most, this.#ahead));
  }

  #sample(elapsed: number, time: number): number {
    const uptimeBefore = this.#uptime;
    this.#uptime = this.#readUptime();
    const suspended =
      this.#uptime === null || uptimeBefore === null ? 0 : this.#uptime - uptimeBefore - elapsed;
    const ahead = this.#sources.wall() - time;
    const passed = suspended < SUSPENDED_MS ? 0 : Math.max(0, Math.min(suspended, ahead));
    this.#monotonic += elapsed;
    this.#time = time + passed;
    this.#ahead = Math.abs(ahead - passed) < NOISE_MS ? 0 : ahead - passed;
    return this.#time;
  }

  #readUptime(): number | null {
    try {
      return this.#sources.uptime();
    } catch {
      return null;
    }
  }
}

/**
 * The clock of a server: real time that never goes backwards. It follows the wall clock by at most 1 ms per s, and its
 * timers may be longer than the 24.8 days of the platform. There is one for the process, so that all of it has the same
 * time.
 *
 * @example
 * const cancel = systemClock.at(systemClock.now() + 30_000, () => console.log('30 s later'));
 */
export const systemClock: Clock = createSystemClock({
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  uptime: () => uptime() * 1_000,
});
