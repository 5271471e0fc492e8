// JSON Pointer (RFC 6901): the text form of a place in a document, both ways.

/** One member name or array index as it stands between the slashes of a pointer. */
export function escapeKey(key: string): string {
  // Nearly every key is plain, and looking is cheaper than replacing.
  const isPlain = !key.includes('~') && !key.includes('/');
  return isPlain ? key : key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The keys on the way from the root; none for '', the whole document. Throws on anything but a pointer. */
export function parsePointer(pointer: string): string[] {
  if (!/^(\/([^~]|~[01])*)?$/.test(pointer)) throw new Error('bad pointer');
  // ~1 first: '~01' stands for '~1', not for '/'.
  const keys = pointer.split('/').slice(1);
  return keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}
