// Wakes a room at its earliest deadline: one timer a room, set anew whenever the deadlines changed (R8).
import type { CancelTimer, Clock } from '../clock/index.ts';
import type { Deadline } from '../game/index.ts';

export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #armedFor: number | undefined;
  #cancel: CancelTimer | undefined;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** `deadline`: the earliest; undefined for none. */
  set(deadline: Deadline | undefined): void {
    if (deadline?.at === this.#armedFor) return;
    this.#cancel?.();
    this.#armedFor = deadline?.at;
    this.#cancel = deadline === undefined ? undefined : this.#clock.at(deadline.at, this.#rung);
  }

  readonly #rung = (): void => {
    this.#armedFor = undefined;
    this.#ring();
  };
}
