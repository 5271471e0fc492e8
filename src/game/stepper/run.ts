// One step under way, in a compiled machine: what the actions of its transitions read and change.
import type { EventObject } from 'xstate';
import type { Scheduling } from './stepper.ts';

/** Changed in place, and dropped when the machine is at rest again. */
export class Run {
  context: unknown;
  /** The one that is dealt with now: the step's own, or one that was raised on the way. */
  event: EventObject;
  /** Raised, and not dealt with yet. */
  readonly raised: EventObject[] = [];
  readonly scheduling: Scheduling[] = [];
  /** Another state was entered, though it may be left again by now. */
  moved = false;
  /** Something was raised or cancelled, now or for later. */
  acted = false;
  /** The machine has reached a final state of its root; `output` is what it said then. */
  done = false;
  output: unknown;

  constructor(context: unknown, event: EventObject) {
    this.context = context;
    this.event = event;
  }
}

/** Anything that a transition does. Throws what the author's code throws. */
export type Act = (run: Run) => void;
