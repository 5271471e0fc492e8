// Why a machine cannot be compiled: it has a part or a key whose meaning the compiled engine does not know.
import type { AnyStateMachine } from 'xstate';
import {
  implementationOf,
  type Reference,
  type StateNode,
  stateNodesOf,
  type Transition,
} from '../../machine-introspection.ts';
import { type ActionKind, isCombined, isCompilableKind, kindOf, PROBE } from './actions.ts';

/** The keys whose meaning the compiled engine knows. A later xstate may add others, which it must not ignore. */
const ROOT_KEYS = ['context', 'version', 'types', 'schemas', 'options'];
const STATE_KEYS =
  'id type initial states on always after entry exit onDone output invoke history tags meta description'.split(
    ' ',
  );
const TRANSITION_KEYS = ['target', 'guard', 'actions', 'reenter', 'meta', 'description'];
/** What xstate adds to the author's keys when it reads a transition; the last two only for `after`. */
const ADDED_KEYS = ['source', 'eventType', 'toJSON'];
const ADDED_AFTER_KEYS = [...ADDED_KEYS, 'event', 'delay'];

/** All enumerable keys of xstate's action objects, by kind: one with another key may mean more than we know. */
const ACTION_KEYS: Readonly<Record<ActionKind, readonly string[]>> = {
  'xstate.assign': ['type', 'assignment', 'resolve'],
  'xstate.raise': ['type', 'event', 'id', 'delay', 'resolve', 'execute'],
  'xstate.cancel': ['type', 'sendId', 'resolve', 'execute'],
  [PROBE]: ['type', 'probe', 'resolve'],
};

/** Of `{ type: 'mark', params }`. */
const REFERENCE_KEYS = ['type', 'params'];

/** Why the machine cannot be compiled: where in it, and what; undefined for one that can. */
export function obstacleToCompiling(machine: AnyStateMachine): string | undefined {
  for (const node of stateNodesOf(machine)) {
    const obstacle = obstacleInState(machine, node);
    if (obstacle !== undefined) return `state '${node.id}'${obstacle}`;
  }
  return undefined;
}

function obstacleInState(machine: AnyStateMachine, node: StateNode): string | undefined {
  const { config, type, invoke } = node;
  const known = node === machine.root ? [...STATE_KEYS, ...ROOT_KEYS] : STATE_KEYS;
  const unknown = unknownKey(config, known) ?? unknownKey(machine.options, ['maxIterations']);
  if (unknown !== undefined) return ` has the unknown key '${unknown}'`;
  // One active leaf at a time, and none to remember.
  if (!['atomic', 'compound', 'final'].includes(type)) return ` is of type '${type}'`;
  if (invoke.length > 0) return ' uses invoke';
  const { initial } = config;
  const inInitial = typeof initial === 'object' ? unknownKey(initial, TRANSITION_KEYS) : undefined;
  if (inInitial !== undefined) return `, initial: unknown key '${inInitial}'`;
  return obstacleInBehaviour(machine, node);
}

function obstacleInBehaviour(machine: AnyStateMachine, node: StateNode): string | undefined {
  const { entry, exit, initial } = node;
  for (const [where, actions] of Object.entries({ entry, exit, initial: initial.actions })) {
    const obstacle = obstacleInActions(machine, actions);
    if (obstacle !== undefined) return `, ${where}: ${obstacle}`;
  }
  for (const transition of [...[...node.transitions.values()].flat(), ...(node.always ?? [])]) {
    const obstacle = obstacleInTransition(machine, transition);
    if (obstacle !== undefined) return `, on '${transition.eventType}': ${obstacle}`;
  }
  return undefined;
}

function obstacleInTransition(machine: AnyStateMachine, transition: Transition): string | undefined {
  const { source, target = [], reenter, guard, actions, eventType } = transition;
  const added = eventType.startsWith('xstate.after.') ? ADDED_AFTER_KEYS : ADDED_KEYS;
  const unknown = unknownKey(transition, [...TRANSITION_KEYS, ...added]);
  if (unknown !== undefined) return `unknown key '${unknown}'`;
  if (target.length > 1) return 'has several targets';
  // The root stays entered from the start to the end.
  const leavesRoot = target.some((node) => node.parent === undefined && node !== source);
  if (leavesRoot || (source.parent === undefined && reenter)) return 'enters the root again';
  return obstacleInGuard(machine, guard) ?? obstacleInActions(machine, actions);
}

function obstacleInActions(machine: AnyStateMachine, actions: readonly unknown[]): string | undefined {
  return actions.map((action) => obstacleInAction(machine, action)).find((one) => one !== undefined);
}

/** Why an action cannot be compiled; undefined for one that can. */
function obstacleInAction(machine: AnyStateMachine, action: Reference): string | undefined {
  const unknown = unknownKeyOf(action);
  if (unknown !== undefined) return `an action has the unknown key '${unknown}'`;
  const found = implementationOf(machine.implementations.actions, action);
  const kind = kindOf(found);
  if (!isCompilableKind(kind)) return `uses ${kind.replace('xstate.', '') || 'an unknown action'}`;
  const key = Object.keys(found as object).find((one) => !ACTION_KEYS[kind].includes(one));
  if (key !== undefined) return `${kind.replace('xstate.', '')} has the unknown key '${key}'`;
  // xstate refuses to raise a name instead of an event, with its own message, when the action runs.
  return typeof (found as { readonly event?: unknown }).event === 'string'
    ? 'raises a name, not an event'
    : undefined;
}

/** Why a guard cannot be compiled; undefined for one that can. */
function obstacleInGuard(machine: AnyStateMachine, guard: Reference): string | undefined {
  if (guard === undefined) return undefined;
  const unknown = unknownKeyOf(guard);
  if (unknown !== undefined) return `a guard has the unknown key '${unknown}'`;
  const found = implementationOf(machine.implementations.guards, guard);
  if (typeof found !== 'function') return 'a guard is not implemented';
  if (!isCombined(found)) {
    // stateIn() needs a whole snapshot.
    const [key] = Object.keys(found);
    return key && ('check' in found ? `uses ${found.name}` : `a guard has the unknown key '${key}'`);
  }
  const key = Object.keys(found).find((one) => one !== 'check' && one !== 'guards');
  if (key !== undefined) return `${found.name}() has the unknown key '${key}'`;
  if (!['and', 'or', 'not'].includes(found.name)) return `uses ${found.name}`;
  return found.guards.map((part) => obstacleInGuard(machine, part)).find((one) => one !== undefined);
}

function unknownKeyOf(reference: Reference): string | undefined {
  return typeof reference === 'object' && reference !== null
    ? unknownKey(reference, REFERENCE_KEYS)
    : undefined;
}

function unknownKey(config: object, known: readonly string[]): string | undefined {
  return Object.keys(config).find((key) => !known.includes(key));
}
