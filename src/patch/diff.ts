// RFC 6902 diff: the operations from one revision of a document to the next. Parts that both share are not walked.
import type { Json, JsonObject } from '../json.ts';
import { ADD, align, KEEP, REMOVE } from './align.ts';
import type { Operation, Replace } from './apply.ts';
import { element, equal, isArray, isObject, lengthOf, member } from './json-value.ts';
import { childPointer } from './pointer.ts';

/**
 * The operations that turn `from` into `to`: add, remove and replace only. Their values are parts of `to` itself.
 * `pointer` is the place of the compared part in its document (RFC 6901); the default is the whole document.
 */
export function diff(from: Json, to: Json, pointer = ''): Operation[] {
  const comparison = new Comparison();
  comparison.compare(from, to, pointer);
  return comparison.ops;
}

class Comparison {
  readonly ops: Operation[] = [];

  compare(from: Json | undefined, to: Json | undefined, path: string): void {
    if (from === to) return;
    const { ops } = this;
    if (to === undefined) return void ops.push({ op: 'remove', path });
    if (from === undefined) return void ops.push({ op: 'add', path, value: to });
    const before = ops.length;
    if (isArray(from) && isArray(to)) this.#compareArrays(from, to, path);
    else if (isObject(from) && isObject(to)) this.#compareObjects(from, to, path);
    else return void ops.push({ op: 'replace', path, value: to });
    // Never replace fewer than three operations by one `replace`.
    if (ops.length - before < 3) return;
    const whole: Replace = { op: 'replace', path, value: to };
    if (isHalfAsLong(whole, ops, before)) ops.splice(before, ops.length, whole);
  }

  #compareObjects(from: JsonObject, to: JsonObject, path: string): void {
    let kept = 0;
    // `for … in`, not Object.keys: V8 then reads each member of `from` at its offset, without a look-up by name.
    // An inherited member is the same in both, so it is skipped.
    for (const key in from) {
      const old = from[key];
      if (old === undefined) continue;
      // An inherited member never equals a JSON value, so this fast comparison needs no check for own members.
      const value = old === to[key] ? old : member(to, key);
      if (value !== undefined) kept++;
      if (value !== old) this.compare(old, value, childPointer(path, key));
    }
    let added = -kept;
    for (const _ in to) added++;
    // The usual case: no member is new.
    if (added === 0) return;
    for (const key of Object.keys(to)) {
      if (member(from, key) === undefined) this.compare(undefined, to[key], childPointer(path, key));
    }
  }

  #compareArrays(from: readonly Json[], to: readonly Json[], path: string): void {
    // Most often the one deadline of a match. Compared once, without a test for equality first.
    if (from.length === 1 && to.length === 1) {
      this.compare(element(from, 0), element(to, 0), childPointer(path, 0));
      return;
    }
    const { start, end } = commonEnds(from, to);
    if (from.length === to.length && start + end + 1 >= to.length) {
      // One cell of a board: most moves change an array in one element, which needs no alignment.
      if (start < to.length)
        this.compare(element(from, start), element(to, start), childPointer(path, start));
      return;
    }
    let i = start;
    let j = start;
    for (const step of align(from.slice(start, from.length - end), to.slice(start, to.length - end))) {
      // Everything before j is already as in `to`, so j is the index in the array as patched so far.
      if (step !== KEEP) {
        const old = step === ADD ? undefined : element(from, i);
        this.compare(old, step === REMOVE ? undefined : element(to, j), childPointer(path, j));
      }
      if (step !== ADD) i++;
      if (step !== REMOVE) j++;
    }
  }
}

function commonEnds(from: readonly Json[], to: readonly Json[]): { start: number; end: number } {
  // Each length is read once: arrays of many hidden classes come here, so each read is a call.
  const [fromLength, toLength] = [from.length, to.length];
  const most = Math.min(fromLength, toLength);
  let start = 0;
  while (start < most && equal(element(from, start), element(to, start))) start++;
  let end = 0;
  while (end < most - start && equal(element(from, fromLength - 1 - end), element(to, toLength - 1 - end)))
    end++;
  return { start, end };
}

/** The characters of an operation without path and value: {"op":"replace","path":"","value":} */
const OPERATION_LENGTH = 35;

/**
 * Whether one replacement is half as long as the operations from index `before` on, as for a board that is cleared or
 * a hand that is dealt. Slightly shorter is not enough: small operations keep the client's unchanged parts the same
 * objects.
 */
function isHalfAsLong({ path, value }: Replace, ops: readonly Operation[], before: number): boolean {
  let length = 0;
  for (let at = before; at < ops.length; at++) length += OPERATION_LENGTH + (ops[at]?.path.length ?? 0);
  const limit = length / 2 - OPERATION_LENGTH - path.length;
  return lengthOf(value, limit) < limit;
}
