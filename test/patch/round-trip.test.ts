// Properties: the diff of any two documents, sent as text and applied, leads from one to the other.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../src/json.ts';
import { apply, diff, type Operation, type Patch } from '../../src/patch/index.ts';
import { documents, freeze, fromWire } from './json.ts';

const runs = { numRuns: 2000 };

/** It distinguishes an own '__proto__' member from an absent one, which the properties need. */
const same = isDeepStrictEqual;

function overTheWire(ops: readonly Operation[]): Patch {
  return freeze(fromWire(ops) as unknown as Patch);
}

test('the comparison of these tests sees a member named __proto__', () => {
  expect(same(JSON.parse('{"__proto__":1}'), {})).toBe(false);
  expect(same(JSON.parse('{"__proto__":{"a":1}}'), JSON.parse('{"__proto__":{"a":2}}'))).toBe(false);
});

test('apply(a, diff(a, b)) is b, and neither is changed', () => {
  fc.assert(
    fc.property(documents, documents, (a, b) => {
      freeze([a, b]);
      return same(apply(a, overTheWire(diff(a, b))), b);
    }),
    runs,
  );
});

test('the same holds between a document and an edited copy of it', () => {
  fc.assert(
    fc.property(documents, fc.array(fc.nat(), { maxLength: 4 }), documents, (a, places, value) => {
      freeze([a, value]);
      const b = places.reduce((document, place) => editAt(document, place, value), a);
      return same(apply(a, overTheWire(diff(a, b))), b);
    }),
    runs,
  );
});

test('a diff has add, remove and replace only', () => {
  const words = new Set(['add', 'remove', 'replace']);
  fc.assert(
    fc.property(documents, documents, (a, b) => diff(a, b).every(({ op }) => words.has(op))),
    runs,
  );
});

test('equal documents have an empty diff, however they are built', () => {
  fc.assert(
    fc.property(documents, (a) => diff(a, a).length === 0 && diff(a, fromWire(a)).length === 0),
    runs,
  );
});

test('a diff of parts under a pointer patches the whole document', () => {
  fc.assert(
    fc.property(documents, documents, (a, b) => {
      const patched = apply({ 'a/b': [a] }, diff(a, b, '/a~1b/0'));
      return same(patched, { 'a/b': [b] });
    }),
    runs,
  );
});

test('equal members stay the same objects through diff and apply', () => {
  fc.assert(
    fc.property(fc.array(documents, { minLength: 1 }), documents, (shared, value) => {
      const a = freeze({ shared, value });
      const b = { shared: shared.with(0, { value }), value: fromWire(value) };
      const result = apply(a, diff(a, b)) as typeof a;
      const kept = shared.every((one, at) => at === 0 || result.shared[at] === one);
      // A list that is replaced completely shares nothing; the member next to it always does.
      return result.value === value && (kept || diff(shared, b.shared, '/shared').length === 1);
    }),
    runs,
  );
});

test('short arrays take the minimal number of operations, or one', () => {
  const elements = fc.array(fc.constantFrom(0, 1, 2, null), { maxLength: 7 });
  fc.assert(
    fc.property(elements, elements, (a, b) => {
      const count = diff(a, b).length;
      expect(count === distance(a, b) || count === 1).toBe(true);
    }),
    runs,
  );
});

/** Sets, inserts or removes one member or element, chosen by the number. */
function editAt(document: Json, place: number, value: Json): Json {
  if (typeof document !== 'object' || document === null) return place % 2 ? value : document;
  const keys = Object.keys(document);
  const key = keys[place % (keys.length + 1)];
  const rest = Math.floor(place / (keys.length + 1));
  if (Array.isArray(document)) {
    const inner = document[Number(key)] ?? null;
    const inserted = rest % 3 === 0 ? [value] : rest % 3 === 1 ? [] : [editAt(inner, rest, value)];
    return document.toSpliced(Number(key ?? keys.length), rest % 3 === 0 ? 0 : 1, ...inserted);
  }
  const members = Object.entries(document).filter(([name]) => name !== key || rest % 3 !== 1);
  const changed = members.map(([name, inner]) => [name, name === key ? editAt(inner, rest, value) : inner]);
  return Object.fromEntries(key === undefined ? [...changed, ['__proto__', value]] : changed);
}

/** The edit distance by its definition: slow, but evidently right. */
function distance(a: readonly Json[], b: readonly Json[]): number {
  if (a.length === 0 || b.length === 0) return a.length + b.length;
  const [restA, restB] = [a.slice(1), b.slice(1)];
  if (a[0] === b[0]) return distance(restA, restB);
  return 1 + Math.min(distance(restA, b), distance(a, restB), distance(restA, restB));
}
