// Names of players: printable, bounded, and without characters that deceive.

/**
 * Control and format characters, among them the bidi overrides that reverse a line of text; halves of surrogate pairs,
 * which JSON parsers of other languages refuse; and letters that are drawn as nothing (Hangul fillers).
 */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]/gu;

/** Text as it may be shown to others; empty if it has no printable characters. `most`: in code points. */
export function readable(text: string, most: number): string {
  const shown = text.normalize('NFC').replace(unseen, ' ').replace(/\s+/gu, ' ').trim();
  return [...shown].slice(0, most).join('').trim();
}

const adjectives = [
  'Brave',
  'Calm',
  'Clever',
  'Eager',
  'Gentle',
  'Happy',
  'Lucky',
  'Merry',
  'Quick',
  'Quiet',
];
const animals = ['Badger', 'Crane', 'Fox', 'Hare', 'Heron', 'Lynx', 'Otter', 'Owl', 'Robin', 'Wren'];

/** A name for a client that gave none. `random` is in [0, 1). */
export function guestName(random: () => number): string {
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? 'Guest';
  return `${pick(adjectives)} ${pick(animals)}`;
}
