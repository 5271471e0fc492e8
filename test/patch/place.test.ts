import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diff } from '../../src/patch/diff.ts';
import { placeOf } from '../../src/patch/place.ts';
import { parsePointer } from '../../src/patch/pointer.ts';

/** More than are kept. */
const MANY = 5_000;

test('a place is found again, by whatever way', () => {
  const cell = placeOf('').at('view').at('board').at(4);
  expect(cell.pointer).toBe('/view/board/4');
  expect(placeOf('/view').at('board').at(4)).toBe(cell);
});

test('whatever its keys are, the pointer of a place leads there', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.nat()), { maxLength: 6 }), (keys) => {
      const { pointer } = keys.reduce((place, key) => place.at(key), placeOf(''));
      expect(parsePointer(pointer)).toEqual(keys.map(String));
    }),
  );
});

test('keys without end take no more memory than some thousand of them, and stay right', () => {
  const known = placeOf('').at('known');
  const keys = Array.from({ length: MANY }, (_, number) => `of a player ${number}`);
  const documentWith = (n: number) =>
    Object.fromEntries(keys.map((key) => [key, { n, rest: 'too long to be said anew' }]));
  expect(diff(documentWith(1), documentWith(2)).map(({ path }) => path)).toEqual(
    keys.map((key) => `/${key}/n`),
  );
  const last = keys.at(-1) ?? '';
  expect(placeOf('').at(last)).not.toBe(placeOf('').at(last));
  expect(placeOf('').at('known')).toBe(known);
});
