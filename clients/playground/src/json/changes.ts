// The paths at which a JSON value differs from the one before, to highlight them. Pure.
import type { Json } from '../state/server.ts';

/** Paths of changed leaves, and of parts that are new or of another kind, such as `/board/4`. */
export function changedPaths(before: Json | undefined, after: Json): ReadonlySet<string> {
  const paths = new Set<string>();
  if (before !== undefined) compare(before, after, '', paths);
  return paths;
}

function compare(before: Json | undefined, after: Json, path: string, paths: Set<string>): void {
  if (before === after) return;
  if (!isHolder(before) || !isHolder(after) || Array.isArray(before) !== Array.isArray(after)) {
    paths.add(path);
    return;
  }
  for (const [key, value] of Object.entries(after)) {
    compare((before as Readonly<Record<string, Json>>)[key], value, `${path}/${key}`, paths);
  }
}

/** Arrays and objects: what holds other values. */
export function isHolder(
  value: Json | undefined,
): value is readonly Json[] | { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null;
}
