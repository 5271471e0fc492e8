// Turns the delays that a machine asks for into absolute deadlines. It never waits for one: the room has the timer.
import type { AnyStateMachine, EventObject } from 'xstate';
import type { ScheduleRequest } from './engine/engine.ts';
import { GameFault } from './errors.ts';
import { stateNodesOf } from './machine-introspection.ts';
import type { Deadline } from './rules.ts';

/**
 * A deadline with the event that it will send to the machine. The event may hold secrets, so it is a private field:
 * showing the deadline, copying it or writing it as JSON leaves the event out.
 */
export class PendingDeadline implements Deadline {
  readonly id: string;
  readonly name: string;
  readonly at: number;
  readonly #event: EventObject;

  constructor({ id, name, at }: Deadline, event: EventObject) {
    this.id = id;
    this.name = name;
    this.at = at;
    this.#event = event;
  }

  get event(): EventObject {
    return this.#event;
  }
}

export type DeadlineSchedule = {
  /** The earliest first. */
  readonly deadlines: readonly PendingDeadline[];
  /** How many were ever scheduled: makes an id for those to which the author gave none. */
  readonly scheduled: number;
};

export const NO_DEADLINES: DeadlineSchedule = { deadlines: [], scheduled: 0 };

/** The author's name for an `after`, by the id that xstate makes up: `turnTime`, or the milliseconds as text. */
export type DelayNames = ReadonlyMap<string, string>;

export function delayNamesOf(machine: AnyStateMachine): DelayNames {
  const delayed = stateNodesOf(machine).flatMap((node) => node.after);
  return new Map(delayed.map(({ eventType, delay }) => [eventType, String(delay)]));
}

/** The schedule without one of its deadlines. */
export function without({ deadlines, scheduled }: DeadlineSchedule, id: string): DeadlineSchedule {
  return { deadlines: deadlines.filter((deadline) => deadline.id !== id), scheduled };
}

/**
 * The schedule after a step. `at`: the time of the step, epoch ms. An infinite delay schedules nothing.
 * @throws GameFault for a delay that is not a number
 */
export function reschedule(
  schedule: DeadlineSchedule,
  requests: readonly ScheduleRequest[],
  { at, names }: { readonly at: number; readonly names: DelayNames },
): DeadlineSchedule {
  if (requests.length === 0) return schedule;
  let { deadlines, scheduled } = schedule;
  for (const request of requests) {
    if (request.id !== undefined) deadlines = deadlines.filter(({ id }) => id !== request.id);
    if (request.kind === 'cancel' || request.delay === Number.POSITIVE_INFINITY) continue;
    const { event, delay } = request;
    if (Number.isNaN(delay)) throw new GameFault(`the delay of '${request.id ?? event.type}' is NaN`);
    scheduled += 1;
    const id = request.id ?? `${event.type}#${scheduled}`;
    const name = names.get(id) ?? request.id ?? event.type;
    // A player's clock that has run out is due now, not in the past.
    const pending = new PendingDeadline({ id, name, at: at + Math.max(0, delay) }, event);
    // V8 gives an array built by a spread room for 16 more elements, and each waiting match keeps that memory.
    deadlines = deadlines.length === 0 ? [pending] : [...deadlines, pending];
  }
  // The sort is stable: deadlines of the same time stay in the order in which they were scheduled.
  if (deadlines.length > 1) deadlines = deadlines.toSorted((a, b) => a.at - b.at);
  return { deadlines, scheduled };
}
