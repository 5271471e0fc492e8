// The one way to a room: one command at a time, the next only when the one before is settled (R1).

/** Must lead to exactly one call of `done`, at once or later. */
export type Command = () => void;

export class Inbox {
  readonly #limit: number;
  #waiting: Command[] = [];
  #busy = false;
  #running = false;

  /** @param limit how many commands may wait */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get idle(): boolean {
    return !this.#busy;
  }

  /** False if the inbox is full and the command was not taken. */
  add(command: Command): boolean {
    if (this.#waiting.length >= this.#limit) return false;
    this.addAnyway(command);
    return true;
  }

  /** Takes a command though the inbox be full: what the room owes itself, like a deadline or a leaver. */
  addAnyway(command: Command): void {
    // Nearly always nothing is under way, and it need not stand in line: 1.5 % of handling a move.
    if (this.#busy || this.#running) this.#waiting.push(command);
    else this.#run(command);
  }

  /** The command under way is settled. */
  done(): void {
    this.#busy = false;
    if (this.#running) return;
    const next = this.#next();
    if (next !== undefined) this.#run(next);
  }

  // A loop, not recursion: with a store that settles at once, a full inbox would overflow the stack.
  #run(first: Command): void {
    this.#running = true;
    for (let command: Command | undefined = first; command !== undefined; command = this.#next()) {
      this.#busy = true;
      command();
    }
    this.#running = false;
  }

  /** Undefined while one is under way. */
  #next(): Command | undefined {
    return this.#busy || this.#waiting.length === 0 ? undefined : this.#waiting.shift();
  }
}
