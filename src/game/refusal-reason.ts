// The second look at a refused event: which transitions were there for it, and which guard said no. Never acts.
import type { EventObject } from 'xstate';
import type { Snapshot } from './engine/engine.ts';
import {
  handlesEvent,
  paramsOf,
  resolvedParams,
  type StateNode,
  type Transition,
  transitionsOf,
} from './machine-introspection.ts';

/** `takes`: the machine would follow a transition, even if it then changes nothing. */
export type RefusalReason = { readonly takes: boolean; readonly reason: string | undefined };

type Look = { readonly snapshot: Snapshot; readonly event: EventObject };

/** A guard that said no; without a name it cannot be told to anyone. */
type Objection = { readonly name: string | undefined };

/** Throws what the guards throw. */
export function explainRefusal(snapshot: Snapshot, event: EventObject): RefusalReason {
  let first: Objection | undefined;
  for (const transition of transitionsFor(snapshot, event.type)) {
    const objection =
      transition.guard === undefined ? null : objectionOf(transition.guard, { snapshot, event });
    if (!objection) {
      const takes = transition.target !== undefined || transition.actions.length > 0;
      return { takes, reason: takes ? undefined : first?.name };
    }
    first ??= objection;
  }
  return { takes: false, reason: first?.name };
}

/** Whether any active state has a transition for the event, whatever its guards say: a look, not a question. */
export function canHandle(snapshot: Snapshot, type: string): boolean {
  return snapshot._nodes.some((node) => handlesEvent(node, type));
}

/** The innermost states first. */
function transitionsFor(snapshot: Snapshot, type: string): readonly Transition[] {
  const active = new Set<StateNode>(snapshot._nodes);
  const innermostFirst = (node: StateNode): StateNode[] => [
    ...Object.values(node.states).flatMap((child) => (active.has(child) ? innermostFirst(child) : [])),
    node,
  ];
  return innermostFirst(snapshot.machine.root).flatMap((node) => transitionsOf(node, type));
}

type Predicate = (args: { context: unknown; event: EventObject }, params: unknown) => boolean;
/** and(), or(), not() and stateIn() are functions that carry what they stand for. */
type Builtin = Predicate & {
  readonly check: (snapshot: Snapshot, args: object, guard: unknown) => boolean;
  readonly guards?: readonly unknown[];
};

/** null: the guard says yes. */
function objectionOf(guard: unknown, look: Look): Objection | null {
  if (isBuiltin(guard)) return objectionOfBuiltin(guard, look);
  const args = { context: look.snapshot.context, event: look.event };
  if (typeof guard === 'function') return (guard as Predicate)(args, undefined) ? null : { name: undefined };

  const name = nameOf(guard);
  const implementation: unknown = look.snapshot.machine.implementations.guards[name];
  if (isBuiltin(implementation)) {
    const objection = objectionOfBuiltin(implementation, look);
    // The parts of an `and` say more than its name; of the others only the whole makes sense
    return objection && implementation.name !== 'and' ? { name } : objection;
  }
  return (implementation as Predicate)(args, resolvedParams(paramsOf(guard), args)) ? null : { name };
}

function objectionOfBuiltin(guard: Builtin, look: Look): Objection | null {
  const parts = guard.guards ?? [];
  if (guard.name === 'and') {
    for (const part of parts) {
      const objection = objectionOf(part, look);
      if (objection) return objection;
    }
    return null;
  }
  const args = { context: look.snapshot.context, event: look.event };
  return guard.check(look.snapshot, args, guard) ? null : { name: nameOf(guard) };
}

function isBuiltin(guard: unknown): guard is Builtin {
  return typeof guard === 'function' && 'check' in guard;
}

/** As a reader would say it: `cellFree`, `not cellFree`, `isHost or isAlone`. */
function nameOf(guard: unknown): string {
  if (typeof guard === 'string') return guard;
  if (!isBuiltin(guard)) return (guard as { type: string }).type;
  const parts = (guard.guards ?? []).map(nameOf);
  return guard.name === 'not' ? `not ${parts[0]}` : parts.join(` ${guard.name} `) || guard.name;
}
