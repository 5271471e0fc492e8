// The pure step: the only file of the house that imports xstate at run time. No actor is ever started.
import {
  type AnyActorScope,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createEmptyActor,
  type EventObject,
  type Snapshot,
} from 'xstate';
import type { Json } from '../json.ts';
import { GameFault } from './rules.ts';
import { stateNodesOf } from './state-nodes.ts';

/** The machine asks for an event later, or takes that wish back; in the order in which it did. */
export type Scheduling =
  | {
      readonly kind: 'raise';
      readonly event: EventObject;
      readonly id: string | undefined;
      readonly delay: number;
    }
  | { readonly kind: 'cancel'; readonly id: string };

export type Step = { readonly snapshot: AnyMachineSnapshot; readonly scheduling: readonly Scheduling[] };

/** What must be kept of a snapshot to go on from it. */
export type SavedSnapshot = {
  readonly value: Json;
  readonly context: Json;
  readonly history: Json;
  readonly output: Json;
};

/** All of it throws GameFault where the author's code throws, or does what a game may not. */
export type Stepper = {
  start(input: unknown): Step;
  /** A refused event gives back the very same snapshot, and schedules nothing. */
  next(snapshot: AnyMachineSnapshot, event: EventObject): Step & { readonly acted: boolean };
  save(snapshot: AnyMachineSnapshot): SavedSnapshot;
  restore(saved: SavedSnapshot): AnyMachineSnapshot;
};

/** Ends an `always` or `raise` that never comes to rest. An honest game takes a handful a step. */
const MAX_MICROSTEPS = 1000;

export function stepperOf(machine: AnyStateMachine): Stepper {
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
    const snapshot = guarded(what, () => step(scope));
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
      return { ...step, snapshot: settle(step.snapshot) };
    },
    next(snapshot, event) {
      const step = run(`'${event.type}'`, (scope) => bounded.transition(snapshot, event, scope));
      return step.snapshot === snapshot ? step : { ...step, snapshot: settle(step.snapshot) };
    },
    save: savedOf,
    restore: (saved) => guarded('loading', () => restored(bounded, persistedOf(saved), inert)),
  };
}

/** Runs the author's code; what it throws becomes the cause of a GameFault. */
export function guarded<Result>(what: string, run: () => Result): Result {
  try {
    return run();
  } catch (cause) {
    throw cause instanceof GameFault ? cause : new GameFault(`the game threw on ${what}`, { cause });
  }
}

type Action = { readonly type: string; readonly params?: unknown };

/**
 * What a live actor would give its machine, without the actor: building one costs more than the step itself.
 * A game that reaches for `self`, to spawn or to send, is told so.
 */
function inertScope(): AnyActorScope {
  const nothing = () => {};
  const refuse = () => {
    throw new GameFault('a game has no actors: it may not spawn, send to, or read `self`');
  };
  return {
    self: new Proxy(Object.create(null), { get: refuse, has: refuse, set: refuse, ownKeys: refuse }),
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

function schedulingOf({ type, params }: Action): Scheduling[] {
  if (type === 'xstate.cancel') return [{ kind: 'cancel', id: (params as { sendId: string }).sendId }];
  if (type !== 'xstate.raise') throw new GameFault(`'${type}' is a side effect: a game may not have any`);
  const { event, id, delay } = params as { event: EventObject; id?: string; delay?: unknown };
  if (typeof delay === 'number') return [{ kind: 'raise', event, id, delay }];
  // Without a number xstate raises at once: right for raise(), never meant by `after`
  if (id?.startsWith('xstate.after.')) throw new GameFault(`the delay of '${id}' is ${typeof delay}, not ms`);
  return [];
}

function savedOf(snapshot: AnyMachineSnapshot): SavedSnapshot {
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
    { ...snapshot, context: undefined } as unknown as Snapshot<unknown>,
    scope,
  );
  return Object.assign(bare, { context: (snapshot as AnyMachineSnapshot).context });
}
