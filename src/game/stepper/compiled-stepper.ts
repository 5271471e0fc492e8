// The step of a machine compiled ahead: what a transition leaves, does and enters is worked out once, not at each step.
// Half of what a move cost was xstate working that out anew. The meaning is xstate's, with which a test compares it.
import type { AnyStateMachine, EventObject } from 'xstate';
import { GameFault } from '../rules.ts';
import type { Configuration, Move } from './configuration.ts';
import { Configurations } from './configurations.ts';
import { Run } from './run.ts';
import { faultOf, guarded, MAX_MICROSTEPS, type Snapshot, type Stepper } from './stepper.ts';
import { savedOf, xstateStepper } from './xstate-stepper.ts';

/** For a machine that isCompilable. */
export function compiledStepper(machine: AnyStateMachine): Stepper {
  // A match begins once and is loaded seldom: xstate does these itself.
  const xstate = xstateStepper(machine);
  const configurations = new Configurations();
  const at = (snapshot: Snapshot): Configuration => configurations.at(leafOf(snapshot));
  const own = (snapshot: Snapshot): Snapshot => ({ ...snapshot, ...placeOf(at(snapshot)) });
  return {
    start(input) {
      const step = xstate.start(input);
      return { ...step, snapshot: own(step.snapshot) };
    },
    next(snapshot, event) {
      if (event.type === 'xstate.stop') throw new GameFault(`the machine stopped itself on '${event.type}'`);
      try {
        return stepped(snapshot, at(snapshot), event);
      } catch (cause) {
        throw faultOf(`'${event.type}'`, cause);
      }
    },
    can: (snapshot, event) =>
      guarded(`'${event.type}'`, () => at(snapshot).moveFor({ context: snapshot.context, event })?.takes) ===
      true,
    save: savedOf,
    restore: (saved) => own(xstate.restore(saved)),
  };
}

function leafOf({ _nodes: nodes, machine }: Snapshot) {
  return nodes.find(({ type }) => type !== 'compound') ?? machine.root;
}

const placeOf = ({ nodes, value }: Configuration): Pick<Snapshot, '_nodes' | 'value'> => ({
  _nodes: nodes as Snapshot['_nodes'],
  value: value as Snapshot['value'],
});

function stepped(from: Snapshot, before: Configuration, event: EventObject) {
  const run = new Run(from.context, event);
  const at = toRest(before, run);
  const { context, moved, done, output, scheduling, acted } = run;
  if (!moved && context === from.context && !done) return { snapshot: from, scheduling, acted };
  const { machine, historyValue } = from;
  const status = done ? ('done' as const) : ('active' as const);
  const rest = { status, output, error: undefined, context, historyValue, machine };
  return { snapshot: { ...rest, ...placeOf(at) } as Snapshot, scheduling, acted };
}

const ENDLESS = `Infinite loop: the machine did not come to rest within ${MAX_MICROSTEPS} microsteps`;

/** Takes the step's event, then all that needs no event, then what was raised; until nothing is left. */
function toRest(from: Configuration, run: Run): Configuration {
  let at = follow(from, from.moveFor(argsOf(run)), run);
  // Transitions without an event are asked again only where something has changed since.
  let isMoved = true;
  for (let microsteps = 1; !run.done; microsteps += 1) {
    if (microsteps > MAX_MICROSTEPS) throw new Error(ENDLESS);
    const { context } = run;
    const move = isMoved ? at.eventless(argsOf(run)) : undefined;
    if (move === undefined) {
      const raised = run.raised.shift();
      if (raised === undefined) return at;
      run.event = raised;
      at = follow(at, at.moveFor(argsOf(run)), run);
      isMoved = true;
    } else {
      const to = follow(at, move, run);
      isMoved = to !== at || run.context !== context;
      at = to;
    }
  }
  return at;
}

function follow(from: Configuration, move: Move | undefined, run: Run): Configuration {
  if (move === undefined) return from;
  for (const act of move.acts) act(run);
  run.moved ||= move.to !== from;
  return move.to;
}

/** What the author's guards are given: not the run itself, which nobody may hold on to. */
const argsOf = ({ context, event }: Run) => ({ context, event });
