import { describe, expect, test } from 'vitest';
import {
  type BotTurn,
  givesUp,
  randomBut,
  randomLegal,
  scripted,
  seededRandom,
} from '../../src/bots/index.ts';

const turn = (legal: BotTurn['legal'], random = seededRandom('test')): BotTurn => ({
  ...{ seat: 0, seats: 2, view: null, mine: null, legal, random, now: 0 },
});

describe('randomLegal', () => {
  const cells = [0, 1, 2].map((cell) => ({ type: 'place', cell }));

  test('plays every legal intent at some time, and never gives up', async () => {
    const random = seededRandom(1);
    const taken = new Set<unknown>();
    for (let i = 0; i < 100; i += 1)
      taken.add(await randomLegal(turn([...cells, { type: 'resign' }], random)));
    expect([...taken].sort()).toEqual(expect.arrayContaining(cells));
    expect(taken.size).toBe(3);
  });

  test('waits where nothing is legal but giving up', () => {
    expect(randomLegal(turn([{ type: 'resign' }]))).toBe(null);
    expect(randomLegal(turn([]))).toBe(null);
  });

  test('takes further intents to avoid', () => {
    const noCell = randomBut((intent) => intent.type === 'place');
    expect(noCell(turn([...cells, { type: 'pass' }]))).toEqual({ type: 'pass' });
    expect(givesUp({ type: 'pass' })).toBe(false);
  });
});

describe('scripted', () => {
  test('plays each of its intents once, when it is legal', () => {
    const strategy = scripted([{ type: 'place', cell: 4 }, { type: 'resign' }]);
    expect(strategy(turn([{ type: 'resign' }]))).toBe(null);
    expect(strategy(turn([{ cell: 4, type: 'place' }]))).toEqual({ type: 'place', cell: 4 });
    expect(strategy(turn([{ type: 'place', cell: 4 }]))).toBe(null);
    expect(strategy(turn([{ type: 'resign' }]))).toEqual({ type: 'resign' });
    expect(strategy(turn([{ type: 'resign' }]))).toBe(null);
  });
});

describe('seededRandom', () => {
  const numbers = (seed: string | number, count = 8) => Array.from({ length: count }, seededRandom(seed));

  test('repeats its numbers for the same seed only', () => {
    expect(numbers('a')).toEqual(numbers('a'));
    expect(numbers('1')).toEqual(numbers(1));
    expect(new Set(['a', 'b', '', 1, 2].flatMap((seed) => numbers(seed))).size).toBe(5 * 8);
  });

  test('is spread evenly over [0, 1)', () => {
    const tenths = Array<number>(10).fill(0);
    for (const number of numbers('spread', 10_000)) {
      const tenth = Math.floor(number * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    expect(tenths.reduce((sum, count) => sum + count)).toBe(10_000);
    // 1,000 each, give or take four standard deviations.
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
});
