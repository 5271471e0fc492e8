// Keeps a match's state plain: what enters is proven to survive JSON, and frozen so that no later step can change it.

/** Where a value would not survive JSON, and what stands there. */
export type JsonFlaw = { readonly path: readonly string[]; readonly what: string };

/** `fresh`: what is frozen was sealed in an earlier step and is passed over, so a step pays only for what it made. */
export type FreezeExtent = 'all' | 'fresh';

/** Deeper than any honest state, and shallow enough to end a cycle early. */
const MAX_DEPTH = 64;

/** Freezes the value all the way down; the first flaw found ends it. */
export function freezeJson(value: unknown, extent: FreezeExtent, depth = 0): JsonFlaw | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number')
    return Number.isFinite(value) ? undefined : { path: [], what: String(value) };
  if (typeof value !== 'object') return { path: [], what: typeof value };
  if (extent === 'fresh' && Object.isFrozen(value)) return undefined;
  if (depth === MAX_DEPTH) return { path: [], what: `a cycle, or more than ${MAX_DEPTH} levels` };
  if (!Array.isArray(value) && !isPlain(value)) return { path: [], what: `a ${value.constructor?.name}` };
  const flaw = Array.isArray(value) ? sealItems(value, extent, depth) : sealFields(value, extent, depth);
  if (flaw === undefined) Object.freeze(value);
  return flaw;
}

/** `context.board.3 is undefined`. */
export function describeFlaw(root: string, flaw: JsonFlaw): string {
  return `${[root, ...flaw.path].join('.')} is ${flaw.what}`;
}

function sealItems(list: readonly unknown[], extent: FreezeExtent, depth: number): JsonFlaw | undefined {
  // By index: a sparse array's holes are flaws, and every other way would step over them
  for (let i = 0; i < list.length; i++) {
    const flaw = freezeJson(list[i], extent, depth + 1);
    if (flaw) return { ...flaw, path: [String(i), ...flaw.path] };
  }
  return undefined;
}

function sealFields(record: object, extent: FreezeExtent, depth: number): JsonFlaw | undefined {
  for (const key of Object.keys(record)) {
    const flaw = freezeJson((record as Record<string, unknown>)[key], extent, depth + 1);
    if (flaw) return { ...flaw, path: [key, ...flaw.path] };
  }
  return undefined;
}

/** By shape, not by identity: Object.prototype differs between realms (test runners use several). */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
