import { expect, test } from 'vitest';
import { ManualClock, shiftedClock } from '../../src/clock/index.ts';
import { clockContract } from './clock-contract.ts';

clockContract('shiftedClock', () => {
  const clock = new ManualClock();
  return { clock: shiftedClock(clock, 3_600_000), pass: (ms) => clock.advance(ms) };
});

clockContract('ManualClock', () => {
  const clock = new ManualClock();
  return { clock, pass: (ms) => clock.advance(ms) };
});

test('ManualClock counts the timers that wait', () => {
  const clock = new ManualClock(0);
  const cancel = clock.at(10, () => {});
  clock.at(20, () => {});
  expect(clock.pending).toBe(2);
  cancel();
  clock.advance(20);
  expect([clock.pending, clock.now()]).toEqual([0, 20]);
});
