// Chooses how a game's machine is run: compiled where it can be, by xstate itself where it has more than that knows.
import type { AnyStateMachine } from 'xstate';
import { type StateNode, stateNodesOf, type Transition } from '../machine-introspection.ts';
import { isCompilableAction, isCompilableGuard } from './compiled/actions.ts';
import { compiledEngine } from './compiled/compile.ts';
import type { Engine } from './engine.ts';
import { xstateEngine } from './xstate-engine.ts';

export function chooseEngine(machine: AnyStateMachine): Engine {
  return isCompilable(machine) ? compiledEngine(machine) : xstateEngine(machine);
}

// Which machines the compiled step can run: one leaf at a time, and of xstate's actions assign, raise and cancel alone.

export function isCompilable(machine: AnyStateMachine): boolean {
  return stateNodesOf(machine).every((node) => isPlain(node) && isOfKnownParts(machine, node));
}

/** No two leaves at once, and none remembered. */
function isPlain({ type, invoke }: StateNode): boolean {
  return ['atomic', 'compound', 'final'].includes(type) && invoke.length === 0;
}

function isOfKnownParts(machine: AnyStateMachine, node: StateNode): boolean {
  const transitions = [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
  const actions = [...node.entry, ...node.exit, ...node.initial.actions];
  return (
    transitions.every((one) => isSimple(one) && isCompilableGuard(machine, one.guard)) &&
    [...actions, ...transitions.flatMap((one) => one.actions)].every((one) =>
      isCompilableAction(machine, one),
    )
  );
}

/** To one state at the most; and the root stays entered from the start to the end. */
function isSimple({ source, target = [], reenter }: Transition): boolean {
  const staysInRoot = target.every((node) => node.parent !== undefined || node === source);
  return target.length <= 1 && staysInRoot && !(source.parent === undefined && reenter);
}
