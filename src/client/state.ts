// Observable state: who listens, when listeners run (after a whole message, never halfway), and the client's own fields.
import type { Client } from './api.ts';

/** Who wants to know. A listener that throws harms nobody: its error goes to the console. */
export class Listeners<Value = void> {
  // Wrapped, so that the same function may listen twice.
  readonly #entries = new Set<{ readonly run: (value: Value) => void }>();

  readonly subscribe = (run: (value: Value) => void): (() => void) => {
    const entry = { run };
    this.#entries.add(entry);
    return () => void this.#entries.delete(entry);
  };

  emit(value: Value): void {
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
export class Batch {
  readonly #due = new Set<Listeners>();
  #depth = 0;

  run(work: () => void): void {
    this.#depth += 1;
    try {
      work();
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.#tell();
    }
  }

  notify(listeners: Listeners): void {
    this.#due.add(listeners);
    if (this.#depth === 0) this.#tell();
  }

  #tell(): void {
    for (const listeners of this.#due) {
      this.#due.delete(listeners);
      listeners.emit();
    }
  }
}

type Readable = Pick<
  Client,
  'status' | 'closeCode' | 'retryAt' | 'player' | 'name' | 'limits' | 'clockOffset' | 'held'
>;

/** What the application reads of a client. Its parts write it through `change`. */
export class ClientState implements Readable {
  status: Client['status'] = 'connecting';
  closeCode: Client['closeCode'];
  retryAt: Client['retryAt'];
  player = '';
  name = '';
  limits: Client['limits'];
  clockOffset = 0;
  held: Client['held'] = [];
  readonly #batch: Batch;
  readonly #listeners = new Listeners();

  constructor(batch: Batch) {
    this.#batch = batch;
  }

  readonly subscribe = this.#listeners.subscribe;

  change(to: Partial<Readable>): void {
    Object.assign(this, to);
    this.#batch.notify(this.#listeners);
  }
}
