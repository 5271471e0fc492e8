import { describe, expect, test } from 'vitest';
import { verifyGame } from '../../src/verify/index.ts';
import { longWay, WAY } from './fixtures/long-way.ts';

const bounds = { states: 60, walks: 12, steps: 80, endWithin: 60 };

describe('what breadth first cannot reach', () => {
  test('a fault is found on a walk, and the way made as short as it gets', () => {
    const { exhaustive, failures } = verifyGame(longWay('breaks'), { bounds });
    expect(exhaustive).toBe(false);
    expect(failures).toMatchObject([
      { check: 'fault', message: expect.stringContaining('an action fell over') },
    ]);
    expect(failures[0]?.replay.events.map((event) => event.type === 'intent' && event.intent.type)).toEqual(
      Array(WAY + 1).fill('go'),
    );
  });

  test('a match that will never end is found at the place from which it cannot', () => {
    const { failures } = verifyGame(longWay('traps'), { bounds });
    expect(failures).toMatchObject([
      { check: 'endless', message: expect.stringContaining('no way leads to an end') },
    ]);
    expect(failures[0]?.replay.events).toHaveLength(WAY);
  });

  test('the same seed finds the same, another goes other ways', () => {
    const report = (seed: string) => verifyGame(longWay('breaks'), { seed, bounds: { ...bounds, walks: 2 } });
    const [one, again, two] = ['one', 'one', 'two'].map(report);
    expect(again).toEqual(one);
    expect(two?.counts.steps).not.toBe(one?.counts.steps);
  });
});
