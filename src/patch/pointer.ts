// JSON Pointer (RFC 6901): the text form of a place in a document, both ways.

/** The pointer of a member, or of an element by its index, of the value at `pointer`. */
export function childPointer(pointer: string, key: string | number): string {
  return `${pointer}/${typeof key === 'number' ? key : escapeKey(key)}`;
}

function escapeKey(key: string): string {
  // Nearly every key is plain, and a search costs less than a replacement.
  const isPlain = !key.includes('~') && !key.includes('/');
  return isPlain ? key : key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The keys on the way from the root; none for '', the whole document. Throws on anything that is not a pointer. */
export function parsePointer(pointer: string): string[] {
  if (!/^(\/([^~]|~[01])*)?$/.test(pointer)) throw new Error('invalid pointer');
  // ~1 first: '~01' stands for '~1', not for '/'.
  const keys = pointer.split('/').slice(1);
  return keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}
