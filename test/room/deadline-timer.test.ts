import { expect, test } from 'vitest';
import { type Clock, ManualClock } from '../../src/clock/index.ts';
import { LazyTimer } from '../../src/room/deadline-timer.ts';

function setup() {
  const manual = new ManualClock(0);
  const calls = { armed: 0, fired: [] as number[] };
  const clock: Clock = {
    now: () => manual.now(),
    at: (time, run) => {
      calls.armed += 1;
      return manual.at(time, run);
    },
  };
  const timer = new LazyTimer(clock, () => calls.fired.push(manual.now()));
  const set = (at: number) => timer.set(at);
  return { manual, calls, timer, set };
}

test('[R8] a deadline that ten moves postpone costs two timers, and fires on time', () => {
  const { manual, calls, set } = setup();
  for (let move = 0; move < 10; move += 1) {
    set(manual.now() + 30_000);
    manual.advance(1_000);
  }
  expect(calls.armed).toBe(1);
  manual.advance(60_000);
  expect(calls).toEqual({ armed: 2, fired: [39_000] });
});

test('[R8] an earlier deadline replaces the current one', () => {
  const { manual, calls, set } = setup();
  set(30_000);
  set(5_000);
  manual.advance(60_000);
  expect(calls.fired).toEqual([5_000]);
});

test('[R8] the timer fires once each time it is set', () => {
  const { manual, calls, set } = setup();
  set(1_000);
  manual.advance(5_000);
  set(1_000);
  manual.advance(1);
  expect(calls.fired).toEqual([1_000, 5_000]);
});

test('[R10] a cleared deadline does not fire', () => {
  const { manual, calls, timer, set } = setup();
  set(1_000);
  timer.set(undefined);
  manual.advance(5_000);
  expect(calls.fired).toEqual([]);
});
