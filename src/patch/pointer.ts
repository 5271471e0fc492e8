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

// Where in a document an operation is, as a pointer (RFC 6901) that is made once and found again: the documents of
// all rooms of a game change in the same few places.

/** So many pointers are kept at the most: keys may come from players, and then there is no end to them. */
const MOST_KEPT = 4_096;

let kept = 0;

export class PathNode {
  /** `/view/board/4`; empty for the whole document. */
  readonly pointer: string;
  /** Made with the first of them: most places have none within. */
  #within: Map<string | number, PathNode> | undefined;

  constructor(pointer: string) {
    this.pointer = pointer;
  }

  /** The place of a member, or of an element by its index. */
  at(key: string | number): PathNode {
    return this.#within?.get(key) ?? this.#make(key);
  }

  #make(key: string | number): PathNode {
    const made = new PathNode(`${this.pointer}/${typeof key === 'number' ? key : escapeKey(key)}`);
    if (kept < MOST_KEPT) {
      kept += 1;
      this.#within ??= new Map();
      this.#within.set(key, made);
    }
    return made;
  }
}

const whole = new PathNode('');

/** Where a pointer leads, from the whole document on. Throws on anything but a pointer. */
export function pathTo(pointer: string): PathNode {
  return pointer === ''
    ? whole
    : parsePointer(pointer).reduce((place: PathNode, key) => place.at(key), whole);
}
