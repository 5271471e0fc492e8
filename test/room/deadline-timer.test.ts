import { expect, test } from 'vitest';
import { type Clock, ManualClock } from '../../src/clock/index.ts';
import { LazyTimer } from '../../src/room/deadline-timer.ts';

function setup() {
  const manual = new ManualClock(0);
  const seen = { armed: 0, fired: [] as number[] };
  const clock: Clock = {
    now: () => manual.now(),
    at: (time, run) => {
      seen.armed += 1;
      return manual.at(time, run);
    },
  };
  const timer = new LazyTimer(clock, () => seen.fired.push(manual.now()));
  const set = (at: number) => timer.set(at);
  return { manual, seen, timer, set };
}

test('[R8] a deadline that is put off move by move costs one timer a turn, and fires on time', () => {
  const { manual, seen, set } = setup();
  for (let move = 0; move < 10; move += 1) {
    set(manual.now() + 30_000);
    manual.advance(1_000);
  }
  expect(seen.armed).toBe(1);
  manual.advance(60_000);
  expect(seen).toEqual({ armed: 2, fired: [39_000] });
});

test('[R8] an earlier deadline takes the place of the one that runs', () => {
  const { manual, seen, set } = setup();
  set(30_000);
  set(5_000);
  manual.advance(60_000);
  expect(seen.fired).toEqual([5_000]);
});

test('[R8] it rings once, and again when it is set again', () => {
  const { manual, seen, set } = setup();
  set(1_000);
  manual.advance(5_000);
  set(1_000);
  manual.advance(1);
  expect(seen.fired).toEqual([1_000, 5_000]);
});

test('[R10] without a deadline nothing runs', () => {
  const { manual, seen, timer, set } = setup();
  set(1_000);
  timer.set(undefined);
  manual.advance(5_000);
  expect(seen.fired).toEqual([]);
});
