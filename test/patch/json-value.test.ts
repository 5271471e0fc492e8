import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lengthOf } from '../../src/patch/index.ts';
import { documents } from './json.ts';

const plain: readonly (readonly [unknown, number])[] = [
  ...(
    [null, true, false, 7, '', 'abc', [], {}, [1], [1, 2], { a: 1 }, { a: 1, b: [null, 'x'] }] as const
  ).map((value) => [value, JSON.stringify(value).length] as const),
];

describe('the length of a value as JSON text', () => {
  test.each(plain)('of %j is %i', (value, length) => {
    expect(lengthOf(value as never, Number.POSITIVE_INFINITY)).toBe(length);
  });

  test('is never more than the text, and passes the limit only if the whole does', () => {
    fc.assert(
      fc.property(documents, fc.nat(200), (value, limit) => {
        const written = JSON.stringify(value).length;
        const whole = lengthOf(value, Number.POSITIVE_INFINITY);
        expect(whole).toBeLessThanOrEqual(written);
        expect(lengthOf(value, limit)).toBeLessThanOrEqual(whole);
        expect(lengthOf(value, limit) > limit).toBe(whole > limit);
      }),
    );
  });

  test('is read no further than the limit', () => {
    let read = 0;
    const watched = new Proxy(Array(1_000).fill('word'), {
      get: (list, key) => {
        if (key !== 'length') read += 1;
        return Reflect.get(list, key);
      },
    });
    expect(lengthOf(watched, 20)).toBeGreaterThan(20);
    expect(read).toBeLessThan(10);
  });
});
