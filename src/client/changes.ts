// Tells listeners that something changed: after the whole of a message is taken in, never halfway.

/** Who wants to know. A listener that throws harms nobody: its error goes to the console. */
export class Listeners<Value = void> {
  // Wrapped, so that the same function may listen twice.
  readonly #entries = new Set<{ readonly run: (value: Value) => void }>();

  readonly subscribe = (run: (value: Value) => void): (() => void) => {
    const entry = { run };
    this.#entries.add(entry);
    return () => void this.#entries.delete(entry);
  };

  tell(value: Value): void {
    for (const entry of [...this.#entries]) {
      if (!this.#entries.has(entry)) continue;
      try {
        entry.run(value);
      } catch (error) {
        console.error(error);
      }
    }
  }
}

/** Collects what changed while a piece of work runs, and tells it once the outermost one has ended. */
export class Changes {
  readonly #due = new Set<Listeners>();
  #depth = 0;

  together(work: () => void): void {
    this.#depth += 1;
    try {
      work();
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.#tell();
    }
  }

  mark(listeners: Listeners): void {
    this.#due.add(listeners);
    if (this.#depth === 0) this.#tell();
  }

  #tell(): void {
    for (const listeners of this.#due) {
      this.#due.delete(listeners);
      listeners.tell();
    }
  }
}
