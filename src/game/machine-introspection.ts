// Reads a machine as its author wrote it: states, transitions, actions and guards, with their names. Runs nothing.
import type { AnyStateMachine, EventObject } from 'xstate';

export type StateNode = AnyStateMachine['root'];
export type Transition = NonNullable<ReturnType<StateNode['transitions']['get']>>[number];

/** How a machine refers to a guard or action: `'mark'`, `{ type: 'mark', params }`, or the function itself. */
export type Reference = unknown;

/** What a function of the author's is called with. */
export type Args = { readonly context: unknown; readonly event: EventObject };

/** The root and every state below it, in document order. */
export function stateNodesOf(machine: AnyStateMachine): readonly StateNode[] {
  const below = (node: StateNode): StateNode[] => [node, ...Object.values(node.states).flatMap(below)];
  return below(machine.root);
}

/** The function behind a reference, from the machine's `actions` or `guards`; undefined if nobody implemented it. */
export function implementationOf(implementations: object, reference: Reference): unknown {
  if (typeof reference === 'function') return reference;
  return (implementations as Record<string, unknown>)[nameOf(reference)];
}

/** The name in a reference that is not a function. */
export function nameOf(reference: Reference): string {
  return typeof reference === 'string' ? reference : String((reference as { type?: unknown } | null)?.type);
}

/** A guard as text: `cellFree`, `not cellFree`, `isHost or (isAlone and not full)`. */
export function guardText(guard: Reference, isPart = false): string {
  if (typeof guard !== 'function') return nameOf(guard);
  // and(), or() and not() are functions that carry their parts.
  const parts: unknown = 'guards' in guard ? guard.guards : undefined;
  if (!Array.isArray(parts)) return guard.name;
  const texts = parts.map((part) => guardText(part, true));
  if (guard.name === 'not') return `not ${texts[0]}`;
  const text = texts.join(` ${guard.name} `);
  return isPart && texts.length > 1 ? `(${text})` : text;
}

/** The parameters in a reference: a value, or a function of the arguments. */
export function paramsOf(reference: Reference): unknown {
  return typeof reference === 'object' ? (reference as { params?: unknown } | null)?.params : undefined;
}

export function resolvedParams(params: unknown, { context, event }: Args): unknown {
  return typeof params === 'function' ? params({ context, event }) : params;
}

/** The state's transitions for an event, in the order in which xstate asks them: exact names before wildcards. */
export function transitionsOf({ transitions }: StateNode, type: string): readonly Transition[] {
  const rank = (descriptor: string) => (descriptor === type ? Number.NEGATIVE_INFINITY : -descriptor.length);
  return [...transitions.keys()]
    .filter((descriptor) => matches(descriptor, type))
    .sort((a, b) => rank(a) - rank(b))
    .flatMap((descriptor) => transitions.get(descriptor) ?? []);
}

/** Whether the state has a transition for the event; its guards are not asked. */
export function handlesEvent({ transitions }: StateNode, type: string): boolean {
  return transitions.has(type) || [...transitions.keys()].some((descriptor) => matches(descriptor, type));
}

/** `descriptor`: an event's name, `*`, or a wildcard such as `play.*`. */
function matches(descriptor: string, type: string): boolean {
  if (descriptor === type || descriptor === '*') return true;
  return descriptor.endsWith('.*') && `${type}.`.startsWith(descriptor.slice(0, -1));
}
