// The port of the pure step, from one snapshot of a machine to the next. Two engines implement it, with one meaning.
import type { AnyMachineSnapshot, EventObject } from 'xstate';
import type { Json } from '../../json.ts';
import { GameFault } from '../errors.ts';

/** `compiled`: about 30 times faster, for machines without parallel or history states. `xstate`: any machine. */
export type EngineName = 'compiled' | 'xstate';

/** Which engine runs a game. */
export type EngineInfo = {
  readonly name: EngineName;
  /** Why the machine is not compiled, such as `state 'm.a', entry: uses enqueueActions`. */
  readonly because?: string;
  /** The version of xstate that made the machine, if it is the copy that turnkeeper itself imports. */
  readonly xstate?: string;
};

/** What is stored of it with each match, so that a difference between engines can be traced to matches. */
export type RecordedEngine = Pick<EngineInfo, 'name' | 'xstate'>;

/** A machine at rest, between two events. */
export type Snapshot = Pick<
  AnyMachineSnapshot,
  'status' | 'output' | 'error' | 'value' | 'context' | 'historyValue' | 'machine' | '_nodes'
>;

/** The machine asks for an event later (`delay`: ms), or cancels that. In the order in which it asked. */
export type ScheduleRequest =
  | {
      readonly kind: 'raise';
      readonly event: EventObject;
      readonly id: string | undefined;
      readonly delay: number;
    }
  | { readonly kind: 'cancel'; readonly id: string };

export type Step = { readonly snapshot: Snapshot; readonly requests: readonly ScheduleRequest[] };

/** The part of a snapshot that must be stored to continue from it. */
export type SavedSnapshot = {
  readonly value: Json;
  readonly context: Json;
  readonly history: Json;
  readonly output: Json;
};

/** Every method throws GameFault where the author's code throws, or does what a game may not do. */
export type Engine = {
  start(input: unknown): Step;
  /** `acted`: something was raised or cancelled. A refused event returns the same snapshot, and does not act. */
  next(snapshot: Snapshot, event: EventObject): Step & { readonly acted: boolean };
  /** Whether the machine would take the event: it has a transition that enters a state or has actions. */
  can(snapshot: Snapshot, event: EventObject): boolean;
  save(snapshot: Snapshot): SavedSnapshot;
  restore(saved: SavedSnapshot): Snapshot;
};

/** Ends an `always` or `raise` that never comes to rest. A real game takes fewer than ten microsteps in a step. */
export const MAX_MICROSTEPS = 1000;

export function endlessError(): Error {
  return new Error(`the machine did not come to rest within ${MAX_MICROSTEPS} microsteps`);
}

/** Runs the author's code. What it throws becomes the cause of a GameFault; `what` completes "the game threw on". */
export function runAuthorCode<Result>(what: string, run: () => Result): Result {
  try {
    return run();
  } catch (cause) {
    throw toGameFault(what, cause);
  }
}

export function toGameFault(what: string, cause: unknown): GameFault {
  return cause instanceof GameFault ? cause : new GameFault(`the game threw on ${what}`, { cause });
}

/**
 * Where a delay is not a number, xstate raises the event at once. That is right for raise(), and never meant by
 * `after`, whose ids begin with `xstate.after.`
 */
export function faultOfDelay(id: string | undefined, delay: unknown): GameFault | undefined {
  if (!id?.startsWith('xstate.after.')) return undefined;
  return new GameFault(`the delay of '${id}' is ${typeof delay}, not ms`);
}
