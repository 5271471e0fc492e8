// The pure parts of the page: machines, schemas, and changes.
import { describe, expect, test } from 'vitest';
import { changedPaths } from '../../clients/playground/src/json/changes.ts';
import { gridOf } from '../../clients/playground/src/json/grid.ts';
import { activePaths } from '../../clients/playground/src/machine/active.ts';
import { chartOf } from '../../clients/playground/src/machine/chart.ts';
import { layoutOf } from '../../clients/playground/src/machine/layout.ts';
import { takenBy } from '../../clients/playground/src/machine/taken.ts';
import { firstValue, kindOf } from '../../clients/playground/src/schema/schema.ts';

const machine = {
  id: 'lab',
  initial: 'play',
  on: { 'seat.left': '.over' },
  states: {
    play: {
      type: 'parallel',
      states: {
        left: {
          initial: 'a',
          states: { a: { on: { go: 'b' } }, b: { always: { guard: 'far', target: '#lab.over' } } },
        },
        right: {
          initial: 'c',
          states: { c: { after: { turnTime: { target: '#over', guard: 'late' } }, on: { wait: {} } } },
        },
      },
    },
    over: { id: 'over', type: 'final' },
  },
};

describe('the machine of the playground page', () => {
  test('targets are resolved: siblings, children, and ids of the machine or of a state', () => {
    const chart = chartOf(machine);
    const [play] = chart.children;
    const transitionsOf = (region: number, state: number) =>
      play?.children[region]?.children[state]?.transitions.map(({ kind, on, guard, target }) => [
        kind,
        on,
        guard,
        target,
      ]);
    expect(chart.transitions).toMatchObject([{ on: 'seat.left', target: 'over' }]);
    expect(transitionsOf(0, 0)).toEqual([['event', 'go', undefined, 'play.left.b']]);
    expect(transitionsOf(0, 1)).toEqual([['always', '', 'far', 'over']]);
    expect(transitionsOf(1, 0)).toEqual([
      ['event', 'wait', undefined, undefined],
      ['after', 'turnTime', 'late', 'over'],
    ]);
  });

  test('every state has its box inside that of its parent', () => {
    const { states, lines, width, height } = layoutOf(chartOf(machine));
    const boxes = new Map(states.map((box) => [box.state.path, box]));
    expect(boxes.size).toBe(7);
    for (const [path, { x, y, ...box }] of boxes) {
      const outer = boxes.get(path.split('.').slice(0, -1).join('.')) ?? { x: 0, y: 0, width, height };
      expect(
        [x, y].every((at) => at >= 0),
        path,
      ).toBe(true);
      expect(x >= outer.x && x + box.width <= outer.x + outer.width, path).toBe(true);
      expect(y >= outer.y && y + box.height <= outer.y + outer.height, path).toBe(true);
    }
    expect(lines.flatMap(({ transitions }) => transitions).map(({ target }) => target)).toContain('over');
  });

  test('finds all active states, and the transitions of a step through transient states', () => {
    expect(activePaths({ play: { left: 'a', right: 'c' } })).toEqual([
      ...['play', 'play.left', 'play.left.a', 'play.right', 'play.right.c'],
    ]);
    const event = { type: 'intent', seat: 0, intent: { type: 'go' } } as const;
    const before = { play: { left: 'a', right: 'c' } };
    const taken = [...takenBy(chartOf(machine), { before, now: 'over', event })];
    expect(taken.map(({ kind, target }) => [kind, target])).toEqual([
      ['event', 'play.left.b'],
      ['always', 'over'],
    ]);
    expect(takenBy(chartOf(machine), { before: undefined, now: 'over', event }).size).toBe(0);
  });
});

describe('a form from a schema', () => {
  test('finds the kind of each field, and a valid first value', () => {
    expect(kindOf({ type: 'integer', minimum: 0, maximum: 8 })).toEqual({
      ...{ is: 'choice', values: [0, 1, 2, 3, 4, 5, 6, 7, 8] },
    });
    const anyInteger = {
      type: 'integer',
      minimum: Number.MIN_SAFE_INTEGER,
      maximum: Number.MAX_SAFE_INTEGER,
    };
    expect(kindOf(anyInteger)).toEqual({ is: 'number', whole: true });
    expect(kindOf({ anyOf: [{ enum: ['q', 'r'] }, { type: 'null' }] })).toEqual({
      ...{ is: 'choice', values: ['q', 'r', null] },
    });
    const schema = {
      type: 'object',
      properties: {
        card: { enum: ['7H', '8C'] },
        note: { type: 'string' },
        n: { type: 'integer', default: 3 },
      },
      required: ['card'],
    };
    expect(firstValue(schema)).toEqual({ card: '7H', n: 3 });
    expect(firstValue({ type: 'array', prefixItems: [{ type: 'boolean' }, { const: 'x' }] })).toEqual([
      false,
      'x',
    ]);
  });
});

describe('a value', () => {
  test('changed parts are named by their paths, a new part by one path', () => {
    const before = { board: [null, 1], turn: 0, gone: 1 };
    expect([...changedPaths(before, { board: [0, 1], turn: 0, line: [1, 2] })]).toEqual([
      '/board/0',
      '/line',
    ]);
    expect(changedPaths(undefined, before).size).toBe(0);
  });

  test('squares and lists of equal rows are boards, hands and texts are not', () => {
    expect(gridOf(Array(9).fill(null))?.map((row) => row.length)).toEqual([3, 3, 3]);
    expect(
      gridOf([
        [1, null, 1],
        [0, 0, 1],
      ])?.[1]?.[2],
    ).toEqual({ path: '/1/2', value: 1 });
    expect(gridOf(['KC', '9C', 'QS', '4H'])).toBeUndefined();
    expect(gridOf([[1, 2], [1]])).toBeUndefined();
    expect(gridOf(Array(9).fill('a long text'))).toBeUndefined();
  });
});
