import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guestName, readable } from '../../src/session/name.ts';

const NAME_CHARACTERS = 24;

const read = (text: string): string => readable(text, NAME_CHARACTERS);

describe('readable text', () => {
  test.each([
    ['plain names are kept', 'Ann', 'Ann'],
    ['other scripts are kept', 'Åsa 李雷 Мария', 'Åsa 李雷 Мария'],
    ['spaces are trimmed and merged', '  Ann \t\n  B ', 'Ann B'],
    ['bidi overrides are removed', 'a\u202eb\u2066c\u2069', 'a b c'],
    ['zero-width characters are removed', 'a\u200bb\ufeff', 'a b'],
    ['control characters are removed', '\u0000A\u0007\u001b[31m', 'A [31m'],
    ['line and paragraph separators are removed', 'a\u2028b\u2029c', 'a b c'],
    ['private-use characters are removed', '\ue000A', 'A'],
    ['lone surrogates are removed', 'A\ud83d B\udc00', 'A B'],
    ['invisible letters are removed', '\u3164\u115f\uffa0\u2800', ''],
    ['a text of invisible characters is empty', '\u200b \u202e', ''],
    ['an emoji counts as one character', '😀'.repeat(30), '😀'.repeat(NAME_CHARACTERS)],
    ['decomposed letters are composed', 'Zoe\u0308', 'Zoë'],
  ])('%s', (_, text, shown) => {
    expect(read(text)).toBe(shown);
  });

  test('the length is counted after composing, and a cut leaves no space at the end', () => {
    expect(readable('e\u0301'.repeat(5), 5)).toBe('é'.repeat(5));
    expect(readable('abc def', 4)).toBe('abc');
  });

  test('any text becomes bounded and normalized, and does not change when read again', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.integer({ min: 1, max: 40 }),
        (text, max) => {
          const shown = readable(text, max);
          expect([...shown].length).toBeLessThanOrEqual(max);
          expect(shown).toBe(shown.trim());
          expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
          expect(shown.isWellFormed()).toBe(true);
          expect(readable(shown, max)).toBe(shown.normalize('NFC'));
        },
      ),
    );
  });
});

test('a guest gets a readable name for any random number', () => {
  for (const random of [0, 0.5, 0.999_999]) {
    const name = guestName(() => random);
    expect(name).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
    expect(read(name)).toBe(name);
  }
});
