// Which transitions of a state are for an event, in the order in which xstate asks them: exact names before wildcards.
import type { StateNode } from './state-nodes.ts';

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
export function hearsOf({ transitions }: StateNode, type: string): boolean {
  return transitions.has(type) || [...transitions.keys()].some((descriptor) => hearsBy(descriptor, type));
}

function hearsBy(descriptor: string, type: string): boolean {
  if (descriptor === type || descriptor === '*') return true;
  return descriptor.endsWith('.*') && `${type}.`.startsWith(descriptor.slice(0, -1));
}
