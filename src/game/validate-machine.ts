// What a machine may not contain, since the pure step could not run it: looked for in every state, before any play.
import type { AnyStateMachine } from 'xstate';
import { GameDefinitionError } from './errors.ts';
import { implementationOf, nameOf, type StateNode, stateNodesOf } from './machine-introspection.ts';

/** @throws GameDefinitionError that names the state, and what to do instead */
export function validateMachine(game: string, machine: AnyStateMachine): void {
  const nodes = stateNodesOf(machine);
  const refuse = (where: string, complaint: string | undefined) => {
    if (complaint) throw new GameDefinitionError(game, `${where}: ${complaint}`);
  };
  for (const node of nodes) {
    refuse(`state '${node.id}'`, complaintAboutState(node));
    for (const { where, actions, guard } of behaviourOf(node)) {
      const place = `state '${node.id}', ${where}`;
      for (const action of actions) refuse(place, complaintAboutAction(machine, action));
      refuse(place, guard === undefined ? undefined : complaintAboutGuard(machine, guard));
    }
  }
  refuse(`machine '${machine.id}'`, complaintAboutEnding(machine, nodes));
}

function complaintAboutState(node: StateNode): string | undefined {
  if (node.invoke.length > 0) {
    return 'invoke runs an actor, and a game has none; what happens later is an `after`, what someone does an intent';
  }
  const nameless = node.after.find(({ delay }) => delay !== undefined && !isDelay(node.machine, delay));
  return nameless && `after '${nameless.delay}' is not implemented; add it to setup({ delays: { … } })`;
}

function complaintAboutEnding(machine: AnyStateMachine, nodes: readonly StateNode[]): string | undefined {
  if (!nodes.some((node) => node.type === 'final')) {
    return "no state is final, so no match could end; add one with type: 'final'";
  }
  if (machine.config.output === undefined) {
    return 'the root has no `output`, so no match could have an outcome; give it one: { winners, reason }';
  }
  const hearsLeavers = nodes.some((node) =>
    ['seat.left', 'seat.*', '*'].some((type) => node.transitions.has(type)),
  );
  if (hearsLeavers) return undefined;
  return "no state takes 'seat.left', so whoever leaves would freeze the match; say at the root what becomes of it";
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

/** Of xstate's own actions those that do something outside the machine, and what a game does instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  'xstate.spawnChild': 'spawnChild() starts an actor, and a game has none; keep its state in the context',
  'xstate.stopChild': 'stopChild() stops an actor, and a game has none',
  'xstate.sendTo': 'sendTo() sends to an actor, and a game has none; raise() speaks to the machine itself',
  'xstate.emit': 'emit() would be heard by nobody; put what happened into the context and show it in `view`',
  'xstate.log': 'log() would print nothing, as the step is pure; put what you want to see into the context',
};

function complaintAboutAction(machine: AnyStateMachine, action: unknown): string | undefined {
  const name = typeof action === 'function' ? undefined : nameOf(action);
  const found = implementationOf(machine.implementations.actions, action);
  if (typeof found !== 'function')
    return `action '${name}' is not implemented; add it to setup({ actions: { … } })`;
  const kind = 'resolve' in found && 'type' in found ? String(found.type) : undefined;
  const called = name === undefined ? '' : `action '${name}': `;
  if (kind === undefined) {
    return `${called}a function is a side effect; wrap what changes the game in assign(…), and leave out the rest`;
  }
  if (!PURE_ACTIONS.includes(kind))
    return called + (INSTEAD[kind] ?? `'${kind}' is a side effect; use assign(…)`);
  const delay = kind === 'xstate.raise' && 'delay' in found ? found.delay : undefined;
  if (delay === undefined || isDelay(machine, delay)) return undefined;
  return `${called}delay '${delay}' is not implemented; add it to setup({ delays: { … } })`;
}

function complaintAboutGuard(machine: AnyStateMachine, guard: unknown): string | undefined {
  if (typeof guard === 'function') {
    // and(), or(), not() and stateIn() are functions too, but carry a `check`
    if (!('check' in guard))
      return 'an inline guard has no name to give as the reason; name it in setup({ guards })';
    const parts = 'guards' in guard ? (guard.guards as readonly unknown[]) : [];
    return parts.map((part) => complaintAboutGuard(machine, part)).find(Boolean);
  }
  const name = nameOf(guard);
  const implementation = implementationOf(machine.implementations.guards, guard);
  if (typeof implementation !== 'function') {
    return `guard '${name}' is not implemented; add it to setup({ guards: { … } })`;
  }
  return 'check' in implementation ? complaintAboutGuard(machine, implementation) : undefined;
}

function isDelay(machine: AnyStateMachine, delay: unknown): boolean {
  return typeof delay !== 'string' || Object.hasOwn(machine.implementations.delays, delay);
}
