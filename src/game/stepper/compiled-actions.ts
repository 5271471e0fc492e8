// An action of the machine as one function: assign, raise and cancel, which is all that most games have.
import type { AnyStateMachine, EventObject } from 'xstate';
import { foundIn, paramsOf, type Reference, resolvedParams } from '../references.ts';
import { NOTE } from './note.ts';
import type { Act, Run } from './run.ts';
import { raiseLater } from './stepper.ts';

/** What xstate hands to the author's functions besides context and event; a game may use none of it. */
export type Faces = { readonly self: unknown; readonly system: unknown; readonly spawn: unknown };

type Ground = { readonly machine: AnyStateMachine; readonly faces: Faces; readonly params: unknown };
type Expression = (args: object, params: unknown) => unknown;
type Assign = { readonly assignment: Expression | Readonly<Record<string, unknown>> };
type Raise = { readonly event: unknown; readonly id: string | undefined; readonly delay: unknown };
type Cancel = { readonly sendId: unknown };
type Note = { readonly note: () => void };

const kinds = {
  'xstate.assign': assigning,
  'xstate.raise': raising,
  'xstate.cancel': cancelling,
  [NOTE]: noting,
} as const;

/** Whether actOf can make a function of it. */
export function isActable(machine: AnyStateMachine, action: Reference): boolean {
  const found = foundIn(machine.implementations.actions, action);
  // xstate refuses to raise a mere name, when it comes to that: it says so itself.
  return kindOf(found) in kinds && typeof (found as Partial<Raise>).event !== 'string';
}

/** The action, which must be actable, as a function. */
export function actOf(machine: AnyStateMachine, action: Reference, faces: Faces): Act {
  const found = foundIn(machine.implementations.actions, action);
  const ground = { machine, faces, params: paramsOf(action) };
  return kinds[kindOf(found) as keyof typeof kinds](found as Assign & Raise & Cancel & Note, ground);
}

function kindOf(found: unknown): string {
  return typeof found === 'function' && 'type' in found ? String(found.type) : '';
}

function assigning({ assignment }: Assign, { faces, params }: Ground): Act {
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
): Act {
  const assigned = Object.entries(fields);
  return (run) => {
    const args = argsOf(run, faces);
    const given = resolvedParams(params, args);
    const context: Record<string, unknown> = { ...(run.context as object) };
    for (const [key, expression] of assigned) context[key] = value(expression, args, given);
    run.context = context;
  };
}

function raising({ event, id, delay }: Raise, { machine, faces, params }: Ground): Act {
  const wait = typeof delay === 'string' ? machine.implementations.delays[delay] : delay;
  return (run) => {
    const args = argsOf(run, faces);
    const given = resolvedParams(params, args);
    const what = value(event, args, given) as EventObject;
    const later = raiseLater(what, id, value(wait, args, given));
    run.acted = true;
    if (later === undefined) run.raised.push(what);
    else run.scheduling.push(later);
  };
}

function cancelling({ sendId }: Cancel, { faces, params }: Ground): Act {
  return (run) => {
    const args = argsOf(run, faces);
    run.acted = true;
    run.scheduling.push({ kind: 'cancel', id: value(sendId, args, resolvedParams(params, args)) as string });
  };
}

function noting({ note }: Note): Act {
  return () => note();
}

/** What may be a function of what happens. */
function value(expression: unknown, args: object, params: unknown): unknown {
  return typeof expression === 'function' ? (expression as Expression)(args, params) : expression;
}

function argsOf({ context, event }: Run, { self, system, spawn }: Faces) {
  return { context, event, self, system, spawn };
}
