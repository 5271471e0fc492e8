// What a text is refused for before anyone looks at what it says: hostile depth, hostile keys.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const isOpening = (code: number): boolean => code === 0x7b || code === 0x5b;
const isClosing = (code: number): boolean => code === 0x7d || code === 0x5d;

/**
 * Whether more than `levels` objects and arrays stand open at once. One pass, no recursion: JSON.parse
 * takes 8,000 levels in 16 KB, and zod and JSON.stringify overflow the stack on what it returns.
 */
export function nestsDeeperThan(levels: number, text: string): boolean {
  // Nearly no text opens so many in all, and to search for them costs a quarter of a look at each character.
  if (!opensMoreThan(levels, text)) return false;
  let open = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = endOfString(text, i);
    else if (isOpening(code)) {
      open += 1;
      if (open > levels) return true;
    } else if (isClosing(code)) open -= 1;
  }
  return false;
}

/** Whether there are more opening braces and brackets than that, those within strings included. */
function opensMoreThan(levels: number, text: string): boolean {
  let opened = 0;
  for (const opening of '{[') {
    for (let at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, at + 1)) {
      opened += 1;
      if (opened > levels) return true;
    }
  }
  return false;
}

/** The index of the closing quote, or the end of the text where there is none. */
function endOfString(text: string, opening: number): number {
  for (let i = opening + 1; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) return i;
    if (code === BACKSLASH) i += 1;
  }
  return text.length;
}

/**
 * Whether `__proto__` is a key anywhere in the value that was parsed from the text. JSON.parse makes it
 * an own property, and the first Object.assign of it changes a prototype. As a key it can only be written
 * plainly or with a \u escape, so texts with neither, nearly all, are not walked.
 */
export function hasPrototypeKey(value: unknown, text: string): boolean {
  return (text.includes('__proto__') || text.includes('\\u')) && holdsPrototypeKey(value);
}

function holdsPrototypeKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(holdsPrototypeKey);
}
