// The step of a machine compiled ahead: what a transition leaves, does and enters is worked out once, not at each step.
// Two fifths of the house's part of a move were xstate working that out anew. A test compares the two: one meaning.
import type { AnyStateMachine, EventObject } from 'xstate';
import { GameFault } from '../../rules.ts';
import { type Engine, MAX_MICROSTEPS, runAuthorCode, type Snapshot, toGameFault } from '../engine.ts';
import { refuseActors, refusingActor, saveSnapshot, xstateEngine } from '../xstate-engine.ts';
import { Macrostep } from './actions.ts';
import { type CompiledTransition, type Configuration, Configurations } from './configurations.ts';

/** For a machine that isCompilable. */
export function compiledEngine(machine: AnyStateMachine): Engine {
  const configurations = new Configurations(machine);
  // A stored match is loaded seldom: xstate does it itself.
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
      const ask = () => configurations.of(snapshot).moveFor({ context, event })?.takes;
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

/** A machine that remembers states is not compiled. One for all: an empty object is as large as one of four keys. */
const NO_HISTORY = Object.freeze({});

function snapshotOf(machine: AnyStateMachine, { nodes, value }: Configuration, rest: Rest): Snapshot {
  const { context, done, output } = rest;
  const status = done ? 'done' : 'active';
  const historyValue = NO_HISTORY;
  const made = { status, output, error: undefined, value, context, historyValue, machine, _nodes: nodes };
  // xstate's types have lists that may be changed, and values of this machine alone.
  return made as unknown as Snapshot;
}

type Rest = Pick<Macrostep, 'context' | 'done' | 'output'>;

function started(machine: AnyStateMachine, configurations: Configurations, input: unknown) {
  const run = new Macrostep(initialContext(machine, input), { type: 'xstate.init', input } as EventObject);
  const { acts, to } = configurations.initial;
  for (const act of acts) act(run);
  const at = toRest(to, run);
  return { snapshot: snapshotOf(machine, at, run), scheduling: run.scheduling };
}

/** A function of the input, or the same for all matches. */
function initialContext({ config }: AnyStateMachine, input: unknown): unknown {
  const { context } = config;
  if (typeof context !== 'function') return context ?? {};
  return Object.assign({}, context({ input, self: refusingActor(), spawn: refuseActors }));
}

function stepped(from: Snapshot, before: Configuration, event: EventObject) {
  const run = new Macrostep(from.context, event);
  const at = toRest(follow(before, before.moveFor(argsOf(run)), run), run);
  const { scheduling, acted } = run;
  const isSame = !run.moved && run.context === from.context;
  return { snapshot: isSame ? from : snapshotOf(from.machine, at, run), scheduling, acted };
}

const ENDLESS = `Infinite loop: the machine did not come to rest within ${MAX_MICROSTEPS} microsteps`;

/** Takes all that needs no event, then what was raised, until nothing is left. */
function toRest(from: Configuration, run: Macrostep): Configuration {
  let at = from;
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

function follow(from: Configuration, move: CompiledTransition | undefined, run: Macrostep): Configuration {
  if (move === undefined) return from;
  for (const act of move.acts) act(run);
  run.moved ||= move.to !== from;
  return move.to;
}

/** What the author's guards are given: not the run itself, which nobody may hold on to. */
const argsOf = ({ context, event }: Macrostep) => ({ context, event });
