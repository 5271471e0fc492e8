// Which deadline of the match comes next, and the one timer that is set for it (R8). Knows only what is committed.
import type { CancelTimer, Clock } from '../clock/index.ts';
import type { Deadline } from '../game/index.ts';
import type { RoomState } from './state.ts';

/** A full disk does not empty faster for being asked more often. */
const RETRY_MS = 1_000;

/** Nearly no room has one that failed. Clearing a set of its own at each move would make a new table each time. */
const NONE: ReadonlySet<string> = new Set();

export class DeadlineTimer {
  readonly #state: () => RoomState;
  readonly #clock: Clock;
  readonly #timer: LazyTimer;
  /** Deadlines that the game failed at: not tried again until the match moves on. */
  #failed: ReadonlySet<string> = NONE;
  #isStopped = false;

  /** `due`: called when the time of a deadline has come. */
  constructor(options: { clock: Clock; state: () => RoomState; due: () => void }) {
    this.#state = options.state;
    this.#clock = options.clock;
    this.#timer = new LazyTimer(options.clock, options.due);
  }

  /** The earliest deadline if it is due at this time. */
  dueAt(at: number): Deadline | undefined {
    const next = this.#next();
    return next !== undefined && next.at <= at ? next : undefined;
  }

  /** Sets the timer for the earliest deadline, or clears it once the match is over. */
  arm(): void {
    if (!this.#isStopped) this.#timer.set(this.#next()?.at);
  }

  /** The match has changed: deadlines that failed before may work now. */
  rearm(): void {
    this.#failed = NONE;
    this.arm();
  }

  /** The game failed at this deadline. */
  skip(id: string): void {
    this.#failed = new Set(this.#failed).add(id);
    this.arm();
  }

  /** The store did not take it: it is still due, and tried again in a while. */
  retryLater(): void {
    if (!this.#isStopped && this.#next() !== undefined) this.#timer.set(this.#clock.now() + RETRY_MS);
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer.set(undefined);
  }

  #next(): Deadline | undefined {
    const { status, play } = this.#state();
    if (status !== 'playing' || play === null) return undefined;
    return this.#failed.size === 0
      ? play.deadlines[0]
      : play.deadlines.find(({ id }) => !this.#failed.has(id));
  }
}

/** One timer that is left alone while it fires early enough. */
export class LazyTimer {
  readonly #clock: Clock;
  readonly #run: () => void;
  #wanted: number | undefined;
  #armedFor: number | undefined;
  #cancel: CancelTimer | undefined;

  constructor(clock: Clock, run: () => void) {
    this.#clock = clock;
    this.#run = run;
  }

  /** `at`: epoch ms; undefined for never. */
  set(at: number | undefined): void {
    this.#wanted = at;
    if (at === undefined) this.#disarm();
    // Most moves postpone a deadline: the running timer fires early and is set again then. One a turn, not one a move.
    else if (this.#armedFor === undefined || this.#armedFor > at) this.#arm(at);
  }

  #arm(at: number): void {
    this.#disarm();
    this.#armedFor = at;
    this.#cancel = this.#clock.at(at, this.#fired);
  }

  #disarm(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#armedFor = undefined;
  }

  readonly #fired = (): void => {
    this.#disarm();
    const at = this.#wanted;
    if (at !== undefined && at > this.#clock.now()) this.#arm(at);
    else if (at !== undefined) this.#run();
  };
}
