// One client's connection over the flaky network: loses, delays, doubles and swaps, and shows the checker what passes.
import type { ClientSocket } from '../../client/index.ts';
import type { TurnkeeperServer } from '../../server/index.ts';
import { type LinkedPair, linkedSockets } from '../linked-sockets.ts';
import type { FaultInjector } from './faults.ts';
import type { InvariantChecker } from './invariant-checker.ts';

/**
 * Stands between a client and the server: whatever it returns passes instead of the text. Plants a fault,
 * to see that it would be found.
 */
export type Interceptor = (text: string, way: 'toServer' | 'toClient') => readonly string[];

/** @deprecated Use `Interceptor`. */
export type Tamper = Interceptor;

type FlakySocketOptions = {
  readonly server: Pick<TurnkeeperServer, 'accept'>;
  readonly frameBytes: number;
  readonly faults: FaultInjector;
  readonly checker: InvariantChecker;
  readonly interceptor: Interceptor;
};

/** Not doubled and never overtaken: a second room would be another, and hello comes first. */
const FIXED = /^\{"type":"(hello|room\.create)"/;

export class FlakySocket implements ClientSocket {
  onopen: ClientSocket['onopen'] = null;
  onmessage: ClientSocket['onmessage'] = null;
  onclose: ClientSocket['onclose'] = null;
  onerror: ClientSocket['onerror'] = null;
  readonly #parts: FlakySocketOptions;
  readonly #pair: LinkedPair;
  /** Waits to be overtaken. */
  #held: string | undefined;

  constructor(parts: FlakySocketOptions) {
    const { server, frameBytes, faults, checker } = parts;
    this.#parts = parts;
    this.#pair = linkedSockets({ frameBytes, schedule: (deliver) => faults.afterDelay(deliver) });
    const { client } = this.#pair;
    client.onopen = () => this.onopen?.();
    client.onclose = (event) => this.onclose?.(event);
    client.onmessage = ({ data }) => this.#arrive(data);
    checker.connectionOpened();
    server.accept(this.#pair.server);
  }

  send(text: string): void {
    const { faults } = this.#parts;
    const isFixed = FIXED.test(text);
    const held = this.#held;
    this.#held = undefined;
    if (held === undefined && !isFixed && faults.occurs('reorder')) {
      this.#hold(text);
      return;
    }
    if (held !== undefined && isFixed) this.#push(held);
    this.#push(text);
    if (held !== undefined && !isFixed) {
      faults.counts.reorder += 1;
      this.#push(held);
    }
    if (isFixed || !faults.occurs('duplicate')) return;
    faults.counts.duplicate += 1;
    faults.afterDelay(() => this.#push(text));
  }

  close(code?: number): void {
    this.#held = undefined;
    this.#pair.client.close(code);
  }

  #hold(text: string): void {
    this.#held = text;
    this.#parts.faults.afterDelay(() => {
      if (this.#held !== text) return;
      this.#held = undefined;
      this.#push(text);
    });
  }

  /** Does nothing once the connection is gone. */
  #push(text: string): void {
    const { checker, interceptor } = this.#parts;
    if (this.#pair.client.readyState !== 1) return;
    checker.sent(text);
    for (const passed of interceptor(text, 'toServer')) this.#pair.client.send(passed);
    this.#suffer();
  }

  #arrive(text: string): void {
    const { checker, interceptor } = this.#parts;
    // The client has given this connection up already
    if (this.onmessage === null) return;
    for (const passed of interceptor(text, 'toClient')) {
      checker.beforeDelivery(passed);
      this.onmessage?.({ data: passed });
      checker.afterDelivery();
    }
    this.#suffer();
  }

  #suffer(): void {
    const { faults } = this.#parts;
    if (faults.occurs('drop')) {
      faults.counts.drop += 1;
      faults.afterDelay(() => this.#pair.cut());
    } else if (faults.occurs('slowReader')) {
      faults.counts.slowReader += 1;
      this.#pair.pause();
      faults.afterPause(() => this.#pair.resume());
    }
  }
}
