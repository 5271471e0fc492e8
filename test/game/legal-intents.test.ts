import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { rulesOf } from '../../src/game/index.ts';
import { candidatesOf, valuesOf } from '../../src/game/legal-intents.ts';
import { ending, labGame, labSetup, over } from './fixtures/lab.ts';
import { START } from './fixtures/play.ts';

describe('a finite schema is enumerated', () => {
  test.each([
    ['an enum', z.enum(['rock', 'paper']), ['rock', 'paper']],
    ['literals', z.literal([1, 'x', null]), [1, 'x', null]],
    ['one literal', z.literal(7), [7]],
    ['a boolean', z.boolean(), [false, true]],
    ['integers', z.int().min(-1).max(2), [-1, 0, 1, 2]],
    ['integers with exclusive bounds', z.number().int().gt(0).lt(4), [1, 2, 3]],
    ['multiples', z.int().min(0).max(6).multipleOf(3), [0, 3, 6]],
    ['an empty range', z.int().min(3).max(2), []],
    ['a nullable value', z.boolean().nullable(), [false, true, null]],
    ['a union, each value once', z.union([z.literal('a'), z.enum(['a', 'b'])]), ['a', 'b']],
    [
      'a refinement, without the values that it refuses',
      z
        .int()
        .min(0)
        .max(5)
        .refine((n) => n % 2 === 0),
      [0, 2, 4],
    ],
    [
      'a tuple',
      z.tuple([z.boolean(), z.literal('x')]),
      [
        [false, 'x'],
        [true, 'x'],
      ],
    ],
    ['read-only', z.literal('x').readonly(), ['x']],
    ['an optional field, with and without', z.strictObject({ a: z.literal(1).optional() }), [{}, { a: 1 }]],
    [
      'a field with a default, always given',
      z.strictObject({ a: z.boolean().default(true) }),
      [{ a: false }, { a: true }],
    ],
    [
      'nested objects, every combination',
      z.strictObject({ on: z.boolean(), at: z.strictObject({ x: z.int().min(0).max(1) }) }),
      [
        { on: false, at: { x: 0 } },
        { on: false, at: { x: 1 } },
        { on: true, at: { x: 0 } },
        { on: true, at: { x: 1 } },
      ],
    ],
  ])('%s', (_, schema, values) => {
    expect(valuesOf(schema)).toEqual(values);
  });
});

describe('a wide schema is not enumerated', () => {
  test.each([
    ['text', z.string()],
    ['any integer', z.int()],
    ['numbers with fractions', z.number().min(0).max(1)],
    ['a list of any length', z.array(z.boolean())],
    ['an open tuple', z.tuple([z.boolean()], z.boolean())],
    ['a union with a wide part', z.union([z.literal(1), z.string()])],
    ['too many combinations', z.strictObject({ a: z.int().min(0).max(99), b: z.int().min(0).max(99) })],
  ])('%s', (_, schema) => {
    expect(valuesOf(schema)).toBeUndefined();
  });
});

test('a game with one wide intent lists the others, and says that they are not all', () => {
  const intents = { say: z.strictObject({ text: z.string() }), go: z.strictObject({}) };
  expect(candidatesOf(intents)).toEqual({ intents: [{ type: 'go' }], complete: false });
});

describe('legal intents', () => {
  const machine = labSetup.createMachine({
    ...ending,
    initial: 'a',
    states: { a: { on: { pick: 'over', go: 'over' } }, over },
  });

  test('are those the machine can take, of all that the schemas allow', () => {
    const rules = rulesOf(labGame(machine));
    const { intents, complete } = rules.legal(rules.begin(START, 0), 0, 0);
    expect(intents).toEqual([{ type: 'go' }, ...[0, 1, 2, 3].map((n) => ({ type: 'pick', n }))]);
    expect(complete).toBe(true);
  });

  test('come from the game’s candidates, if it has any, and are then complete', () => {
    const candidates = (_: unknown, seat: number) => [
      { type: 'pick', n: seat },
      { type: 'say', text: 'hello' },
    ];
    const say = z.strictObject({ text: z.string() });
    const intents = { pick: z.strictObject({ n: z.int() }), say };
    const rules = rulesOf(labGame(machine, { candidates, intents }));
    const legal = rules.legal(rules.begin(START, 0), 1, 0);
    expect(legal).toEqual({ intents: [{ type: 'pick', n: 1 }], complete: true });
  });
});
