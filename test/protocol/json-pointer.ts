// Resolves the references within a JSON document.
import type { Json } from '../../src/json.ts';

/** Every `$ref` anywhere in the value. */
export function refsIn(value: Json): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === '$ref' && typeof part === 'string' ? [part] : refsIn(part as Json),
  );
}

/** The value at `#/a/b`; undefined where there is none. */
export function pointedAt(document: Json, ref: string): Json | undefined {
  const keys = ref.replace(/^#\//, '').split('/');
  return keys.reduce<Json | undefined>((node, key) => {
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
    return typeof node === 'object' && node !== null
      ? (node as { readonly [key: string]: Json })[name]
      : undefined;
  }, document);
}
