// The step as xstate itself takes it: the only file of the house that runs it. No actor is ever started.

import {
  type AnyActorRef,
  type AnyActorScope,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createEmptyActor,
  type EventObject,
  type Snapshot as Persisted,
} from 'xstate';
import { stateNodesOf } from '../machine-introspection.ts';
import { GameFault } from '../rules.ts';
import {
  delayedRaise,
  type Engine,
  MAX_MICROSTEPS,
  runAuthorCode,
  type SavedSnapshot,
  type ScheduleRequest,
  type Snapshot,
} from './engine.ts';

/** Runs any machine that a game may have. */
export function xstateEngine(machine: AnyStateMachine): Engine {
  // A copy: the author's own machine stays as it was
  const bounded = machine.provide({});
  bounded.options = { ...bounded.options, maxIterations: MAX_MICROSTEPS };
  const inert = inertScope();
  // One scope for all steps, and one list that each step begins anew: they are steps of one game, one at a time.
  let actions: Action[] = [];
  const scope = { ...inert, actionExecutor: (action: Action) => actions.push(action) };
  const parallel = stateNodesOf(bounded).some((node) => node.type === 'parallel');

  function run(what: string, step: (scope: AnyActorScope) => AnyMachineSnapshot) {
    actions = [];
    const snapshot = runAuthorCode(what, () => step(scope));
    checkEnd(what, snapshot);
    return { snapshot, scheduling: actions.flatMap(schedulingOf), acted: actions.length > 0 };
  }
  /**
   * A restored snapshot lists parallel regions in another order than one that got there step by step, and xstate
   * acts in that order. Restoring after every step keeps a reloaded match in step with one that ran on.
   */
  const settle = (snapshot: AnyMachineSnapshot) => (parallel ? restored(bounded, snapshot, inert) : snapshot);

  return {
    start(input) {
      const step = run('the set-up', (scope) => bounded.getInitialSnapshot(scope, input));
      return { snapshot: settle(step.snapshot), scheduling: step.scheduling };
    },
    next(snapshot, event) {
      const from = snapshot as AnyMachineSnapshot;
      const step = run(`'${event.type}'`, (scope) => bounded.transition(from, event, scope));
      return step.snapshot === snapshot ? step : { ...step, snapshot: settle(step.snapshot) };
    },
    can: (snapshot, event) => (snapshot as AnyMachineSnapshot).can(event),
    save: saveSnapshot,
    restore: (saved) => runAuthorCode('loading', () => restored(bounded, persistedOf(saved), inert)),
  };
}

type Action = { readonly type: string; readonly params?: unknown };

/** What a live actor would give its machine, without the actor: building one costs more than the step itself. */
function inertScope(): AnyActorScope {
  const nothing = () => {};
  return {
    self: refusingActor(),
    system: createEmptyActor().system,
    id: '',
    sessionId: '',
    logger: nothing,
    defer: nothing,
    emit: nothing,
    stopChild: nothing,
    actionExecutor: nothing,
  };
}

/** xstate reports an error during set-up as a status; a game may raise `xstate.stop`; both end here. */
function checkEnd(what: string, snapshot: AnyMachineSnapshot): void {
  if (snapshot.status === 'error') {
    if (snapshot.error instanceof GameFault) throw snapshot.error;
    throw new GameFault(`the game threw on ${what}`, { cause: snapshot.error });
  }
  if (snapshot.status === 'stopped') throw new GameFault(`the machine stopped itself on ${what}`);
}

function schedulingOf({ type, params }: Action): ScheduleRequest[] {
  if (type === 'xstate.cancel') return [{ kind: 'cancel', id: (params as { sendId: string }).sendId }];
  if (type !== 'xstate.raise') throw new GameFault(`'${type}' is a side effect: a game may not have any`);
  const { event, id, delay } = params as { event: EventObject; id?: string; delay?: unknown };
  const wish = delayedRaise(event, id, delay);
  return wish === undefined ? [] : [wish];
}

/** The same for every stepper, so that what one has saved another restores. */
export function saveSnapshot(snapshot: Snapshot): SavedSnapshot {
  const history = Object.entries(snapshot.historyValue as Record<string, readonly { id: string }[]>);
  return {
    value: snapshot.value,
    context: snapshot.context,
    history: Object.fromEntries(history.map(([state, nodes]) => [state, nodes.map(({ id }) => ({ id }))])),
    output: snapshot.output ?? null,
  };
}

function persistedOf({ value, context, history, output }: SavedSnapshot) {
  const status = output === null ? 'active' : 'done';
  return { value, context, historyValue: history, status, output: output ?? undefined, children: {} };
}

function restored(machine: AnyStateMachine, snapshot: object, scope: AnyActorScope): AnyMachineSnapshot {
  // The context stays out of it: xstate would search all of it for actors
  const bare = machine.restoreSnapshot(
    { ...snapshot, context: undefined } as unknown as Persisted<unknown>,
    scope,
  );
  return Object.assign(bare, { context: (snapshot as AnyMachineSnapshot).context });
}

// What stands where xstate has actors: a game that reaches for `self`, to spawn or to send, is told that there is none.

export function refuseActors(): never {
  throw new GameFault('a game has no actors: it may not spawn, send to, or read `self`');
}

/** Throws at whatever is asked of it. */
export function refusingActor(): AnyActorRef {
  const refuse = refuseActors;
  return new Proxy(Object.create(null), { get: refuse, has: refuse, set: refuse, ownKeys: refuse });
}
