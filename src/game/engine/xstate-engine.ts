// The step as xstate itself takes it, without starting an actor. The only file of src that runs code of xstate.
import { createRequire } from 'node:module';
import {
  type AnyActorRef,
  type AnyActorScope,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createEmptyActor,
  type EventObject,
  type Snapshot as PersistedSnapshot,
  StateMachine,
} from 'xstate';
import { GameFault } from '../errors.ts';
import { stateNodesOf } from '../machine-introspection.ts';
import {
  type Engine,
  endlessError,
  faultOfDelay,
  MAX_MICROSTEPS,
  runAuthorCode,
  type SavedSnapshot,
  type ScheduleRequest,
  type Snapshot,
} from './engine.ts';

/** Runs any machine that a game may have. */
export function xstateEngine(machine: AnyStateMachine): Engine {
  // A copy, so that the author's machine stays as it was.
  const bounded = machine.provide({});
  bounded.options = { ...bounded.options, maxIterations: MAX_MICROSTEPS };
  const inert = inertScope();
  // One scope for all steps, and one list that each step replaces: the steps of a game never overlap.
  let executed: Executed[] = [];
  const scope = { ...inert, actionExecutor: (action: Executed) => executed.push(action) };
  const isParallel = stateNodesOf(bounded).some((node) => node.type === 'parallel');

  function run(what: string, step: (scope: AnyActorScope) => AnyMachineSnapshot) {
    executed = [];
    const snapshot = runAuthorCode(what, () => plainly(() => step(scope)));
    checkStatus(what, snapshot);
    return { snapshot, requests: executed.flatMap(requestsOf), acted: executed.length > 0 };
  }
  /**
   * A restored snapshot lists parallel regions in another order than one that was reached step by step, and xstate
   * acts in that order. Restoring after every step makes a reloaded match behave like one that was never stored.
   */
  const normalized = (snapshot: AnyMachineSnapshot) =>
    isParallel ? restored(bounded, snapshot, inert) : snapshot;

  return {
    start(input) {
      const { snapshot, requests } = run('the set-up', (scope) => bounded.getInitialSnapshot(scope, input));
      return { snapshot: normalized(snapshot), requests };
    },
    next(snapshot, event) {
      const from = snapshot as AnyMachineSnapshot;
      const step = run(`'${event.type}'`, (scope) => bounded.transition(from, event, scope));
      return step.snapshot === snapshot ? step : { ...step, snapshot: normalized(step.snapshot) };
    },
    can: (snapshot, event) =>
      runAuthorCode(`'${event.type}'`, () => plainly(() => (snapshot as AnyMachineSnapshot).can(event))),
    save: saveSnapshot,
    restore: (saved) => runAuthorCode('loading', () => restored(bounded, persistedOf(saved), inert)),
  };
}

/** The version of xstate that made the machine, such as `5.33.3`; undefined for a copy that is not ours. */
export function xstateVersionOf(machine: AnyStateMachine): string | undefined {
  if (!(machine instanceof StateMachine)) return undefined;
  const { version } = createRequire(import.meta.url)('xstate/package.json') as { version: string };
  return version;
}

/** Stands for the actor that a game does not have: throws at any use of it. */
export function refusingActor(): AnyActorRef {
  const refuse = refuseActors;
  return new Proxy(Object.create(null), { get: refuse, has: refuse, set: refuse, ownKeys: refuse });
}

export function refuseActors(): never {
  throw new GameFault('a game has no actors: it may not spawn, send to, or read `self`');
}

type Executed = { readonly type: string; readonly params?: unknown };

/** What a live actor would give its machine, without the actor: building one costs more than the step. */
export function inertScope(): AnyActorScope {
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

/** Without what xstate adds to errors, so that the faults of both engines have the same text; a test compares them. */
function plainly<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw withoutAdditions(error);
  }
}

function withoutAdditions(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.message.startsWith('Infinite loop')) return endlessError();
  // The author's error itself is lost: only its message is left, behind the name of the guard.
  const [added] = /^Unable to evaluate guard .*:\n/.exec(error.message) ?? [];
  return added === undefined ? error : new Error(error.message.slice(added.length));
}

/** xstate reports an error during set-up as a status, and a game may raise `xstate.stop`: both are faults. */
function checkStatus(what: string, snapshot: AnyMachineSnapshot): void {
  if (snapshot.status === 'error') {
    if (snapshot.error instanceof GameFault) throw snapshot.error;
    throw new GameFault(`the game threw on ${what}`, { cause: withoutAdditions(snapshot.error) });
  }
  if (snapshot.status === 'stopped') throw new GameFault(`the machine stopped itself on ${what}`);
}

function requestsOf({ type, params }: Executed): ScheduleRequest[] {
  if (type === 'xstate.cancel') return [{ kind: 'cancel', id: (params as { sendId: string }).sendId }];
  if (type !== 'xstate.raise') throw new GameFault(`'${type}' is a side effect: a game may not have any`);
  const { event, id, delay } = params as { event: EventObject; id?: string; delay?: unknown };
  if (typeof delay === 'number') return [{ kind: 'raise', event, id, delay }];
  const fault = faultOfDelay(id, delay);
  if (fault) throw fault;
  return [];
}

/** The same for every engine, so that each can restore what another has saved. */
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
  // Without the context: xstate would search all of it for actors.
  const bare = machine.restoreSnapshot(
    { ...snapshot, context: undefined } as unknown as PersistedSnapshot<unknown>,
    scope,
  );
  return Object.assign(bare, { context: (snapshot as AnyMachineSnapshot).context });
}
