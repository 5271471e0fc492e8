import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guestName, readable } from '../../src/session/name.ts';

const NAME_CHARACTERS = 24;

const read = (text: string): string => readable(text, NAME_CHARACTERS);

describe('what may be shown', () => {
  test.each([
    ['plain names stay', 'Ann', 'Ann'],
    ['other scripts, too', 'Åsa 李雷 Мария', 'Åsa 李雷 Мария'],
    ['space around and between is made one', '  Ann \t\n  B ', 'Ann B'],
    ['bidi overrides go', 'a\u202eb\u2066c\u2069', 'a b c'],
    ['zero width goes', 'a\u200bb\ufeff', 'a b'],
    ['control characters go', '\u0000A\u0007\u001b[31m', 'A [31m'],
    ['line and paragraph separators go', 'a\u2028b\u2029c', 'a b c'],
    ['private use goes', '\ue000A', 'A'],
    ['halves of surrogate pairs go', 'A\ud83d B\udc00', 'A B'],
    ['letters drawn as nothing go', '\u3164\u115f\uffa0\u2800', ''],
    ['what is only unseen is nothing', '\u200b \u202e', ''],
    ['emoji are one character each', '😀'.repeat(30), '😀'.repeat(NAME_CHARACTERS)],
    ['decomposed letters are composed', 'Zoe\u0308', 'Zoë'],
  ])('%s', (_, text, shown) => {
    expect(read(text)).toBe(shown);
  });

  test('the length is counted after composing, and what is cut leaves no space at the end', () => {
    expect(readable('e\u0301'.repeat(5), 5)).toBe('é'.repeat(5));
    expect(readable('abc def', 4)).toBe('abc');
  });

  test('whatever comes in, what comes out is bounded, normal, and reads the same a second time', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.integer({ min: 1, max: 40 }),
        (text, most) => {
          const shown = readable(text, most);
          expect([...shown].length).toBeLessThanOrEqual(most);
          expect(shown).toBe(shown.trim());
          expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
          expect(shown.isWellFormed()).toBe(true);
          expect(readable(shown, most)).toBe(shown.normalize('NFC'));
        },
      ),
    );
  });
});

test('a guest has a readable name, whatever the chance', () => {
  for (const chance of [0, 0.5, 0.999_999]) {
    const name = guestName(() => chance);
    expect(name).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
    expect(read(name)).toBe(name);
  }
});
