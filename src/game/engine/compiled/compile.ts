// The step of a machine that was compiled: what a transition exits, does and enters is computed once, not at each step.
// xstate computes it at each step, which was two fifths of our CPU time for a move. A differential test compares both.
import type { AnyStateMachine, EventObject } from 'xstate';
import { GameFault } from '../../errors.ts';
import {
  type Engine,
  endlessError,
  MAX_MICROSTEPS,
  runAuthorCode,
  type Snapshot,
  toGameFault,
} from '../engine.ts';
import { refuseActors, refusingActor, saveSnapshot, xstateEngine } from '../xstate-engine.ts';
import { Macrostep } from './actions.ts';
import { type CompiledTransition, type Configuration, Configurations } from './configurations.ts';

/** For a machine in which `choose-engine` finds no obstacle. */
export function compiledEngine(machine: AnyStateMachine): Engine {
  const configurations = new Configurations(machine);
  // A stored match is rarely loaded, so xstate does it.
  const { restore } = xstateEngine(machine);
  return {
    start: (input) => runAuthorCode('the set-up', () => started(machine, configurations, input)),
    next(snapshot, event) {
      if (event.type === 'xstate.stop') throw new GameFault(`the machine stopped itself on '${event.type}'`);
      try {
        return stepped(snapshot, configurations.of(snapshot), event);
      } catch (cause) {
        throw toGameFault(`'${event.type}'`, cause);
      }
    },
    can(snapshot, event) {
      const { context } = snapshot;
      const ask = () => configurations.of(snapshot).transitionFor({ context, event })?.takes;
      return runAuthorCode(`'${event.type}'`, ask) === true;
    },
    save: saveSnapshot,
    restore(saved) {
      const restored = restore(saved);
      const { context, output, status } = restored;
      const at = configurations.of(restored);
      return snapshotOf(machine, at, { context, output, done: status === 'done' });
    },
  };
}

/** Shared by all snapshots: a machine with history states is not compiled, and even an empty object costs memory. */
const NO_HISTORY = Object.freeze({});

type Result = Pick<Macrostep, 'context' | 'done' | 'output'>;

function snapshotOf(machine: AnyStateMachine, { nodes, value }: Configuration, result: Result): Snapshot {
  const { context, done, output } = result;
  const status = done ? 'done' : 'active';
  const historyValue = NO_HISTORY;
  const made = { status, output, error: undefined, value, context, historyValue, machine, _nodes: nodes };
  // xstate's types have mutable lists, and state values of this machine only.
  return made as unknown as Snapshot;
}

function started(machine: AnyStateMachine, configurations: Configurations, input: unknown) {
  const step = new Macrostep(initialContext(machine, input), { type: 'xstate.init', input } as EventObject);
  const { actions, to } = configurations.initial;
  for (const action of actions) action(step);
  const at = toRest(to, step);
  return { snapshot: snapshotOf(machine, at, step), requests: step.requests };
}

/** A function of the input, or one value for all matches. */
function initialContext({ config }: AnyStateMachine, input: unknown): unknown {
  const { context } = config;
  if (typeof context !== 'function') return context ?? {};
  return Object.assign({}, context({ input, self: refusingActor(), spawn: refuseActors }));
}

function stepped(from: Snapshot, before: Configuration, event: EventObject) {
  const step = new Macrostep(from.context, event);
  const transition = before.transitionFor(argsOf(step));
  if (transition === undefined) throwActorError(event);
  const at = toRest(follow(before, transition, step), step);
  const { requests, acted } = step;
  const isUnchanged = !step.moved && step.context === from.context;
  return { snapshot: isUnchanged ? from : snapshotOf(from.machine, at, step), requests, acted };
}

/** xstate ends a machine that does not handle the error of an actor; only a raised event can look like one here. */
function throwActorError(event: EventObject & { readonly error?: unknown }): void {
  if (event.type.startsWith('xstate.error.actor')) throw event.error;
}

/** Takes the transitions that need no event, then handles what was raised, until neither is left. */
function toRest(from: Configuration, step: Macrostep): Configuration {
  let at = from;
  // `always` is asked again only where something has changed since.
  let hasChanged = true;
  for (let microsteps = 1; !step.done; microsteps += 1) {
    if (microsteps > MAX_MICROSTEPS) throw endlessError();
    const { context } = step;
    const transition = hasChanged ? at.eventlessTransition(argsOf(step)) : undefined;
    if (transition === undefined) {
      const raised = step.raised.shift();
      if (raised === undefined) break;
      step.event = raised;
      at = follow(at, at.transitionFor(argsOf(step)), step);
      hasChanged = true;
    } else {
      const to = follow(at, transition, step);
      hasChanged = to !== at || step.context !== context;
      at = to;
    }
  }
  if (step.fault !== undefined) throw step.fault;
  return at;
}

function follow(
  from: Configuration,
  transition: CompiledTransition | undefined,
  step: Macrostep,
): Configuration {
  if (transition === undefined) return from;
  for (const action of transition.actions) action(step);
  step.moved ||= transition.to !== from;
  return transition.to;
}

/** What the author's guards get: not the step itself, which they could keep. */
const argsOf = ({ context, event }: Macrostep) => ({ context, event });
