import { describe, expect, test } from 'vitest';
import { verifyGame } from '../../src/verify/index.ts';
import { longWay, WAY } from './fixtures/long-way.ts';

const bounds = { states: 60, walks: 12, steps: 80, endWithin: 60 };

describe('what breadth-first search cannot reach', () => {
  test('a fault is found by a random match, and its list of events is shrunk', () => {
    const { exhaustive, failures } = verifyGame(longWay('breaks'), { bounds });
    expect(exhaustive).toBe(false);
    expect(failures).toMatchObject([
      { check: 'fault', message: expect.stringContaining('an action fell over') },
    ]);
    expect(failures[0]?.replay.events.map((event) => event.type === 'intent' && event.intent.type)).toEqual(
      Array(WAY + 1).fill('go'),
    );
  });

  test('a match that never ends is found at the first position from which it cannot end', () => {
    const { failures } = verifyGame(longWay('traps'), { bounds });
    expect(failures).toMatchObject([
      { check: 'endless', message: expect.stringContaining('no sequence of moves from here ends the match') },
    ]);
    expect(failures[0]?.replay.events).toHaveLength(WAY);
  });

  test('the same seed searches the same, another seed other matches', () => {
    const report = (seed: string) => verifyGame(longWay('breaks'), { seed, bounds: { ...bounds, walks: 2 } });
    const [one, again, two] = ['one', 'one', 'two'].map(report);
    expect(again).toEqual(one);
    expect(two?.counts.steps).not.toBe(one?.counts.steps);
  });
});
