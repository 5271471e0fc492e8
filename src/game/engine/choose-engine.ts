// Decides which engine runs a machine: the compiled one if it knows every key of the machine, else xstate itself.
import type { AnyStateMachine } from 'xstate';
import { type StateNode, stateNodesOf, type Transition } from '../machine-introspection.ts';
import { obstacleInAction, obstacleInGuard } from './compiled/actions.ts';
import { compiledEngine } from './compiled/compile.ts';
import type { Engine, EngineInfo, EngineName } from './engine.ts';
import { xstateEngine, xstateVersionOf } from './xstate-engine.ts';

/** `wanted`: `compiled`, the default, for the compiled engine where that is possible. */
export function chooseEngine(
  machine: AnyStateMachine,
  wanted?: EngineName,
): { readonly engine: Engine; readonly info: EngineInfo } {
  const info = engineInfo(machine, wanted);
  return { engine: info.name === 'compiled' ? compiledEngine(machine) : xstateEngine(machine), info };
}

/** Which engine a machine gets, and why. */
export function engineInfo(machine: AnyStateMachine, wanted: EngineName = 'compiled'): EngineInfo {
  const because = wanted === 'xstate' ? "the option `engine` is 'xstate'" : obstacleToCompiling(machine);
  const version = xstateVersionOf(machine);
  const xstate = version === undefined ? {} : { xstate: version };
  return because === undefined ? { name: 'compiled', ...xstate } : { name: 'xstate', because, ...xstate };
}

/** `compiled`, or `xstate, slower than compiled, since state 'm.a', entry: uses enqueueActions`. */
export function describeEngine({ name, because }: EngineInfo): string {
  return because === undefined ? name : `${name}, slower than compiled, since ${because}`;
}

/** The keys whose meaning the compiled engine knows. A later xstate may add others, which it must not ignore. */
const ROOT_KEYS = ['context', 'version', 'types', 'schemas', 'options'];
const STATE_KEYS = [
  ...[
    'id',
    'type',
    'initial',
    'states',
    'on',
    'always',
    'after',
    'entry',
    'exit',
    'onDone',
    'output',
    'order',
  ],
  ...['invoke', 'history', 'tags', 'meta', 'description'],
];
const TRANSITION_KEYS = ['target', 'guard', 'actions', 'reenter', 'meta', 'description'];
/** What xstate adds to the author's keys when it reads a transition. */
const READ_KEYS = ['source', 'eventType', 'toJSON', 'event', 'delay'];

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
  const strange = unknownKey(config, known) ?? unknownKey(machine.options, ['maxIterations']);
  if (strange !== undefined) return ` has the unknown key '${strange}'`;
  // One active leaf at a time, and none to remember.
  if (!['atomic', 'compound', 'final'].includes(type)) return ` is of type '${type}'`;
  if (invoke.length > 0) return ' uses invoke';
  const { initial } = config;
  const inInitial = typeof initial === 'object' ? unknownKey(initial, TRANSITION_KEYS) : undefined;
  if (inInitial !== undefined) return `, initial: unknown key '${inInitial}'`;
  return obstacleInBehaviour(machine, node);
}

function obstacleInBehaviour(machine: AnyStateMachine, node: StateNode): string | undefined {
  for (const [where, actions] of Object.entries({
    entry: node.entry,
    exit: node.exit,
    initial: node.initial.actions,
  })) {
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
  const { source, target = [], reenter, guard, actions } = transition;
  const strange = unknownKey(transition, [...TRANSITION_KEYS, ...READ_KEYS]);
  if (strange !== undefined) return `unknown key '${strange}'`;
  if (target.length > 1) return 'has several targets';
  // The root stays entered from the start to the end.
  const leavesRoot = target.some((node) => node.parent === undefined && node !== source);
  if (leavesRoot || (source.parent === undefined && reenter)) return 'enters the root again';
  return obstacleInGuard(machine, guard) ?? obstacleInActions(machine, actions);
}

function obstacleInActions(machine: AnyStateMachine, actions: readonly unknown[]): string | undefined {
  return actions.map((action) => obstacleInAction(machine, action)).find((one) => one !== undefined);
}

function unknownKey(config: object, known: readonly string[]): string | undefined {
  return Object.keys(config).find((key) => !known.includes(key));
}
