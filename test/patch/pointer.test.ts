import fc from 'fast-check';
import { expect, test } from 'vitest';
import { childPointer, parsePointer } from '../../src/patch/pointer.ts';

test('a pointer is built from the root, key by key', () => {
  expect(childPointer(childPointer(childPointer('', 'view'), 'board'), 4)).toBe('/view/board/4');
  expect(childPointer('', 'a/b~c')).toBe('/a~1b~0c');
});

test('a parsed pointer gives back the keys it was built from, whatever they contain', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.nat()), { maxLength: 6 }), (keys) => {
      const pointer = keys.reduce<string>(childPointer, '');
      expect(parsePointer(pointer)).toEqual(keys.map(String));
    }),
  );
});
