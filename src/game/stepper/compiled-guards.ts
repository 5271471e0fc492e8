// A guard of the machine as one function: and(), or() and not() are resolved once, not at each question.
import type { AnyStateMachine } from 'xstate';
import { type Args, foundIn, paramsOf, type Reference, resolvedParams } from '../references.ts';

export type Test = (args: Args) => boolean;

/** and(), or() and not() are functions that carry their parts; xstate never calls them. */
type Combined = { readonly name: string; readonly check: unknown; readonly guards: readonly Reference[] };

/** Whether testOf can make a function of it: stateIn() alone needs a whole snapshot. */
export function isTestable(machine: AnyStateMachine, guard: Reference): boolean {
  if (guard === undefined) return true;
  const found = foundIn(machine.implementations.guards, guard);
  if (!isCombined(found)) return typeof found === 'function' && !('check' in found);
  return ['and', 'or', 'not'].includes(found.name) && found.guards.every((part) => isTestable(machine, part));
}

/** The guard, which must be testable, as a function; throws what the author's guards throw. */
export function testOf(machine: AnyStateMachine, guard: Reference): Test {
  const found = foundIn(machine.implementations.guards, guard);
  if (!isCombined(found)) {
    const predicate = found as (args: Args, params: unknown) => boolean;
    const params = paramsOf(guard);
    return (args) => predicate(args, resolvedParams(params, args));
  }
  const parts = found.guards.map((part) => testOf(machine, part));
  if (found.name === 'or') return (args) => parts.some((part) => part(args));
  if (found.name === 'not') return (args) => !parts[0]?.(args);
  return (args) => parts.every((part) => part(args));
}

function isCombined(found: unknown): found is Combined {
  return typeof found === 'function' && 'check' in found && 'guards' in found;
}
