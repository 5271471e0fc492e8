// The one way to a room: one command at a time, the next only when the one before is settled (R1).

/** Must lead to exactly one call of `done`, at once or later. */
export type Command = () => void;

export class Inbox {
  readonly #limit: number;
  #waiting: Command[] = [];
  #busy = false;
  #draining = false;

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
    this.#waiting.push(command);
    this.#drain();
  }

  /** The command under way is settled. */
  done(): void {
    this.#busy = false;
    this.#drain();
  }

  // A loop, not recursion: with a store that settles at once, a full inbox would overflow the stack.
  #drain(): void {
    if (this.#draining) return;
    this.#draining = true;
    while (!this.#busy) {
      const command = this.#waiting.shift();
      if (command === undefined) break;
      this.#busy = true;
      command();
    }
    this.#draining = false;
  }
}
