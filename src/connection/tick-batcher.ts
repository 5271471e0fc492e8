// Batches the work of one tick of the event loop: first all connections are read, then all texts are handled, then all
// output is written. Each part finds the caches warm from the text before it, and all that a tick has to send to one
// connection leaves in one write. Figures are in .github/decisions/0004 and 0009.
import type { SocketEvents } from './socket.ts';

type TextReceiver = Pick<SocketEvents, 'text'>;

/** Holds back what it was given to write until it is flushed. */
export type Flushable = { flush(): void };

export class TickBatcher {
  #texts: { readonly receiver: TextReceiver; readonly text: string }[] = [];
  /** How many of them are handled. */
  #handled = 0;
  #unflushed: Flushable[] = [];
  #planned = false;

  /** To be handled when all that came in during this tick has been read. */
  queue(receiver: TextReceiver, text: string): void {
    this.#texts.push({ receiver, text });
    this.#plan();
  }

  /** To be flushed when all queued texts are handled. Call it once a tick for each. */
  flushLater(flushable: Flushable): void {
    this.#unflushed.push(flushable);
    this.#plan();
  }

  /** Handles all queued texts now: something else has come in that must not overtake them. */
  handleQueued(): void {
    // A receiver may call this again while it handles a text: each text is handled once, in its order.
    for (let next = this.#texts[this.#handled]; next !== undefined; next = this.#texts[this.#handled]) {
      this.#handled += 1;
      next.receiver.text(next.text);
    }
    this.#texts = [];
    this.#handled = 0;
  }

  #plan(): void {
    if (this.#planned) return;
    this.#planned = true;
    // Runs after the event loop has polled all its sockets.
    setImmediate(this.#endTick);
  }

  readonly #endTick = (): void => {
    try {
      this.handleQueued();
    } finally {
      this.#planned = false;
      // A receiver that throws costs the others nothing: their texts are handled in the next tick.
      if (this.#texts.length > 0) this.#plan();
      const unflushed = this.#unflushed;
      this.#unflushed = [];
      for (const flushable of unflushed) flushable.flush();
    }
  };
}
