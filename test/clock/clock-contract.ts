// One contract for every clock.
import { describe, expect, test } from 'vitest';
import { type Clock, repeat } from '../../src/clock/index.ts';

const day = 24 * 60 * 60 * 1000;

/** `pass` lets this many ms pass. */
export type ClockUnderTest = { readonly clock: Clock; readonly pass: (ms: number) => void };

export function clockContract(name: string, make: () => ClockUnderTest): void {
  describe(name, () => {
    test('timers run in the order in which they are due, not in which they were set', () => {
      const { clock, pass } = make();
      const ran: string[] = [];
      for (const [label, after] of [
        ['c', 30],
        ['a', 10],
        ['b', 20],
        ['b2', 20],
      ] as const) {
        clock.at(clock.now() + after, () => ran.push(label));
      }
      pass(19);
      expect(ran).toEqual(['a']);
      pass(11);
      expect(ran).toEqual(['a', 'b', 'b2', 'c']);
    });

    test('a timer runs once, at its own time', () => {
      const { clock, pass } = make();
      const start = clock.now();
      const ran: number[] = [];
      clock.at(start + 10, () => ran.push(clock.now() - start));
      pass(1000);
      expect(ran).toEqual([10]);
    });

    test('a time in the past is due at once, but never within the call', () => {
      const { clock, pass } = make();
      const ran: string[] = [];
      clock.at(clock.now() - 5000, () => ran.push('past'));
      clock.at(clock.now(), () => ran.push('now'));
      expect(ran).toEqual([]);
      pass(1);
      expect(ran.toSorted()).toEqual(['now', 'past']);
    });

    test('a cancelled timer does not run; cancelling late or twice does nothing', () => {
      const { clock, pass } = make();
      const ran: string[] = [];
      const cancel = clock.at(clock.now() + 10, () => ran.push('cancelled'));
      const late = clock.at(clock.now() + 10, () => ran.push('ran'));
      cancel();
      cancel();
      pass(10);
      late();
      pass(10);
      expect(ran).toEqual(['ran']);
    });

    test('a timer may cancel another that is due at the same time', () => {
      const { clock, pass } = make();
      const ran: string[] = [];
      clock.at(clock.now() + 10, () => cancel());
      const cancel = clock.at(clock.now() + 10, () => ran.push('cancelled'));
      pass(20);
      expect(ran).toEqual([]);
    });

    test('a timer that a timer sets runs within the same advance', () => {
      const { clock, pass } = make();
      const start = clock.now();
      const ran: number[] = [];
      clock.at(start + 10, () => clock.at(clock.now() + 10, () => ran.push(clock.now() - start)));
      pass(100);
      expect(ran).toEqual([20]);
    });

    test('[R8] a timer beyond the longest time-out of the platform, 24.8 days, does not run early', () => {
      const { clock, pass } = make();
      const ran: string[] = [];
      clock.at(clock.now() + 60 * day, () => ran.push('after 60 days'));
      const cancel = clock.at(clock.now() + 60 * day, () => ran.push('cancelled meanwhile'));
      pass(59 * day);
      expect(ran).toEqual([]);
      cancel();
      pass(day);
      expect(ran).toEqual(['after 60 days']);
    });

    test('repeat runs at every interval until it is cancelled, also from its own callback', () => {
      const { clock, pass } = make();
      let runs = 0;
      const cancel = repeat(clock, 10, () => {
        runs += 1;
        if (runs === 3) cancel();
      });
      pass(25);
      expect(runs).toBe(2);
      pass(100);
      expect(runs).toBe(3);
    });
  });
}
