// Checks that a value survives JSON, and freezes it so that no later step can change it.

/** Where a value would not survive JSON, and what is there. */
export type JsonFlaw = { readonly path: readonly string[]; readonly what: string };

/**
 * `all`: looks at every part. `new`: passes over what is frozen, since an earlier step has checked it; so a step
 * costs only as much as it has created.
 */
export type FreezeExtent = 'all' | 'new';

/** Deeper than any real state, and shallow enough to stop early at a cycle. */
const MAX_DEPTH = 64;

/** Freezes the value with all its parts; stops at the first flaw. */
export function freezeJson(value: unknown, extent: FreezeExtent, depth = 0): JsonFlaw | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number')
    return Number.isFinite(value) ? undefined : { path: [], what: String(value) };
  if (typeof value !== 'object') return { path: [], what: typeof value };
  if (extent === 'new' && Object.isFrozen(value)) return undefined;
  if (depth === MAX_DEPTH) return { path: [], what: `a cycle, or more than ${MAX_DEPTH} levels` };
  if (!Array.isArray(value) && !isPlain(value)) return { path: [], what: `a ${value.constructor?.name}` };
  const flaw = Array.isArray(value) ? freezeItems(value, extent, depth) : freezeFields(value, extent, depth);
  if (flaw === undefined) Object.freeze(value);
  return flaw;
}

/** `context.board.3 is undefined`. */
export function describeFlaw(root: string, flaw: JsonFlaw): string {
  return `${[root, ...flaw.path].join('.')} is ${flaw.what}`;
}

function freezeItems(list: readonly unknown[], extent: FreezeExtent, depth: number): JsonFlaw | undefined {
  // By index: the holes of a sparse array are flaws, and every other loop would skip them.
  for (let i = 0; i < list.length; i++) {
    const flaw = freezeJson(list[i], extent, depth + 1);
    if (flaw) return { ...flaw, path: [String(i), ...flaw.path] };
  }
  return undefined;
}

function freezeFields(record: object, extent: FreezeExtent, depth: number): JsonFlaw | undefined {
  for (const key of Object.keys(record)) {
    const flaw = freezeJson((record as Record<string, unknown>)[key], extent, depth + 1);
    if (flaw) return { ...flaw, path: [key, ...flaw.path] };
  }
  return undefined;
}

/** By shape, not by identity: Object.prototype differs between realms, and test runners use several. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
