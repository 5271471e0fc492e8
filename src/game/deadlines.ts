// Turns the delays a machine asks for into absolute deadlines; it never waits for one.
import type { AnyStateMachine, EventObject } from 'xstate';
import type { ScheduleRequest } from './engine/engine.ts';
import { stateNodesOf } from './machine-introspection.ts';
import { type Deadline, GameFault } from './rules.ts';

/**
 * A deadline, and the event it will bring. The event stays inside the match, since it may hold what is hidden: it is
 * no field, so nobody who shows the deadline, copies it or writes it as JSON has it too.
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

/** What runs, in the order in which it is due. */
export type DeadlineSchedule = {
  readonly deadlines: readonly PendingDeadline[];
  /** How many were ever scheduled: tells apart those to which the author gave no id. */
  readonly scheduled: number;
};

/** Of a match that waits for nothing. */
export const NO_DEADLINES: DeadlineSchedule = { deadlines: [], scheduled: 0 };

/** The author's name for an `after`, by the id xstate makes up: `turnTime`, or the milliseconds as text. */
export type DelayNames = ReadonlyMap<string, string>;

export function delayNamesOf(machine: AnyStateMachine): DelayNames {
  const delayed = stateNodesOf(machine).flatMap((node) => node.after);
  return new Map(delayed.map(({ eventType, delay }) => [eventType, String(delay)]));
}

/** The same, but for one. */
export function without({ deadlines, scheduled }: DeadlineSchedule, id: string): DeadlineSchedule {
  return { deadlines: deadlines.filter((deadline) => deadline.id !== id), scheduled };
}

/** An infinite delay is none. @throws GameFault for one that is no number */
export function reschedule(
  agenda: DeadlineSchedule,
  scheduling: readonly ScheduleRequest[],
  { at, names }: { readonly at: number; readonly names: DelayNames },
): DeadlineSchedule {
  if (scheduling.length === 0) return agenda;
  let { deadlines, scheduled } = agenda;
  for (const wish of scheduling) {
    if (wish.id !== undefined) deadlines = deadlines.filter(({ id }) => id !== wish.id);
    if (wish.kind === 'cancel' || wish.delay === Number.POSITIVE_INFINITY) continue;
    if (Number.isNaN(wish.delay)) throw new GameFault(`the delay of '${wish.id ?? wish.event.type}' is NaN`);
    scheduled += 1;
    const id = wish.id ?? `${wish.event.type}#${scheduled}`;
    const name = names.get(id) ?? wish.id ?? wish.event.type;
    // A clock that has run over its time is due now, not in the past
    const pending = new PendingDeadline({ id, name, at: at + Math.max(0, wish.delay) }, wish.event);
    // A spread with something behind it leaves room for sixteen more, in each match for as long as it waits.
    deadlines = deadlines.length === 0 ? [pending] : [...deadlines, pending];
  }
  // The sort is stable: what is due at the same time stays in the order of scheduling
  if (deadlines.length > 1) deadlines = deadlines.toSorted((a, b) => a.at - b.at);
  return { deadlines, scheduled };
}
