// The machine as its author laid it out: every state, with its actions and guards, for checks before any play.
import type { AnyStateMachine, EventObject } from 'xstate';

export type StateNode = AnyStateMachine['root'];

/** The root, and every state below it, in document order. */
export function stateNodesOf(machine: AnyStateMachine): readonly StateNode[] {
  const below = (node: StateNode): StateNode[] => [node, ...Object.values(node.states).flatMap(below)];
  return below(machine.root);
}

// How a machine names its guards and actions: by a function, by a name, or by a name with parameters.

/** `'mark'`, `{ type: 'mark', params }`, or the function itself. */
export type Reference = unknown;

/** What a reference stands for, in the machine's own `actions` or `guards`. */
export function implementationOf(implementations: object, reference: Reference): unknown {
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

// Which transitions of a state are for an event, in the order in which xstate asks them: exact names before wildcards.

export type Transition = NonNullable<ReturnType<StateNode['transitions']['get']>>[number];

export function transitionsOf({ transitions }: StateNode, type: string): readonly Transition[] {
  const wildness = (descriptor: string) =>
    descriptor === type ? Number.NEGATIVE_INFINITY : -descriptor.length;
  return [...transitions.keys()]
    .filter((descriptor) => hearsBy(descriptor, type))
    .sort((a, b) => wildness(a) - wildness(b))
    .flatMap((descriptor) => transitions.get(descriptor) ?? []);
}

/** Whether the state has a transition for the event, whatever its guards say. */
export function handlesEvent({ transitions }: StateNode, type: string): boolean {
  return transitions.has(type) || [...transitions.keys()].some((descriptor) => hearsBy(descriptor, type));
}

function hearsBy(descriptor: string, type: string): boolean {
  if (descriptor === type || descriptor === '*') return true;
  return descriptor.endsWith('.*') && `${type}.`.startsWith(descriptor.slice(0, -1));
}
