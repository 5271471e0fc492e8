// Which deadline of the match comes next, and the alarm set for it (R8). Knows only what is committed.
import type { CancelTimer, Clock } from '../clock/index.ts';
import type { Deadline } from '../game/index.ts';
import type { RoomState } from './state.ts';

/** A full disk is not made empty faster by being asked more often. */
const RETRY_MS = 1_000;

/** What nearly every room has of them. To clear a set of its own at each move would make a new table each time. */
const NONE: ReadonlySet<string> = new Set();

export class DeadlineTimer {
  readonly #state: () => RoomState;
  readonly #clock: Clock;
  readonly #alarm: Alarm;
  /** Could not be fired: not tried again until the match moves on. */
  #failed: ReadonlySet<string> = NONE;
  #stopped = false;

  /** `rang`: the time of a deadline has come. */
  constructor(options: { clock: Clock; state: () => RoomState; rang: () => void }) {
    this.#state = options.state;
    this.#clock = options.clock;
    this.#alarm = new Alarm(options.clock, options.rang);
  }

  /** The earliest deadline if it is due at this time. */
  dueAt(at: number): Deadline | undefined {
    const next = this.#next();
    return next !== undefined && next.at <= at ? next : undefined;
  }

  /** Sets the alarm for the earliest deadline, or for none once the match is over. */
  arm(): void {
    if (!this.#stopped) this.#alarm.set(this.#next());
  }

  failed(id: string): void {
    this.#failed = new Set(this.#failed).add(id);
    this.arm();
  }

  /** The store did not take it: it is still due, and tried again in a while. */
  later(): void {
    const next = this.#next();
    if (!this.#stopped && next !== undefined) this.#alarm.set({ ...next, at: this.#clock.now() + RETRY_MS });
  }

  movedOn(): void {
    this.#failed = NONE;
    this.arm();
  }

  stop(): void {
    this.#stopped = true;
    this.#alarm.set(undefined);
  }

  #next(): Deadline | undefined {
    const { status, play } = this.#state();
    if (status !== 'playing' || play === null) return undefined;
    // Nearly always none has failed.
    return this.#failed.size === 0
      ? play.deadlines[0]
      : play.deadlines.find(({ id }) => !this.#failed.has(id));
  }
}

// Wakes a room at its earliest deadline: one timer a room, left alone while it rings early enough (R8).

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
