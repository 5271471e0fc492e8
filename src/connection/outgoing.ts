// What one turn of the loop has to say to a connection leaves it in one write: a write costs more than a move does.

/** Something that holds back what it was given to write until it is told to. */
export type Flushable = { flush(): void };

/** The connections that have something to write this turn. Flushed before the loop goes on to the next event. */
export class Outgoing {
  #waiting: Flushable[] = [];

  /** Once a turn for each. */
  add(one: Flushable): void {
    if (this.#waiting.push(one) === 1) process.nextTick(this.#flush);
  }

  readonly #flush = (): void => {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const one of waiting) one.flush();
  };
}
