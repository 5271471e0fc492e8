// The step as the rules ask for it: pure, from one snapshot of a machine to the next. Two implementations, one meaning.
import type { AnyMachineSnapshot, EventObject } from 'xstate';
import type { Json } from '../../json.ts';
import { GameFault } from '../rules.ts';

/** A machine at rest, between two events. */
export type Snapshot = Pick<
  AnyMachineSnapshot,
  'status' | 'output' | 'error' | 'value' | 'context' | 'historyValue' | 'machine' | '_nodes'
>;

/** The machine asks for an event later, or takes that wish back; in the order in which it did. */
export type ScheduleRequest =
  | {
      readonly kind: 'raise';
      readonly event: EventObject;
      readonly id: string | undefined;
      readonly delay: number;
    }
  | { readonly kind: 'cancel'; readonly id: string };

export type Step = { readonly snapshot: Snapshot; readonly scheduling: readonly ScheduleRequest[] };

/** What must be kept of a snapshot to go on from it. */
export type SavedSnapshot = {
  readonly value: Json;
  readonly context: Json;
  readonly history: Json;
  readonly output: Json;
};

/** All of it throws GameFault where the author's code throws, or does what a game may not. */
export type Engine = {
  start(input: unknown): Step;
  /** A refused event gives back the very same snapshot, and schedules nothing. */
  next(snapshot: Snapshot, event: EventObject): Step & { readonly acted: boolean };
  /** Whether the machine would take the event: follow a transition that leads somewhere, or does something. */
  can(snapshot: Snapshot, event: EventObject): boolean;
  save(snapshot: Snapshot): SavedSnapshot;
  restore(saved: SavedSnapshot): Snapshot;
};

/** Ends an `always` or `raise` that never comes to rest. An honest game takes a handful a step. */
export const MAX_MICROSTEPS = 1000;

/** Runs the author's code; what it throws becomes the cause of a GameFault. */
export function runAuthorCode<Result>(what: string, run: () => Result): Result {
  try {
    return run();
  } catch (cause) {
    throw toGameFault(what, cause);
  }
}

/** What the author's code threw, as the GameFault that it costs. */
export function toGameFault(what: string, cause: unknown): GameFault {
  return cause instanceof GameFault ? cause : new GameFault(`the game threw on ${what}`, { cause });
}

/**
 * A wish for later, from what xstate's raise() resolves to; undefined for an event that comes at once.
 * @throws GameFault
 */
export function delayedRaise(
  event: EventObject,
  id: string | undefined,
  delay: unknown,
): ScheduleRequest | undefined {
  if (typeof delay === 'number') return { kind: 'raise', event, id, delay };
  // Without a number xstate raises at once: right for raise(), never meant by `after`
  if (id?.startsWith('xstate.after.')) throw new GameFault(`the delay of '${id}' is ${typeof delay}, not ms`);
  return undefined;
}
