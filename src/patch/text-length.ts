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
    if (value.length === 0) return 2;
    for (let at = 0; at < value.length && length <= limit; at++)
      length += 1 + lengthOf(value[at], limit - length);
  } else {
    const keys = Object.keys(value);
    if (keys.length === 0) return 2;
    for (const key of keys) {
      if (length > limit) break;
      const member = value[key];
      if (member !== undefined) length += key.length + 4 + lengthOf(member, limit - length);
    }
  }
  return length;
}
