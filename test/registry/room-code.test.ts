import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCode, readCode } from '../../src/registry/room-code.ts';

describe('room codes', () => {
  test('[L3] a code has six characters without the ambiguous ones', () => {
    for (let n = 0; n < 2000; n += 1) expect(createCode()).toMatch(/^[2-9A-HJ-KMNP-TV-Z]{6}$/);
  });

  test('[L3] codes use all 30 characters, so there are 729 million codes', () => {
    const used = new Set(Array.from({ length: 2000 }, createCode).join(''));
    expect([...used].sort().join('')).toBe('23456789ABCDEFGHJKMNPQRSTVWXYZ');
  });

  test.each(['abc234', 'ABC 234', ' a-b-c-2-3-4 ', 'abc\t234'])('[L3] %j is read as ABC234', (typed) => {
    expect(readCode(typed)).toBe('ABC234');
  });

  test('[L3] a code is read correctly with any spaces, hyphens and case', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('', ' ', '-', ' - '), { minLength: 7, maxLength: 7 }), (gaps) => {
        const code = createCode();
        const typed = gaps.map((gap, index) => gap + (code[index] ?? '').toLowerCase()).join('');
        expect(readCode(typed)).toBe(code);
      }),
    );
  });
});
