import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SteppedClock } from '../../src/testing/network/stepped-clock.ts';

test('runs timers in the order of their times, and timers of one time in the order in which they were set', () => {
  const timers = fc.array(fc.record({ at: fc.nat({ max: 50 }), isCancelled: fc.boolean() }), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(timers, (list) => {
      const clock = new SteppedClock(10);
      const ran: { index: number; at: number }[] = [];
      const cancels = list.map(({ at }, index) => clock.at(at, () => ran.push({ index, at: clock.now() })));
      for (const [index, { isCancelled }] of list.entries()) if (isCancelled) cancels[index]?.();
      while (clock.step());
      // A time in the past is due at once.
      const due = list.map(({ at, isCancelled }, index) => ({ index, at: Math.max(10, at), isCancelled }));
      const expected = due.filter(({ isCancelled }) => !isCancelled).toSorted((a, b) => a.at - b.at);
      expect(ran).toEqual(expected.map(({ index, at }) => ({ index, at })));
    }),
  );
});

test('runs timers that a timer sets, and a timer can cancel another', () => {
  const clock = new SteppedClock(0);
  const ran: number[] = [];
  clock.at(5, () => {
    clock.at(7, () => ran.push(clock.now()));
    cancel();
  });
  const cancel = clock.at(6, () => ran.push(6));
  expect([clock.step(), clock.step(), clock.step()]).toEqual([true, true, false]);
  expect(ran).toEqual([7]);
});
