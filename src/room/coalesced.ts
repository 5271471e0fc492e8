// Many changes in a short time, told once: a crowd of spectators coming in must not be told one by one.
import type { CancelTimer, Clock } from '../clock/index.ts';

export class Coalesced {
  readonly #options: { readonly clock: Clock; readonly delayMs: number; readonly tell: () => void };
  #waiting: CancelTimer | undefined;

  constructor(options: { clock: Clock; delayMs: number; tell: () => void }) {
    this.#options = options;
  }

  /** Something changed: it is told within the delay, together with what else changes until then. */
  change(): void {
    const { clock, delayMs, tell } = this.#options;
    this.#waiting ??= clock.at(clock.now() + delayMs, () => {
      this.#waiting = undefined;
      tell();
    });
  }

  stop(): void {
    this.#waiting?.();
    this.#waiting = undefined;
  }
}
