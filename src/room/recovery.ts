// After an append that was not stored: loads the room again, and says whether the change is worth another try.
import type { Ledger, Loaded } from './ledger.ts';
import type { RoomLog } from './surroundings.ts';

/** So often in a row is a change tried that the store does not take; more would keep a full disk busy for ever. */
const MOST_ATTEMPTS = 3;

export type RecoveryOptions = {
  readonly ledger: Ledger;
  readonly log: RoomLog;
  /** The room is loaded: everyone is to get it in full. */
  readonly loaded: () => void;
};

export class Recovery {
  readonly #options: RecoveryOptions;
  /** Appends in a row that were not stored. */
  #failures = 0;
  #isSuspect = false;

  constructor(options: RecoveryOptions) {
    this.#options = options;
  }

  /** The store could not be read after a failure: to be loaded again before the next change. */
  get isSuspect(): boolean {
    return this.#isSuspect;
  }

  stored(): void {
    this.#failures = 0;
  }

  /** `again`: the command may be tried; `hopeless`: not now; `gone`: the store has no such room any more. */
  async after(outcome: string): Promise<'again' | 'hopeless' | 'gone'> {
    const { ledger, log } = this.#options;
    log.warn({ room: ledger.room, outcome }, 'an append was not stored; loading the room again');
    this.#failures += 1;
    const found = await this.#load();
    // If the log has moved on, the change may be in it: only the command itself can tell.
    if (found === 'moved-on') this.#failures = 0;
    const isHopeless = found === 'unreadable' || this.#failures >= MOST_ATTEMPTS;
    if (isHopeless || found === 'gone') this.#failures = 0;
    return found === 'gone' ? 'gone' : isHopeless ? 'hopeless' : 'again';
  }

  async #load(): Promise<Loaded | 'unreadable'> {
    const { ledger, log, loaded } = this.#options;
    this.#isSuspect = true;
    try {
      const found = await ledger.reload();
      this.#isSuspect = false;
      if (found !== 'gone') loaded();
      return found;
    } catch (err) {
      log.error({ room: ledger.room, err }, 'the room could not be loaded again');
      return 'unreadable';
    }
  }
}
