// What the user reads of a client. Its parts write it, and each change is told.
import type { Client } from './api.ts';
import { type Changes, Listeners } from './changes.ts';

type Readable = Pick<
  Client,
  'status' | 'closeCode' | 'retryAt' | 'player' | 'name' | 'limits' | 'clockOffset' | 'held'
>;

export class ClientState implements Readable {
  status: Client['status'] = 'connecting';
  closeCode: Client['closeCode'];
  retryAt: Client['retryAt'];
  player = '';
  name = '';
  limits: Client['limits'];
  clockOffset = 0;
  held: Client['held'] = [];
  readonly #changes: Changes;
  readonly #listeners = new Listeners();

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  readonly subscribe = this.#listeners.subscribe;

  change(to: Partial<Readable>): void {
    Object.assign(this, to);
    this.#changes.mark(this.#listeners);
  }
}
