// How long a value is as JSON text, told without writing it.
import type { Json } from '../json.ts';
import { isArray } from './shape.ts';

/**
 * In characters: never more than JSON.stringify makes, and less only by escapes, by digits after the first, and where
 * it stops looking, which is once it is past the limit.
 */
export function lengthOf(value: Json | undefined, limit: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value === 'number') return 1;
  if (value === false) return 5;
  if (typeof value !== 'object' || value === null) return 4;
  // What is empty has no comma to spare.
  let length = 1;
  if (isArray(value)) {
    const { length: count } = value;
    // An element and its comma are two at least: many are too many without a look.
    if (2 * count > limit) return 2 * count;
    for (let at = 0; at < count && length <= limit; at++) length += 1 + lengthOf(value[at], limit - length);
  } else {
    for (const key in value) {
      if (length > limit) return length;
      const member = value[key];
      if (member !== undefined) length += key.length + 4 + lengthOf(member, limit - length);
    }
  }
  return length === 1 ? 2 : length;
}
