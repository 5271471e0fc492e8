// How a machine names its guards and actions: by a function, by a name, or by a name with parameters.
import type { EventObject } from 'xstate';

/** `'mark'`, `{ type: 'mark', params }`, or the function itself. */
export type Reference = unknown;

/** What a reference stands for, in the machine's own `actions` or `guards`. */
export function foundIn(implementations: object, reference: Reference): unknown {
  if (typeof reference === 'function') return reference;
  return (implementations as Record<string, unknown>)[nameOf(reference)];
}

export function nameOf(reference: Reference): string {
  return typeof reference === 'string' ? reference : String((reference as { type?: unknown } | null)?.type);
}

export type Args = { readonly context: unknown; readonly event: EventObject };

/** The parameters of a reference, which may be a function of what it is asked with. */
export function paramsOf(reference: Reference): unknown {
  return typeof reference === 'object' ? (reference as { params?: unknown } | null)?.params : undefined;
}

export function resolvedParams(params: unknown, { context, event }: Args): unknown {
  return typeof params === 'function' ? params({ context, event }) : params;
}
