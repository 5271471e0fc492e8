// Finds texts by their keys in JSON without parsing it: a whole store is read this way when a server starts.

/** Makes the function that finds every text under one of the keys, at any depth; a text may come twice. */
export function textsUnder(keys: readonly string[]): (json: string) => string[] {
  const pattern = new RegExp(`"(?:${keys.join('|')})":"((?:[^"\\\\]|\\\\.)*)"`, 'g');
  return (json) => Array.from(json.matchAll(pattern), ([, text = '']) => plain(text));
}

const plain = (text: string): string => (text.includes('\\') ? String(JSON.parse(`"${text}"`)) : text);
