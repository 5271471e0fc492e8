// Turns the delays a machine asks for into absolute deadlines; it never waits for one.
import type { AnyStateMachine, EventObject } from 'xstate';
import { type Deadline, GameFault } from './rules.ts';
import { stateNodesOf } from './state-nodes.ts';
import type { Scheduling } from './stepper/stepper.ts';

/** A deadline, and the event it will bring. The event stays inside the match. */
export type Pending = { readonly deadline: Deadline; readonly event: EventObject };

/** What runs, in the order in which it is due. */
export type Agenda = {
  readonly pending: readonly Pending[];
  readonly deadlines: readonly Deadline[];
  /** How many were ever scheduled: tells apart those to which the author gave no id. */
  readonly scheduled: number;
};

/** The author's name for an `after`, by the id xstate makes up: `turnTime`, or the milliseconds as text. */
export type DelayNames = ReadonlyMap<string, string>;

export function delayNamesOf(machine: AnyStateMachine): DelayNames {
  const delayed = stateNodesOf(machine).flatMap((node) => node.after);
  return new Map(delayed.map(({ eventType, delay }) => [eventType, String(delay)]));
}

export function agendaOf(pending: readonly Pending[], scheduled: number): Agenda {
  return { pending, deadlines: pending.map(({ deadline }) => deadline), scheduled };
}

/** The same, but for one. */
export function without(agenda: Agenda, id: string): Agenda {
  const pending = agenda.pending.filter(({ deadline }) => deadline.id !== id);
  return agendaOf(pending, agenda.scheduled);
}

/** An infinite delay is none. @throws GameFault for one that is no number */
export function reschedule(
  agenda: Agenda,
  scheduling: readonly Scheduling[],
  { at, names }: { readonly at: number; readonly names: DelayNames },
): Agenda {
  if (scheduling.length === 0) return agenda;
  let { pending, scheduled } = agenda;
  for (const wish of scheduling) {
    if (wish.id !== undefined) pending = pending.filter(({ deadline }) => deadline.id !== wish.id);
    if (wish.kind === 'cancel' || wish.delay === Number.POSITIVE_INFINITY) continue;
    if (Number.isNaN(wish.delay)) throw new GameFault(`the delay of '${wish.id ?? wish.event.type}' is NaN`);
    scheduled += 1;
    const id = wish.id ?? `${wish.event.type}#${scheduled}`;
    const name = names.get(id) ?? wish.id ?? wish.event.type;
    // A clock that has run over its time is due now, not in the past
    const wished = { deadline: { id, name, at: at + Math.max(0, wish.delay) }, event: wish.event };
    // A spread with something behind it leaves room for sixteen more, in each match for as long as it waits.
    pending = pending.length === 0 ? [wished] : [...pending, wished];
  }
  // The sort is stable: what is due at the same time stays in the order of scheduling
  if (pending.length > 1) pending = pending.toSorted((a, b) => a.deadline.at - b.deadline.at);
  return agendaOf(pending, scheduled);
}
