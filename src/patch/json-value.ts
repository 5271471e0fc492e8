// How the patch code reads a JSON value: own members only; an undefined member is absent.
import type { Json, JsonObject } from '../json.ts';

/** Array.isArray by itself does not narrow readonly arrays. */
export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own member of that name. 'constructor' and '__proto__' are names like any other. */
export function member(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The element at an index. Undefined counts as null, as in JSON.stringify. */
export function element(array: readonly Json[], index: number): Json {
  return array[index] ?? null;
}

/** Whether both are the same JSON. Member order does not matter, and an undefined member is absent. */
export function equal(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  // Most values that differ are primitive, and this line decides them.
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (isArray(a)) return isArray(b) && equalArrays(a, b);
  return isObject(a) && isObject(b) && equalObjects(a, b);
}

function equalArrays(a: readonly Json[], b: readonly Json[]): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (!equal(element(a, at), element(b, at))) return false;
  return true;
}

function equalObjects(a: JsonObject, b: JsonObject): boolean {
  for (const key of Object.keys(a)) if (!equal(a[key], member(b, key))) return false;
  return Object.keys(b).every((key) => b[key] === undefined || member(a, key) !== undefined);
}

/**
 * The length of a value as JSON text, in characters, estimated without writing it. It is never more than the length of
 * JSON.stringify's text. It is less by escapes, by the digits of a number after the first, and by all that comes after
 * the limit is passed.
 */
export function lengthOf(value: Json | undefined, limit: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value === 'number') return 1;
  if (value === false) return 5;
  if (typeof value !== 'object' || value === null) return 4;
  // Each element brings its comma, so only one bracket is counted.
  let length = 1;
  if (isArray(value)) {
    const { length: count } = value;
    // An element and its comma take at least two characters, so a long array passes the limit unread.
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
