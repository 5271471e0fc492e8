// The actions and guards of a machine as plain functions, and the macrostep that they work on.
import type { AnyStateMachine, EventObject } from 'xstate';
import type { GameFault } from '../../errors.ts';
import {
  type Args,
  implementationOf,
  paramsOf,
  type Reference,
  resolvedParams,
} from '../../machine-introspection.ts';
import { faultOfDelay, type ScheduleRequest } from '../engine.ts';

/** One step of a compiled machine, from an event until it is at rest. Changed in place, and dropped at the end. */
export class Macrostep {
  context: unknown;
  /** The event being handled: that of the step, or one that was raised since. */
  event: EventObject;
  /** Raised, and not handled yet. */
  readonly raised: EventObject[] = [];
  readonly requests: ScheduleRequest[] = [];
  /** A transition to another leaf was taken, even if a later one led back. */
  moved = false;
  /** Something was raised or cancelled, now or for later. */
  acted = false;
  /** The machine has reached a final state of its root, with `output`. */
  done = false;
  output: unknown;
  /** Thrown when the machine is at rest, as with xstate: an error of the author's until then comes first. */
  fault: GameFault | undefined;

  constructor(context: unknown, event: EventObject) {
    this.context = context;
    this.event = event;
  }
}

/** Throws what the author's code throws. */
export type CompiledAction = (step: Macrostep) => void;

/** Throws what the author's code throws. */
export type CompiledGuard = (args: Args) => boolean;

/** What xstate passes to the author's functions in addition to context and event; a game may use none of it. */
export type ActionArgs = { readonly self: unknown; readonly system: unknown; readonly spawn: unknown };

type Surroundings = {
  readonly machine: AnyStateMachine;
  readonly args: ActionArgs;
  readonly params: Params;
};
type Params = (args: Args) => unknown;
type Expression = (args: object, params: unknown) => unknown;
type Assign = { readonly assignment: Expression | Readonly<Record<string, unknown>> };
type Raise = { readonly event: unknown; readonly id: string | undefined; readonly delay: unknown };
type Cancel = { readonly sendId: unknown };
type Probe = { readonly probe: () => void };

export const PROBE = 'turnkeeper.probe';

const compilers = {
  'xstate.assign': compileAssign,
  'xstate.raise': compileRaise,
  'xstate.cancel': compileCancel,
  [PROBE]: compileProbe,
} as const;

export type ActionKind = keyof typeof compilers;

/** The action as a function. It must have no obstacle. */
export function compileAction(machine: AnyStateMachine, action: Reference, args: ActionArgs): CompiledAction {
  const found = implementationOf(machine.implementations.actions, action);
  const surroundings = { machine, args, params: compileParams(action) };
  return compilers[kindOf(found) as ActionKind](found as Assign & Raise & Cancel & Probe, surroundings);
}

/** `xstate.assign`; empty for what is not an action object of xstate's. */
export function kindOf(found: unknown): string {
  return typeof found === 'function' && 'type' in found ? String(found.type) : '';
}

export function isCompilableKind(kind: string): kind is ActionKind {
  return Object.hasOwn(compilers, kind);
}

function compileAssign({ assignment }: Assign, { args, params }: Surroundings): CompiledAction {
  if (typeof assignment !== 'function') return compileFieldAssign(assignment, { args, params });
  return (step) => {
    const given = argsOf(step, args);
    const change = assignment(given, params(given)) as object;
    step.context = { ...(step.context as object), ...change };
  };
}

/** Each field has its own expression, and all of them get the context as it was. */
function compileFieldAssign(
  fields: Readonly<Record<string, unknown>>,
  { args, params }: Omit<Surroundings, 'machine'>,
): CompiledAction {
  const entries = Object.entries(fields);
  return (step) => {
    const given = argsOf(step, args);
    const resolved = params(given);
    const context: Record<string, unknown> = { ...(step.context as object) };
    for (const [key, expression] of entries) context[key] = evaluate(expression, given, resolved);
    step.context = context;
  };
}

function compileRaise({ event, id, delay }: Raise, { machine, args, params }: Surroundings): CompiledAction {
  const wait = typeof delay === 'string' ? machine.implementations.delays[delay] : delay;
  return (step) => {
    const given = argsOf(step, args);
    const resolved = params(given);
    const raised = evaluate(event, given, resolved) as EventObject;
    const ms = evaluate(wait, given, resolved);
    step.acted = true;
    if (typeof ms === 'number') step.requests.push({ kind: 'raise', event: raised, id, delay: ms });
    else {
      step.raised.push(raised);
      step.fault ??= faultOfDelay(id, ms);
    }
  };
}

function compileCancel({ sendId }: Cancel, { args, params }: Surroundings): CompiledAction {
  return (step) => {
    const given = argsOf(step, args);
    step.acted = true;
    step.requests.push({
      kind: 'cancel',
      id: evaluate(sendId, given, params(given)) as string,
    });
  };
}

function compileProbe({ probe }: Probe): CompiledAction {
  return () => probe();
}

/** The parameters in a reference, as a function of the arguments. Nearly all are constant. */
function compileParams(reference: Reference): Params {
  const params = paramsOf(reference);
  return typeof params === 'function' ? (args) => resolvedParams(params, args) : () => params;
}

/** The value of what may be a function of the arguments. */
function evaluate(expression: unknown, given: object, params: unknown): unknown {
  return typeof expression === 'function' ? (expression as Expression)(given, params) : expression;
}

function argsOf({ context, event }: Macrostep, { self, system, spawn }: ActionArgs) {
  return { context, event, self, system, spawn };
}

/** and(), or() and not() are functions that carry their parts; xstate never calls them. */
type Combined = { readonly name: string; readonly check: unknown; readonly guards: readonly Reference[] };

/** The guard as a function. It must have no obstacle. */
export function compileGuard(machine: AnyStateMachine, guard: Reference): CompiledGuard {
  const found = implementationOf(machine.implementations.guards, guard);
  if (!isCombined(found)) {
    const predicate = found as (args: Args, params: unknown) => boolean;
    const params = compileParams(guard);
    return (args) => predicate(args, params(args));
  }
  const parts = found.guards.map((part) => compileGuard(machine, part));
  if (found.name === 'or') return (args) => parts.some((part) => part(args));
  if (found.name === 'not') return (args) => !parts[0]?.(args);
  return (args) => parts.every((part) => part(args));
}

export function isCombined(found: unknown): found is Combined {
  return typeof found === 'function' && 'check' in found && 'guards' in found;
}

/**
 * An action that calls `probe` whenever it runs, and changes nothing: for code that rebuilds a game's machine to
 * observe it. An author cannot write one.
 */
export function probeAction(probe: () => void): unknown {
  // xstate takes it for one of its own actions, which resolves to the same snapshot and leaves nothing to execute.
  const resolve = (_scope: unknown, snapshot: unknown) => {
    probe();
    return [snapshot, undefined, undefined];
  };
  return Object.assign(() => {}, { type: PROBE, probe, resolve });
}
