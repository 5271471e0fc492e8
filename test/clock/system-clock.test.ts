// The system clock on clocks that the test sets: on faked platform timers, so that no test waits.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/clock/index.ts';
import { createSystemClock } from '../../src/clock/system-clock.ts';
import { clockContract } from './clock-contract.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = 1_790_000_000_000;

/** A machine: its clocks, and what may happen to them. */
class Machine {
  monotonic = 12_345.678;
  wallAhead = START - this.monotonic;
  asleep = 0;
  readonly clock;

  constructor({ uptime = () => this.monotonic + this.asleep }: { uptime?: () => number } = {}) {
    this.clock = createSystemClock({
      wall: () => this.wall,
      monotonic: () => this.monotonic,
      uptime,
    });
  }

  get wall(): number {
    return Math.floor(this.monotonic + this.wallAhead);
  }

  /** Lets time pass, and reads the clock every 1.7 s, as a server that does something now and then. */
  pass(ms: number): void {
    const until = this.monotonic + ms;
    while (this.monotonic < until) {
      this.monotonic = Math.min(until, this.monotonic + 1_700);
      this.clock.now();
    }
  }

  setWall(byMs: number): void {
    this.wallAhead += byMs;
  }

  /** As Linux does it: the monotonic clock stands still, the other two do not. */
  suspend(ms: number): void {
    this.asleep += ms;
    this.wallAhead += ms;
  }
}

describe('a wall clock that is set', () => {
  test.each([
    [400, 'ahead', 1],
    [-400, 'behind', -1],
  ])('by %i ms is followed by 1 ms a second, until both agree', (jump, _, sign) => {
    const machine = new Machine();
    machine.pass(10_000);
    machine.setWall(jump);
    machine.pass(1_000);
    const [from, start] = [machine.clock.now(), machine.monotonic];
    machine.pass(100_000);
    const slewed = machine.clock.now() - from - (machine.monotonic - start);
    expect(slewed * sign).toBeGreaterThan(97);
    expect(slewed * sign).toBeLessThan(102);
    machine.pass(400_000);
    expect(Math.abs(machine.clock.now() - machine.wall)).toBeLessThan(3);
    machine.pass(100_000);
    expect(Math.abs(machine.clock.now() - machine.wall)).toBeLessThan(3);
  });

  test('is not overshot after a long time without a read', () => {
    const machine = new Machine();
    machine.setWall(50);
    machine.pass(1_000);
    machine.monotonic += HOUR;
    expect(Math.abs(machine.clock.now() - machine.wall)).toBeLessThan(3);
  });

  test('[T15] by an hour changes a turn of 30 s by 30 ms at most', () => {
    for (const jump of [HOUR, -HOUR]) {
      const machine = new Machine();
      const start = machine.clock.now();
      machine.setWall(jump);
      machine.pass(30_000);
      expect(Math.abs(machine.clock.now() - start - 30_000)).toBeLessThanOrEqual(31);
    }
  });
});

describe('a machine that was suspended', () => {
  test('has the right time at the next sample', () => {
    const machine = new Machine();
    machine.pass(10_000);
    machine.suspend(8 * HOUR);
    machine.pass(1_000);
    expect(Math.abs(machine.clock.now() - machine.wall)).toBeLessThan(3);
  });

  test('and whose clock was set, too, goes on by the time of the suspension only', () => {
    const machine = new Machine();
    machine.pass(10_000);
    const start = machine.clock.now();
    machine.suspend(2 * HOUR);
    machine.setWall(5 * HOUR);
    machine.pass(1_000);
    expect(machine.clock.now() - start).toBeGreaterThanOrEqual(2 * HOUR + 1_000);
    expect(machine.clock.now() - start).toBeLessThan(2 * HOUR + 1_010);
  });

  test('never goes beyond the wall clock, nor back', () => {
    const machine = new Machine();
    machine.pass(10_000);
    const start = machine.clock.now();
    machine.suspend(2 * HOUR);
    machine.setWall(-5 * HOUR);
    machine.pass(1_000);
    expect(machine.clock.now() - start).toBeGreaterThanOrEqual(999);
    expect(machine.clock.now() - start).toBeLessThanOrEqual(1_000);
  });

  test('is not recognised where the uptime cannot be read, and time goes on evenly', () => {
    const machine = new Machine({
      uptime: () => {
        throw new Error('not permitted');
      },
    });
    machine.pass(10_000);
    const start = machine.clock.now();
    machine.suspend(8 * HOUR);
    machine.pass(10_000);
    expect(Math.abs(machine.clock.now() - start - 10_000)).toBeLessThan(12);
  });

  test('is not mistaken for one whose uptime is read to the second', () => {
    const machine = new Machine({ uptime: () => Math.floor(machine?.monotonic / 1_000) * 1_000 });
    machine.setWall(HOUR);
    machine.pass(10 * MINUTE);
    expect(machine.clock.now() - START).toBeLessThan(10 * MINUTE + 700);
  });
});

