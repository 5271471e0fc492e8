// One client's connection over the flaky network: it drops, delays, duplicates and reorders messages, and shows every
// message to the client's invariant checker.
import type { ClientSocket } from '../../client/index.ts';
import type { TurnkeeperServer } from '../../server/index.ts';
import { type LinkedPair, linkedSockets } from '../linked-sockets.ts';
import type { FaultInjector } from './fault-injector.ts';
import type { InvariantChecker } from './invariant-checker.ts';
import type { Interceptor } from './plan.ts';

type FlakySocketOptions = {
  readonly server: Pick<TurnkeeperServer, 'accept'>;
  readonly frameBytes: number;
  readonly faults: FaultInjector;
  readonly checker: InvariantChecker;
  readonly interceptor: Interceptor;
};

/** Never duplicated or reordered: a second room.create makes another room, and hello must be the first message. */
const FIXED = /^\{"type":"(hello|room\.create)"/;

export class FlakySocket implements ClientSocket {
  onopen: ClientSocket['onopen'] = null;
  onmessage: ClientSocket['onmessage'] = null;
  onclose: ClientSocket['onclose'] = null;
  onerror: ClientSocket['onerror'] = null;
  readonly #options: FlakySocketOptions;
  readonly #pair: LinkedPair;
  /** Held back until the next message has overtaken it. */
  #held: string | undefined;

  constructor(options: FlakySocketOptions) {
    const { server, frameBytes, faults, checker } = options;
    this.#options = options;
    this.#pair = linkedSockets({ frameBytes, schedule: (deliver) => faults.afterDelay(deliver) });
    const { client } = this.#pair;
    client.onopen = () => this.onopen?.();
    client.onclose = (event) => this.onclose?.(event);
    client.onmessage = ({ data }) => this.#receive(data);
    checker.connectionOpened();
    server.accept(this.#pair.server);
  }

  send(text: string): void {
    const { faults } = this.#options;
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

  /** Sends the text later if no other message comes after it. */
  #hold(text: string): void {
    this.#held = text;
    this.#options.faults.afterDelay(() => {
      if (this.#held !== text) return;
      this.#held = undefined;
      this.#push(text);
    });
  }

  /** Does nothing once the connection is closed. */
  #push(text: string): void {
    const { checker, interceptor } = this.#options;
    if (this.#pair.client.readyState !== 1) return;
    checker.sent(text);
    for (const passed of interceptor(text, 'toServer')) this.#pair.client.send(passed);
    this.#injectFault();
  }

  #receive(text: string): void {
    const { checker, interceptor } = this.#options;
    // The client has already given up this connection.
    if (this.onmessage === null) return;
    for (const passed of interceptor(text, 'toClient')) {
      checker.beforeDelivery(passed);
      this.onmessage?.({ data: passed });
      checker.afterDelivery();
    }
    this.#injectFault();
  }

  #injectFault(): void {
    const { faults } = this.#options;
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
