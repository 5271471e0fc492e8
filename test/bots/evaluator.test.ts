import { describe, expect, test } from 'vitest';
import { setup } from 'xstate';
import { Evaluator } from '../../src/bots/evaluator.ts';
import { type Match, type Outcome, type Rules, rulesOf } from '../../src/game/index.ts';
import { type LabTypes, labGame, over } from '../game/fixtures/lab.ts';

/** A match that ends with this outcome once a seat leaves; `n` counts the picks. */
function lab(outcome: (n: number) => Outcome): { rules: Rules; match: Match } {
  const machine = setup({ types: {} as LabTypes }).createMachine({
    context: { n: 0, log: [] },
    initial: 'lab',
    on: { 'seat.left': '.over' },
    states: { lab: { on: { go: 'over' } }, over },
    output: ({ context }) => outcome(context.n),
  });
  const rules = rulesOf(labGame(machine, { seats: { min: 1, max: 4 } }));
  return { rules, match: rules.begin({ seats: 2, seed: '', options: {} }, 0) };
}

const position = (match: Match) => ({ match, at: 0, last: 0 });

function evaluation(outcome: Outcome, seats = 2): readonly number[] {
  const { rules } = lab(() => outcome);
  const begun = rules.begin({ seats, seed: '', options: {} }, 0);
  const ended = rules.take(begun, 0, { type: 'go' }, 0);
  if ('refused' in ended) throw new Error('refused');
  return new Evaluator({ rules, seats }).evaluate(position(ended), position(begun));
}

describe('the evaluation of an outcome', () => {
  test.each([
    [[0], 2, [1, 0]],
    [[], 2, [0.5, 0.5]],
    [[0, 1], 2, [0.5, 0.5]],
    [[0, 2], 3, [0.75, 0, 0.75]],
    [[0], 1, [1]],
  ])('winners %j of %i seats: %j', (winners, seats, expected) => {
    expect(evaluation({ winners, reason: 'over' }, seats)).toEqual(expected);
  });

  test('is higher for a win by more, whether high or low scores are good', () => {
    for (const scores of [
      [9, 1],
      [1, 9],
    ]) {
      const [first = 0, second = 0] = evaluation({ winners: [0], reason: 'over', scores });
      expect(first).toBeGreaterThan(0.85);
      expect(second).toBeLessThan(0.15);
    }
  });
});

describe('the evaluation of a line of play that is cut off', () => {
  test('is 0.5 for all seats in a game without scores', () => {
    const { rules, match } = lab(() => ({ winners: [1], reason: 'left' }));
    expect(new Evaluator({ rules, seats: 2 }).evaluate(position(match), position(match))).toEqual([0.5, 0.5]);
  });

  test('depends on the gain of each seat since the line began', () => {
    const { rules, match } = lab(() => ({ winners: [], reason: 'left' }));
    const heuristic = ({ context }: { context: { n: number } }): number[] => [context.n, 0];
    const evaluator = new Evaluator({ rules, seats: 2, heuristic });
    const saved = rules.save(match) as { snapshot: { context: object } };
    const better = rules.load({
      ...saved,
      snapshot: { ...saved.snapshot, context: { n: 2, log: [] } },
    } as never);
    const [first = 0, second = 0] = evaluator.evaluate(position(better), position(match));
    expect(first).toBeGreaterThan(0.6);
    expect(first + second).toBeCloseTo(1);
    expect(evaluator.evaluate(position(better), position(better))).toEqual([0.5, 0.5]);
  });
});
