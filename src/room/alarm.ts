// Wakes a room at its earliest deadline: one timer a room, left alone while it rings early enough (R8).
import type { CancelTimer, Clock } from '../clock/index.ts';
import type { Deadline } from '../game/index.ts';

export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #wanted: number | undefined;
  #armedFor: number | undefined;
  #cancel: CancelTimer | undefined;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** `deadline`: the earliest; undefined for none. */
  set(deadline: Deadline | undefined): void {
    this.#wanted = deadline?.at;
    if (this.#wanted === undefined) this.#disarm();
    // Most moves put a deadline off: the timer that runs rings early, and is set again then. One a turn, not one a move.
    else if (this.#armedFor === undefined || this.#armedFor > this.#wanted) this.#arm(this.#wanted);
  }

  #arm(at: number): void {
    this.#disarm();
    this.#armedFor = at;
    this.#cancel = this.#clock.at(at, this.#rung);
  }

  #disarm(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#armedFor = undefined;
  }

  readonly #rung = (): void => {
    this.#disarm();
    const at = this.#wanted;
    if (at !== undefined && at > this.#clock.now()) this.#arm(at);
    else if (at !== undefined) this.#ring();
  };
}
