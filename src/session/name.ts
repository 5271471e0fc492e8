// What a client may call itself: made readable, bounded, and free of characters that deceive.

/** Long enough for most names, short enough for a seat's plate on a 320 px screen. */
export const NAME_CHARACTERS = 24;

/** Control and format characters: among them the bidi overrides that turn a line of text around. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

/** Text as it may be shown to others; empty if nothing readable is left. `most`: in code points. */
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

/** A name for who gave none. `random` is in [0, 1). */
export function guestName(random: () => number): string {
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? 'Guest';
  return `${pick(adjectives)} ${pick(animals)}`;
}
