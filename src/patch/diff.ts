// RFC 6902 diff: what leads from one revision of a document to the next; what both share is never walked.
import type { Json, JsonObject } from '../json.ts';
import { ADD, align, KEEP, REMOVE } from './align.ts';
import type { Operation, Replace } from './apply.ts';
import { element, equal, isArray, isObject, lengthOf, member } from './json-value.ts';
import { type PathNode, pathTo } from './pointer.ts';

/**
 * The operations, add, remove and replace alone, that turn `from` into `to`; they share values with `to`.
 * `place` is that of the part compared, where it is not the whole document.
 */
export function diff(from: Json, to: Json, place = pathTo('')): Operation[] {
  const comparison = new Comparison();
  comparison.compare(from, to, place);
  return comparison.ops;
}

class Comparison {
  readonly ops: Operation[] = [];

  compare(from: Json | undefined, to: Json | undefined, place: PathNode): void {
    if (from === to) return;
    const { ops } = this;
    const path = place.pointer;
    if (to === undefined) return void ops.push({ op: 'remove', path });
    if (from === undefined) return void ops.push({ op: 'add', path, value: to });
    const before = ops.length;
    if (isArray(from) && isArray(to)) this.#compareArrays(from, to, place);
    else if (isObject(from) && isObject(to)) this.#compareObjects(from, to, place);
    else return void ops.push({ op: 'replace', path, value: to });
    // Two cannot be halved by one.
    if (ops.length - before < 3) return;
    const whole: Replace = { op: 'replace', path, value: to };
    if (isWordy(ops, before, whole)) ops.splice(before, ops.length, whole);
  }

  #compareObjects(from: JsonObject, to: JsonObject, place: PathNode): void {
    let kept = 0;
    // Not over Object.keys: so V8 reads each member of `from` where it lies, instead of looking it up by its name. What
    // both inherit is the same in both, and passed over.
    for (const key in from) {
      const old = from[key];
      if (old === undefined) continue;
      // An inherited member never equals a JSON value, so the quick look needs no own check.
      const value = old === to[key] ? old : member(to, key);
      if (value !== undefined) kept++;
      if (value !== old) this.compare(old, value, place.at(key));
    }
    let left = -kept;
    for (const _ in to) left++;
    // Mostly all are known by now, and none is left that could be new.
    if (left === 0) return;
    for (const key of Object.keys(to)) {
      if (member(from, key) === undefined) this.compare(undefined, to[key], place.at(key));
    }
  }

  #compareArrays(from: readonly Json[], to: readonly Json[], place: PathNode): void {
    // One deadline, mostly: compared once, not first for being equal.
    if (from.length === 1 && to.length === 1) {
      this.compare(element(from, 0), element(to, 0), place.at(0));
      return;
    }
    const { start, end } = commonEnds(from, to);
    if (from.length === to.length && start + end + 1 >= to.length) {
      // One cell of a board: what most moves change of an array needs no aligning.
      if (start < to.length) this.compare(element(from, start), element(to, start), place.at(start));
      return;
    }
    let i = start;
    let j = start;
    for (const step of align(from.slice(start, from.length - end), to.slice(start, to.length - end))) {
      // All before j is already as in `to`, so j is the place in the array as patched so far.
      if (step !== KEEP) {
        const old = step === ADD ? undefined : element(from, i);
        this.compare(old, step === REMOVE ? undefined : element(to, j), place.at(j));
      }
      if (step !== ADD) i++;
      if (step !== REMOVE) j++;
    }
  }
}

function commonEnds(from: readonly Json[], to: readonly Json[]): { start: number; end: number } {
  // Read once: arrays of many kinds come here, frozen ones among them, and each look at a length is a call.
  const [fromLength, toLength] = [from.length, to.length];
  const most = Math.min(fromLength, toLength);
  let start = 0;
  while (start < most && equal(element(from, start), element(to, start))) start++;
  let end = 0;
  while (end < most - start && equal(element(from, fromLength - 1 - end), element(to, toLength - 1 - end)))
    end++;
  return { start, end };
}

/** The text of an operation without path and value: {"op":"replace","path":"","value":} */
const OPERATION_TEXT = 35;

/**
 * Would one replacement be half as long as the operations inside, as for a board cleared or a hand dealt?
 * Merely shorter is not enough: small operations keep the client's untouched parts the same objects.
 */
function isWordy(ops: readonly Operation[], before: number, { path, value }: Replace): boolean {
  let text = 0;
  for (let at = before; at < ops.length; at++) text += OPERATION_TEXT + (ops[at]?.path.length ?? 0);
  const limit = text / 2 - OPERATION_TEXT - path.length;
  return lengthOf(value, limit) < limit;
}
