// Runs the commands of one room, one at a time, in the order in which they came (R1).
import type { MaybePromise } from '../maybe-promise.ts';

/** What a room is to do: over when it returns, or when the promise that it returns settles. */
export type Command<Result> = () => MaybePromise<Result>;

/** A node of the queue: a linked list, since an array moves all its elements at each shift. */
type Waiting = {
  readonly command: Command<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  next: Waiting | undefined;
};

/**
 * The inbox ends each command itself: when it returns, throws, resolves or rejects. No command can hold up the next
 * one, except by a promise that never settles.
 */
export class Inbox {
  readonly #limit: number;
  #first: Waiting | undefined;
  #last: Waiting | undefined;
  #waiting = 0;
  #isBusy = false;

  /** @param limit how many commands may wait */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** As many commands wait as may; commands of the room itself (deadlines, leavers) are run all the same. */
  get isFull(): boolean {
    return this.#waiting >= this.#limit;
  }

  /**
   * Runs the command now if none is running, in this call and without a promise: nearly every move finds its room idle.
   * Otherwise when all earlier ones are over. Throws or rejects as the command does.
   */
  run<Result>(command: Command<Result>): MaybePromise<Result> {
    if (this.#isBusy) return this.#wait(command);
    this.#isBusy = true;
    let result: MaybePromise<Result>;
    try {
      result = command();
    } catch (error) {
      this.#next();
      throw error;
    }
    if (result instanceof Promise) result.then(this.#next, this.#next);
    else this.#next();
    return result;
  }

  #wait<Result>(command: Command<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const last = { command, resolve: resolve as (result: unknown) => void, reject, next: undefined };
      if (this.#last === undefined) this.#first = last;
      else this.#last.next = last;
      this.#last = last;
      this.#waiting += 1;
    });
  }

  #take(): Waiting | undefined {
    const first = this.#first;
    if (first === undefined) return undefined;
    this.#first = first.next;
    if (this.#first === undefined) this.#last = undefined;
    this.#waiting -= 1;
    return first;
  }

  // A loop, not recursion: with a store that answers at once, a full inbox would overflow the stack.
  readonly #next = (): void => {
    for (let next = this.#take(); next !== undefined; next = this.#take()) {
      try {
        const result = next.command();
        next.resolve(result);
        if (result instanceof Promise) {
          result.then(this.#next, this.#next);
          return;
        }
      } catch (error) {
        next.reject(error);
      }
    }
    this.#isBusy = false;
  };
}
