// Explains a refused event: which transitions the machine has for it, and which guard refused first. Changes nothing.
import type { EventObject } from 'xstate';
import type { Snapshot } from './engine/engine.ts';
import {
  guardText,
  nameOf,
  paramsOf,
  resolvedParams,
  type StateNode,
  type Transition,
  transitionsOf,
} from './machine-introspection.ts';

/**
 * `takes`: the machine follows a transition, even if that changes nothing. `reason`: the name of the first guard
 * that refused; undefined where no guard was asked, or where it has no name.
 */
export type Explanation = { readonly takes: boolean; readonly reason: string | undefined };

/** What the guards are asked with. */
type Question = { readonly snapshot: Snapshot; readonly event: EventObject };

type RefusingGuard = { readonly name: string | undefined };

/** Throws what the author's guards throw. */
export function explainRefusal(snapshot: Snapshot, event: EventObject): Explanation {
  let first: RefusingGuard | undefined;
  for (const { guard, target, actions } of transitionsFor(snapshot, event.type)) {
    const refusing = guard === undefined ? null : refusingGuard(guard, { snapshot, event });
    if (!refusing) {
      const takes = target !== undefined || actions.length > 0;
      return { takes, reason: takes ? undefined : first?.name };
    }
    first ??= refusing;
  }
  return { takes: false, reason: first?.name };
}

/** Of the innermost active states first, as xstate selects. */
function transitionsFor(snapshot: Snapshot, type: string): readonly Transition[] {
  const active = new Set<StateNode>(snapshot._nodes);
  const innermostFirst = (node: StateNode): StateNode[] => [
    ...Object.values(node.states).flatMap((child) => (active.has(child) ? innermostFirst(child) : [])),
    node,
  ];
  return innermostFirst(snapshot.machine.root).flatMap((node) => transitionsOf(node, type));
}

type Predicate = (args: { context: unknown; event: EventObject }, params: unknown) => boolean;
/** and(), or(), not() and stateIn() are functions; xstate calls their `check` instead. */
type Builtin = Predicate & {
  readonly check: (snapshot: Snapshot, args: object, guard: unknown) => boolean;
  readonly guards?: readonly unknown[];
};

/** null if the guard passes. */
function refusingGuard(guard: unknown, question: Question): RefusingGuard | null {
  if (isBuiltin(guard)) return refusingBuiltin(guard, question);
  const { snapshot, event } = question;
  const args = { context: snapshot.context, event };
  if (typeof guard === 'function') return (guard as Predicate)(args, undefined) ? null : { name: undefined };

  const name = nameOf(guard);
  const implementation: unknown = snapshot.machine.implementations.guards[name];
  if (isBuiltin(implementation)) {
    const refusing = refusingBuiltin(implementation, question);
    // For an `and`, the part that refused says more than the name of the whole. For the others, only the whole makes sense.
    return refusing && implementation.name !== 'and' ? { name } : refusing;
  }
  return (implementation as Predicate)(args, resolvedParams(paramsOf(guard), args)) ? null : { name };
}

function refusingBuiltin(guard: Builtin, question: Question): RefusingGuard | null {
  if (guard.name === 'and') {
    for (const part of guard.guards ?? []) {
      const refusing = refusingGuard(part, question);
      if (refusing) return refusing;
    }
    return null;
  }
  const { snapshot, event } = question;
  const args = { context: snapshot.context, event };
  return guard.check(snapshot, args, guard) ? null : { name: guardText(guard) };
}

function isBuiltin(guard: unknown): guard is Builtin {
  return typeof guard === 'function' && 'check' in guard;
}
