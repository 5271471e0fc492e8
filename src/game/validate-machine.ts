// What a machine may not contain, since the pure step could not run it: looks at every state before any match begins.
import type { AnyStateMachine } from 'xstate';
import { problemOfXstate } from './engine/probe-xstate.ts';
import { GameDefinitionError } from './errors.ts';
import {
  handlesEvent,
  implementationOf,
  nameOf,
  type StateNode,
  stateNodesOf,
} from './machine-introspection.ts';

/** @throws GameDefinitionError that names the state, and says what to write instead */
export function validateMachine(game: string, machine: AnyStateMachine): void {
  const xstate = problemOfXstate(machine);
  if (xstate)
    throw new GameDefinitionError(game, `machine '${machine.id}': ${xstate}`, { code: 'XSTATE_UNSUPPORTED' });
  const nodes = stateNodesOf(machine);
  const check = (where: string, problem: string | undefined) => {
    if (problem) throw new GameDefinitionError(game, `${where}: ${problem}`);
  };
  for (const node of nodes) {
    check(`state '${node.id}'`, problemOfState(node));
    for (const { where, actions, guard } of behaviourOf(node)) {
      const place = `state '${node.id}', ${where}`;
      for (const action of actions) check(place, problemOfAction(machine, action));
      check(place, guard === undefined ? undefined : problemOfGuard(machine, guard));
    }
  }
  check(`machine '${machine.id}'`, problemOfEnding(machine, nodes));
}

function problemOfState(node: StateNode): string | undefined {
  if (node.invoke.length > 0) {
    return 'invoke starts an actor, and a game cannot have actors; use `after` for what happens later, and an intent for what a player does';
  }
  const missing = node.after.find(({ delay }) => delay !== undefined && !isDelay(node.machine, delay));
  return missing && `after '${missing.delay}' is not implemented; add it to setup({ delays: { … } })`;
}

function problemOfEnding(machine: AnyStateMachine, nodes: readonly StateNode[]): string | undefined {
  if (!nodes.some((node) => node.type === 'final')) {
    return "no state is final, so no match could end; add a state with type: 'final'";
  }
  if (machine.config.output === undefined) {
    return 'the root has no `output`, so no match could have an outcome; add output: { winners, reason }';
  }
  if (nodes.some((node) => handlesEvent(node, 'seat.left'))) return undefined;
  return "no state handles 'seat.left', so a leaving player would freeze the match; handle it at the root";
}

type Behaviour = { readonly where: string; readonly actions: readonly unknown[]; readonly guard?: unknown };

function behaviourOf(node: StateNode): readonly Behaviour[] {
  const events = [...node.transitions.values()].flat();
  return [
    { where: 'entry', actions: node.entry },
    { where: 'exit', actions: node.exit },
    { where: 'initial', actions: node.initial.actions },
    ...events.map(({ eventType, actions, guard }) => ({ where: `on '${eventType}'`, actions, guard })),
    ...(node.always ?? []).map(({ actions, guard }) => ({ where: 'always', actions, guard })),
  ];
}

const PURE_ACTIONS = ['xstate.assign', 'xstate.raise', 'xstate.cancel', 'xstate.enqueueActions'];

/** The actions of xstate that do something outside the machine, and what a game does instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  'xstate.spawnChild': 'spawnChild() starts an actor, and a game cannot have actors; use the context instead',
  'xstate.stopChild': 'stopChild() stops an actor, and a game cannot have actors',
  'xstate.sendTo': 'sendTo() sends to an actor, and a game cannot have actors; raise() sends to the machine',
  'xstate.emit': 'emit() has no listener here; store what happened in the context and show it in `view`',
  'xstate.log':
    'log() prints nothing here, since the step is pure; store what you want to see in the context',
};

function problemOfAction(machine: AnyStateMachine, action: unknown): string | undefined {
  const name = typeof action === 'function' ? undefined : nameOf(action);
  const found = implementationOf(machine.implementations.actions, action);
  if (typeof found !== 'function')
    return `action '${name}' is not implemented; add it to setup({ actions: { … } })`;
  const kind = 'resolve' in found && 'type' in found ? String(found.type) : undefined;
  const prefix = name === undefined ? '' : `action '${name}': `;
  if (kind === undefined) {
    return `${prefix}a plain function is a side effect; use assign(…) to change the context, and remove the rest`;
  }
  if (!PURE_ACTIONS.includes(kind))
    return prefix + (INSTEAD[kind] ?? `'${kind}' is a side effect; use assign(…)`);
  const delay = kind === 'xstate.raise' && 'delay' in found ? found.delay : undefined;
  if (delay === undefined || isDelay(machine, delay)) return undefined;
  return `${prefix}delay '${delay}' is not implemented; add it to setup({ delays: { … } })`;
}

function problemOfGuard(machine: AnyStateMachine, guard: unknown): string | undefined {
  if (typeof guard === 'function') {
    // and(), or(), not() and stateIn() are functions too, but have a `check`.
    if (!('check' in guard))
      return 'an inline guard has no name that could be the reason of a refusal; name it in setup({ guards })';
    const parts = 'guards' in guard ? (guard.guards as readonly unknown[]) : [];
    return parts.map((part) => problemOfGuard(machine, part)).find(Boolean);
  }
  const name = nameOf(guard);
  const implementation = implementationOf(machine.implementations.guards, guard);
  if (typeof implementation !== 'function') {
    return `guard '${name}' is not implemented; add it to setup({ guards: { … } })`;
  }
  return 'check' in implementation ? problemOfGuard(machine, implementation) : undefined;
}

function isDelay(machine: AnyStateMachine, delay: unknown): boolean {
  return typeof delay !== 'string' || Object.hasOwn(machine.implementations.delays, delay);
}
