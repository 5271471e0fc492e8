// The contract of the rate limiter port, for every implementation.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/clock/index.ts';
import type { RateLimiter } from '../../src/rate-limit/index.ts';

/** A clock that can be set back, and that fails when a timer is set. */
class SettableClock implements Clock {
  time = 1_000_000;

  now(): number {
    return this.time;
  }

  at(): never {
    throw new Error('a rate limiter sets no timer');
  }
}

/** Every limiter of this contract allows `LIMIT` attempts at once, and all of them again after a silence of `PERIOD_MS`. */
export const LIMIT = 3;
export const PERIOD_MS = 6_000;

export type Subject<Key> = { readonly limiter: RateLimiter<Key>; readonly newKey: () => Key };

/** @param create creates a limiter of `LIMIT` attempts in `PERIOD_MS` */
export function rateLimiterContract<Key>(name: string, create: (clock: Clock) => Subject<Key>): void {
  const start = () => {
    const clock = new SettableClock();
    const { limiter, newKey } = create(clock);
    const takeAll = (key: Key, times: number): boolean[] =>
      Array.from({ length: times }, () => limiter.take(key));
    return { clock, limiter, newKey, takeAll };
  };

  describe(`[C8] rate limiter contract: ${name}`, () => {
    test('allows as many attempts at once as the limit, and refuses the next', () => {
      const { newKey, takeAll } = start();
      expect(takeAll(newKey(), LIMIT + 2)).toEqual([true, true, true, false, false]);
    });

    test('counts each key on its own', () => {
      const { newKey, takeAll } = start();
      const [a, b] = [newKey(), newKey()];
      takeAll(a, LIMIT + 1);
      expect(takeAll(b, LIMIT + 1)).toEqual([true, true, true, false]);
    });

    test('counts the refused attempts as excess', () => {
      const { limiter, newKey, takeAll } = start();
      const key = newKey();
      expect(limiter.excess(key)).toBe(0);
      takeAll(key, LIMIT);
      expect(limiter.excess(key)).toBe(0);
      takeAll(key, 2);
      expect(limiter.excess(key)).toBe(2);
    });

    test('allows the limit again after the period, and no more than that after a longer silence', () => {
      const { clock, newKey, takeAll } = start();
      const key = newKey();
      takeAll(key, LIMIT);
      clock.time += PERIOD_MS;
      expect(takeAll(key, LIMIT + 1)).toEqual([true, true, true, false]);
      clock.time += 1_000 * PERIOD_MS;
      expect(takeAll(key, LIMIT + 1)).toEqual([true, true, true, false]);
    });

    test('allows one more for an attempt that is given back', () => {
      const { limiter, newKey, takeAll } = start();
      const key = newKey();
      takeAll(key, LIMIT);
      limiter.giveBack(key);
      expect(takeAll(key, 2)).toEqual([true, false]);
    });

    test('an attempt that is given back after the period allows no more than the limit', () => {
      const { clock, limiter, newKey, takeAll } = start();
      const key = newKey();
      takeAll(key, 1);
      clock.time += PERIOD_MS;
      limiter.giveBack(key);
      expect(takeAll(key, LIMIT + 1)).toEqual([true, true, true, false]);
    });

    test('a clock that is set back takes no attempt away and gives none', () => {
      const { clock, newKey, takeAll } = start();
      const key = newKey();
      takeAll(key, 1);
      clock.time -= 100 * PERIOD_MS;
      expect(takeAll(key, LIMIT)).toEqual([true, true, false]);
      clock.time += PERIOD_MS + PERIOD_MS / LIMIT;
      expect(takeAll(key, LIMIT + 1)).toEqual([true, true, true, false]);
    });

    test('at most twice the limit is allowed within any period', () => {
      const waits = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: PERIOD_MS })), { maxLength: 60 });
      const property = fc.property(waits, (pauses) => {
        const { clock, limiter, newKey } = start();
        const key = newKey();
        const allowedAt: number[] = [];
        for (const pause of pauses) {
          clock.time += pause;
          if (limiter.take(key)) allowedAt.push(clock.time);
        }
        for (const from of allowedAt) {
          const within = allowedAt.filter((at) => at >= from && at < from + PERIOD_MS);
          expect(within.length).toBeLessThanOrEqual(2 * LIMIT);
        }
      });
      fc.assert(property);
    });
  });
}
