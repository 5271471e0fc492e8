// Shared by the patch tests: arbitrary JSON with odd keys, and a deep freeze that proves that nothing is mutated.
import fc from 'fast-check';
import type { Json } from '../../src/json.ts';

const oddKeys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '',
  '~',
  '/',
  '~1',
  '~0/',
  '0',
  '01',
  '-',
];

/** Few keys and few values, so that two documents share names, elements and whole parts. */
const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Json>(null, true, false, 0, 1, 1.5, '', 'a', '__proto__'),
    fc.array(tie('tree'), { maxLength: 8 }),
    fc.dictionary(fc.constantFrom(...oddKeys, 'a', 'b'), tie('tree'), {
      maxKeys: 6,
      noNullPrototype: true,
    }),
  ),
}));

/** Documents as they are received: JSON.parse makes '__proto__' an own member. */
export const documents: fc.Arbitrary<Json> = fc
  .oneof(tree, fc.jsonValue() as fc.Arbitrary<Json>)
  .map((value) => fromWire(value));

export function fromWire(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}

export function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) freeze(inner);
    Object.freeze(value);
  }
  return value;
}
