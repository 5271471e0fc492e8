// Observable state: listeners, when they run (after a whole message, never halfway), and the fields of the client.
import type { Client } from './api.ts';

/** A set of listeners. One that throws does not stop the others: its error goes to the console. */
export class Listeners<Value = void> {
  // Wrapped, so that the same function may be registered twice.
  readonly #entries = new Set<{ readonly run: (value: Value) => void }>();

  readonly subscribe = (run: (value: Value) => void): (() => void) => {
    const entry = { run };
    this.#entries.add(entry);
    return () => void this.#entries.delete(entry);
  };

  emit(value: Value): void {
    for (const entry of [...this.#entries]) {
      // An earlier listener may have removed this one.
      if (!this.#entries.has(entry)) continue;
      try {
        entry.run(value);
      } catch (error) {
        console.error(error);
      }
    }
  }
}

/** Collects notifications while a piece of work runs, and emits each once when the outermost piece has ended. */
export class Batch {
  readonly #due = new Set<Listeners>();
  #depth = 0;

  run(work: () => void): void {
    this.#depth += 1;
    try {
      work();
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.#flush();
    }
  }

  notify(listeners: Listeners): void {
    this.#due.add(listeners);
    if (this.#depth === 0) this.#flush();
  }

  #flush(): void {
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

/** The fields of the client that the application reads. The client's parts write them through `change`. */
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
