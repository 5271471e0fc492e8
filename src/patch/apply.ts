// RFC 6902 apply. It is part of the browser client, so it is small and imports nothing of diff. It never changes its
// arguments.
import type { Json } from '../json.ts';
import { element, equal, isArray, isObject, member } from './json-value.ts';
import { parsePointer } from './pointer.ts';

/** A patch does not fit its document. `index` is the position of the operation that failed. */
export class PatchError extends Error {
  readonly index: number;

  constructor(index: number, cause: unknown) {
    super(`operation ${index}: ${cause instanceof Error ? cause.message : cause}`, { cause });
    this.name = 'PatchError';
    this.index = index;
  }
}

/**
 * The patched document. Parts that no operation touches are the same objects as before.
 * @throws PatchError at the first operation that fails; then nothing is applied
 */
export function apply(document: Json, patch: Patch): Json {
  return patch.reduce((result: Json, operation, index) => {
    try {
      return step(result, operation);
    } catch (error) {
      throw new PatchError(index, error);
    }
  }, document);
}

function step(document: Json, operation: Operation): Json {
  const path = parsePointer(operation.path);
  switch (operation.op) {
    case 'add':
      return put(document, path, { value: given(operation), insert: true });
    case 'remove':
      return put(document, path, {});
    case 'replace':
      return put(document, path, { value: given(operation) });
    case 'copy':
      return put(document, path, { value: read(document, operation.from), insert: true });
    case 'move':
      return move(document, operation.from, operation.path);
    case 'test':
      if (equal(read(document, operation.path), given(operation))) return document;
      throw new Error('test failed');
    default:
      throw new Error('unknown op');
  }
}

function move(document: Json, from: string, path: string): Json {
  const value = read(document, from);
  if (path === from) return document;
  // Without this check, the removal could shift a neighbour to the source, and the move would go into the neighbour.
  if (path.startsWith(`${from}/`)) throw new Error('cannot move a value into itself');
  return put(put(document, parsePointer(from), {}), parsePointer(path), { value, insert: true });
}

function given({ value }: { readonly value: Json }): Json {
  if (value === undefined) throw new Error('missing value');
  return value;
}

/** The new value at a path, or its removal if there is no value. With `insert`, the path need not exist yet. */
type Change = { readonly value?: Json; readonly insert?: boolean };

function put(document: Json, path: readonly string[], change: Change): Json {
  const changed = edit(document, path, change);
  if (changed === undefined) throw new Error('cannot remove the whole document');
  return changed;
}

function edit(node: Json, [key, ...rest]: readonly string[], change: Change): Json | undefined {
  if (key === undefined) return change.value;
  const insert = change.insert && !rest.length;
  const next = insert ? change.value : edit(child(node, key), rest, change);
  if (isArray(node)) {
    const index = indexOf(node, key, insert);
    return node.toSpliced(index, insert ? 0 : 1, ...(next === undefined ? [] : [next]));
  }
  if (!isObject(node)) throw new Error('no value at this path');
  // Spread and rest define members; an assignment to '__proto__' would set the prototype.
  if (next !== undefined) return { ...node, [key]: next };
  const { [key]: _, ...kept } = node;
  return kept;
}

function read(document: Json, pointer: string): Json {
  return parsePointer(pointer).reduce(child, document);
}

function child(node: Json, key: string): Json {
  if (isArray(node)) return element(node, indexOf(node, key));
  const found = isObject(node) ? member(node, key) : undefined;
  if (found === undefined) throw new Error('no value at this path');
  return found;
}

function indexOf(array: readonly Json[], key: string, insert = false): number {
  if (insert && key === '-') return array.length;
  if (!/^(0|[1-9]\d*)$/.test(key)) throw new Error('invalid index');
  if (+key >= array.length + +insert) throw new Error('index out of range');
  return +key;
}

export type Add = { readonly op: 'add'; readonly path: string; readonly value: Json };
export type Remove = { readonly op: 'remove'; readonly path: string };
export type Replace = { readonly op: 'replace'; readonly path: string; readonly value: Json };
export type Move = { readonly op: 'move'; readonly from: string; readonly path: string };
export type Copy = { readonly op: 'copy'; readonly from: string; readonly path: string };
export type Test = { readonly op: 'test'; readonly path: string; readonly value: Json };

export type Operation = Add | Remove | Replace | Move | Copy | Test;

/** Operations that are applied in order, each to the result of those before it. */
export type Patch = readonly Operation[];
