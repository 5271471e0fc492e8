// One step under way, in a compiled machine: what the actions of its transitions read and change.
import type { AnyStateMachine, EventObject } from 'xstate';
import {
  type Args,
  implementationOf,
  paramsOf,
  type Reference,
  resolvedParams,
} from '../../machine-introspection.ts';
import { delayedRaise, type ScheduleRequest } from '../engine.ts';

/** Changed in place, and dropped when the machine is at rest again. */
export class Macrostep {
  context: unknown;
  /** The one that is dealt with now: the step's own, or one that was raised on the way. */
  event: EventObject;
  /** Raised, and not dealt with yet. */
  readonly raised: EventObject[] = [];
  readonly scheduling: ScheduleRequest[] = [];
  /** Another state was entered, though it may be left again by now. */
  moved = false;
  /** Something was raised or cancelled, now or for later. */
  acted = false;
  /** The machine has reached a final state of its root; `output` is what it said then. */
  done = false;
  output: unknown;

  constructor(context: unknown, event: EventObject) {
    this.context = context;
    this.event = event;
  }
}

/** Anything that a transition does. Throws what the author's code throws. */
export type CompiledAction = (run: Macrostep) => void;

// An action of the machine as one function: assign, raise and cancel, which is all that most games have.

/** What xstate hands to the author's functions besides context and event; a game may use none of it. */
export type ActionArgs = { readonly self: unknown; readonly system: unknown; readonly spawn: unknown };

type Ground = { readonly machine: AnyStateMachine; readonly faces: ActionArgs; readonly params: unknown };
type Expression = (args: object, params: unknown) => unknown;
type Assign = { readonly assignment: Expression | Readonly<Record<string, unknown>> };
type Raise = { readonly event: unknown; readonly id: string | undefined; readonly delay: unknown };
type Cancel = { readonly sendId: unknown };
type Note = { readonly note: () => void };

export const PROBE = 'turnkeeper.note';

const kinds = {
  'xstate.assign': assigning,
  'xstate.raise': raising,
  'xstate.cancel': cancelling,
  [PROBE]: noting,
} as const;

/** Whether actOf can make a function of it. */
export function isCompilableAction(machine: AnyStateMachine, action: Reference): boolean {
  const found = implementationOf(machine.implementations.actions, action);
  // xstate refuses to raise a mere name, when it comes to that: it says so itself.
  return kindOf(found) in kinds && typeof (found as Partial<Raise>).event !== 'string';
}

/** The action, which must be actable, as a function. */
export function compileAction(
  machine: AnyStateMachine,
  action: Reference,
  faces: ActionArgs,
): CompiledAction {
  const found = implementationOf(machine.implementations.actions, action);
  const ground = { machine, faces, params: paramsOf(action) };
  return kinds[kindOf(found) as keyof typeof kinds](found as Assign & Raise & Cancel & Note, ground);
}

function kindOf(found: unknown): string {
  return typeof found === 'function' && 'type' in found ? String(found.type) : '';
}

function assigning({ assignment }: Assign, { faces, params }: Ground): CompiledAction {
  if (typeof assignment !== 'function') return assigningEach(assignment, { faces, params });
  return (run) => {
    const args = argsOf(run, faces);
    const change = assignment(args, resolvedParams(params, args)) as object;
    run.context = { ...(run.context as object), ...change };
  };
}

/** Each field by itself; all of them see the context as it was. */
function assigningEach(
  fields: Readonly<Record<string, unknown>>,
  { faces, params }: Omit<Ground, 'machine'>,
): CompiledAction {
  const assigned = Object.entries(fields);
  return (run) => {
    const args = argsOf(run, faces);
    const given = resolvedParams(params, args);
    const context: Record<string, unknown> = { ...(run.context as object) };
    for (const [key, expression] of assigned) context[key] = value(expression, args, given);
    run.context = context;
  };
}

function raising({ event, id, delay }: Raise, { machine, faces, params }: Ground): CompiledAction {
  const wait = typeof delay === 'string' ? machine.implementations.delays[delay] : delay;
  return (run) => {
    const args = argsOf(run, faces);
    const given = resolvedParams(params, args);
    const what = value(event, args, given) as EventObject;
    const later = delayedRaise(what, id, value(wait, args, given));
    run.acted = true;
    if (later === undefined) run.raised.push(what);
    else run.scheduling.push(later);
  };
}

function cancelling({ sendId }: Cancel, { faces, params }: Ground): CompiledAction {
  return (run) => {
    const args = argsOf(run, faces);
    run.acted = true;
    run.scheduling.push({ kind: 'cancel', id: value(sendId, args, resolvedParams(params, args)) as string });
  };
}

function noting({ note }: Note): CompiledAction {
  return () => note();
}

/** What may be a function of what happens. */
function value(expression: unknown, args: object, params: unknown): unknown {
  return typeof expression === 'function' ? (expression as Expression)(args, params) : expression;
}

function argsOf({ context, event }: Macrostep, { self, system, spawn }: ActionArgs) {
  return { context, event, self, system, spawn };
}

// A guard of the machine as one function: and(), or() and not() are resolved once, not at each question.

export type CompiledGuard = (args: Args) => boolean;

/** and(), or() and not() are functions that carry their parts; xstate never calls them. */
type Combined = { readonly name: string; readonly check: unknown; readonly guards: readonly Reference[] };

/** Whether testOf can make a function of it: stateIn() alone needs a whole snapshot. */
export function isCompilableGuard(machine: AnyStateMachine, guard: Reference): boolean {
  if (guard === undefined) return true;
  const found = implementationOf(machine.implementations.guards, guard);
  if (!isCombined(found)) return typeof found === 'function' && !('check' in found);
  return (
    ['and', 'or', 'not'].includes(found.name) &&
    found.guards.every((part) => isCompilableGuard(machine, part))
  );
}

/** The guard, which must be testable, as a function; throws what the author's guards throw. */
export function compileGuard(machine: AnyStateMachine, guard: Reference): CompiledGuard {
  const found = implementationOf(machine.implementations.guards, guard);
  if (!isCombined(found)) {
    const predicate = found as (args: Args, params: unknown) => boolean;
    const params = paramsOf(guard);
    return (args) => predicate(args, resolvedParams(params, args));
  }
  const parts = found.guards.map((part) => compileGuard(machine, part));
  if (found.name === 'or') return (args) => parts.some((part) => part(args));
  if (found.name === 'not') return (args) => !parts[0]?.(args);
  return (args) => parts.every((part) => part(args));
}

function isCombined(found: unknown): found is Combined {
  return typeof found === 'function' && 'check' in found && 'guards' in found;
}

// An action that watches and changes nothing, for who looks on as a machine moves. No game can declare one.

/** Calls `note` each time it is come to; for a machine that is built from the parts of a game's own. */
export function probeAction(note: () => void): unknown {
  // xstate takes it for one of its own kind: it resolves to the snapshot as it is, and leaves nothing to execute.
  const resolve = (_scope: unknown, snapshot: unknown) => {
    note();
    return [snapshot, undefined, undefined];
  };
  return Object.assign(() => {}, { type: PROBE, note, resolve });
}
