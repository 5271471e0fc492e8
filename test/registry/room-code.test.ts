import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCode, readCode } from '../../src/registry/room-code.ts';

describe('codes of rooms', () => {
  test('[L3] six characters, none of which is taken for another', () => {
    for (let n = 0; n < 2000; n += 1) expect(createCode()).toMatch(/^[2-9A-HJ-KMNP-TV-Z]{6}$/);
  });

  test('[L3] all 30 characters are used, so a guess is one of 729 million', () => {
    const used = new Set(Array.from({ length: 2000 }, createCode).join(''));
    expect([...used].sort().join('')).toBe('23456789ABCDEFGHJKMNPQRSTVWXYZ');
  });

  test.each(['abc234', 'ABC 234', ' a-b-c-2-3-4 ', 'abc\t234'])(
    '[L3] %j is read as it was meant',
    (typed) => {
      expect(readCode(typed)).toBe('ABC234');
    },
  );

  test('[L3] a code is read as itself, however it is spaced and cased', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('', ' ', '-', ' - '), { minLength: 7, maxLength: 7 }), (gaps) => {
        const code = createCode();
        const typed = gaps.map((gap, index) => gap + (code[index] ?? '').toLowerCase()).join('');
        expect(readCode(typed)).toBe(code);
      }),
    );
  });
});
