// Where in a document an operation is, as a pointer (RFC 6901) that is made once and found again: the documents of
// all rooms of a game change in the same few places.
import { escapeKey, parsePointer } from './pointer.ts';

/** So many pointers are kept at the most: keys may come from players, and then there is no end to them. */
const MOST_KEPT = 4_096;

let kept = 0;

export class Place {
  /** `/view/board/4`; empty for the whole document. */
  readonly pointer: string;
  /** Made with the first of them: most places have none within. */
  #within: Map<string | number, Place> | undefined;

  constructor(pointer: string) {
    this.pointer = pointer;
  }

  /** The place of a member, or of an element by its index. */
  at(key: string | number): Place {
    return this.#within?.get(key) ?? this.#make(key);
  }

  #make(key: string | number): Place {
    const made = new Place(`${this.pointer}/${typeof key === 'number' ? key : escapeKey(key)}`);
    if (kept < MOST_KEPT) {
      kept += 1;
      this.#within ??= new Map();
      this.#within.set(key, made);
    }
    return made;
  }
}

const whole = new Place('');

/** Where a pointer leads, from the whole document on. Throws on anything but a pointer. */
export function placeOf(pointer: string): Place {
  return pointer === '' ? whole : parsePointer(pointer).reduce((place: Place, key) => place.at(key), whole);
}
