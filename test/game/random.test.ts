import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/bots/index.ts';
import { createRandom, draw, type RandomState, shuffle } from '../../src/game/index.ts';

/** This many draws from one state. */
function drawMany(count: number, below: number, seed = 'seed'): number[] {
  let state = createRandom(seed);
  return Array.from({ length: count }, () => {
    let drawn: number;
    [drawn, state] = draw(state, below);
    return drawn;
  });
}

describe('draw', () => {
  test('stays within its bounds', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 2 ** 48 }), (seed, below) => {
        const [drawn] = draw(createRandom(seed), below);
        expect(Number.isInteger(drawn) && drawn >= 0 && drawn < below).toBe(true);
      }),
    );
  });

  test('gives each number equally often: 6,000 throws of a die, chi-squared below the 0.1 % bound', () => {
    const counts = Array(6).fill(0);
    for (const face of drawMany(6000, 6)) counts[face] += 1;
    const chiSquared = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquared).toBeLessThan(20.5);
  });

  test('draws again instead of favouring low numbers', () => {
    // Two thirds of the span: with modulo alone, the lower half would occur twice as often as the upper.
    const below = 2 ** 47 + 2 ** 46;
    const low = drawMany(2000, below).filter((drawn) => drawn < below / 2).length;
    expect(low).toBeGreaterThan(900);
    expect(low).toBeLessThan(1100);
  });

  test.each([0, -1, 1.5, Number.NaN, 2 ** 48 + 1])('refuses to draw below %d', (below) => {
    expect(() => draw(createRandom('seed'), below)).toThrow(RangeError);
  });
});

test('[R11] the state continues the same after JSON', () => {
  const [, state] = draw(createRandom('seed'), 100);
  const copy: RandomState = JSON.parse(JSON.stringify(state));
  expect(draw(copy, 1000)).toEqual(draw(state, 1000));
});

test('[R11] the draws of a seed never change: stored matches depend on them', () => {
  expect(drawMany(8, 100, 'turnkeeper')).toMatchInlineSnapshot(`
    [
      71,
      49,
      40,
      52,
      90,
      40,
      1,
      81,
    ]
  `);
});

describe('shuffle', () => {
  const deck = Array.from({ length: 52 }, (_, card) => card);

  test('keeps every card, and does not change its argument', () => {
    const [shuffled] = shuffle(createRandom('seed'), deck);
    expect(shuffled).not.toEqual(deck);
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(deck);
  });

  test('gives every order equally often: 2,400 shuffles of four', () => {
    const seen = new Map<string, number>();
    let state = createRandom('seed');
    for (let i = 0; i < 2400; i++) {
      let order: string[];
      [order, state] = shuffle(state, ['a', 'b', 'c', 'd']);
      seen.set(order.join(''), (seen.get(order.join('')) ?? 0) + 1);
    }
    expect(seen.size).toBe(24);
    expect(Math.min(...seen.values())).toBeGreaterThan(60);
    expect(Math.max(...seen.values())).toBeLessThan(145);
  });
});

describe('shuffle from numbers in [0, 1)', () => {
  test('keeps every item, and does not change its argument', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (list, seed) => {
        const before = [...list];
        expect(shuffle(seededRandom(seed), list).toSorted()).toEqual(list.toSorted());
        expect(list).toEqual(before);
      }),
    );
  });

  test('gives each order equally often: 6,000 shuffles of three cards, chi-squared below the 0.1 % bound', () => {
    const random = seededRandom('orders');
    const counts = new Map<string, number>();
    for (let n = 0; n < 6000; n += 1) {
      const order = shuffle(random, [1, 2, 3]).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(counts.size).toBe(6);
    expect(chiSquared).toBeLessThan(20.5);
  });
});
