import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TimerHeap } from '../../src/clock/timer-heap.ts';

test('any sequence of add, cancel and take gives the same timers as a sorted list', () => {
  const act = fc.oneof(
    { weight: 3, arbitrary: fc.record({ add: fc.nat({ max: 20 }) }) },
    fc.record({ cancel: fc.nat() }),
    fc.constant({ take: true }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const heap = new TimerHeap();
      const cancels: (() => void)[] = [];
      let list: { id: number; at: number }[] = [];
      const ran: number[] = [];
      for (const one of acts) {
        if ('add' in one) {
          const id = cancels.length;
          cancels.push(heap.add(one.add, () => ran.push(id)));
          list = [...list, { id, at: one.add }].toSorted((a, b) => a.at - b.at);
        } else if ('cancel' in one) {
          if (cancels.length === 0) continue;
          const id = one.cancel % cancels.length;
          cancels[id]?.();
          list = list.filter((timer) => timer.id !== id);
        } else {
          const expected = list.shift();
          const before = ran.length;
          heap.take()?.run();
          expect(ran.slice(before)).toEqual(expected === undefined ? [] : [expected.id]);
        }
        expect(heap.size).toBe(list.length);
        expect(heap.first?.at).toBe(list[0]?.at);
      }
    }),
  );
});