test('whatever happens to the clocks, the time never goes back, and its rate is right to 0.1 % except at suspensions', () => {
  const gap = fc.integer({ min: -3 * HOUR, max: 3 * HOUR });
  const event = fc.oneof(
    fc.record({ what: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 5 * MINUTE }) }),
    fc.record({ what: fc.constant('read' as const), ms: fc.integer({ min: 0, max: HOUR }) }),
    fc.record({ what: fc.constant('set' as const), ms: gap }),
    fc.record({ what: fc.constant('suspend' as const), ms: fc.integer({ min: 10_000, max: HOUR }) }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      const machine = new Machine();
      let last = machine.clock.now();
      let seen = machine.monotonic;
      let asleep = 0;
      for (const { what, ms } of events) {
        if (what === 'pass') machine.pass(ms);
        else if (what === 'read') machine.monotonic += ms;
        else if (what === 'set') machine.setWall(ms);
        else {
          machine.suspend(ms);
          asleep += ms;
        }
        const now = machine.clock.now();
        const passed = machine.monotonic - seen;
        expect(now).toBeGreaterThanOrEqual(last);
        expect(now - last).toBeGreaterThanOrEqual(passed * 0.999 - 2);
        expect(now - last).toBeLessThanOrEqual(passed * 1.001 + 2 + asleep);
        // A suspension shows at the next sample, within 1 s.
        if (passed >= 1_000) asleep = 0;
        last = now;
        seen = machine.monotonic;
      }
    }),
    { numRuns: 300 },
  );
});

describe('timers, on faked timers of the platform', () => {
  let asleep = 0;
  const platform = () =>
    createSystemClock({
      wall: () => Date.now() + asleep,
      monotonic: () => performance.now(),
      uptime: () => performance.now() + asleep,
    });
  beforeEach(() => {
    vi.useFakeTimers();
    asleep = 0;
  });
  afterEach(() => void vi.useRealTimers());

  clockContract('the system clock', () => ({
    clock: platform(),
    pass: (ms) => vi.advanceTimersByTime(ms),
  }));

  test.each([-HOUR, HOUR])(
    '[R8] [T15] a wall clock set by %i ms makes no timer late or early, and time goes on evenly',
    (jump) => {
      const clock = platform();
      const start = clock.now();
      const ran: number[] = [];
      clock.at(start + 1000, () => ran.push(clock.now() - start));
      vi.setSystemTime(Date.now() + jump);
      vi.advanceTimersByTime(999);
      expect(ran).toEqual([]);
      vi.advanceTimersByTime(1);
      expect(ran).toEqual([1000]);
    },
  );

  test('timers are never early, and at most 60 ms late, while the clock runs faster or slower', () => {
    for (const jump of [HOUR, -HOUR]) {
      const clock = platform();
      const due = clock.now() + HOUR;
      const ran: number[] = [];
      vi.setSystemTime(Date.now() + jump);
      vi.advanceTimersByTime(1_000);
      clock.at(due, () => ran.push(clock.now() - due));
      vi.advanceTimersByTime(HOUR + 10_000);
      expect(ran).toHaveLength(1);
      expect(ran[0]).toBeGreaterThanOrEqual(0);
      expect(ran[0]).toBeLessThanOrEqual(60);
    }
  });

  test('[R8] after a suspension the timers that became due in it run once, within a minute; others wait', () => {
    const clock = platform();
    const ran: string[] = [];
    for (const hours of [1, 2, 9]) clock.at(clock.now() + hours * HOUR, () => ran.push(`after ${hours} h`));
    vi.advanceTimersByTime(10 * MINUTE);
    asleep += 8 * HOUR;
    vi.advanceTimersByTime(MINUTE);
    expect(ran).toEqual(['after 1 h', 'after 2 h']);
    vi.advanceTimersByTime(48 * MINUTE);
    expect(ran).toHaveLength(2);
    vi.advanceTimersByTime(MINUTE + 10);
    expect(ran).toEqual(['after 1 h', 'after 2 h', 'after 9 h']);
  });
});

test('the clock of the process shows the time and runs on real timers', async () => {
  const before = Date.now();
  const ranAt = await new Promise<number>((resolve) => {
    systemClock.at(before + 5, () => resolve(systemClock.now()));
  });
  expect(ranAt).toBeGreaterThanOrEqual(before + 5);
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000);
});
