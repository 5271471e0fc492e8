// The values that JSON keeps: a context, a view, a log entry and a message contain nothing else.

/** A value that JSON keeps exactly. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
/** An object that JSON keeps exactly. */
export type JsonObject = { readonly [key: string]: Json };

/** JSON text with sorted keys: the same text for values that differ only in the order of their keys. */
export function stableText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
