// One client's connection over the flaky network: loses, delays, doubles and swaps, and shows the witness what passes.
import type { ClientSocket } from '../../client/index.ts';
import type { TurnkeeperServer } from '../../server/index.ts';
import { type LinkedPair, linkedSockets } from '../linked-sockets.ts';
import type { Weather } from './faults.ts';
import type { Witness } from './witness.ts';

/**
 * Stands between a client and the server: whatever it returns passes instead of the text. Plants a fault,
 * to see that it would be found.
 */
export type Tamper = (text: string, way: 'toServer' | 'toClient') => readonly string[];

type FlakyLineParts = {
  readonly server: Pick<TurnkeeperServer, 'accept'>;
  readonly frameBytes: number;
  readonly weather: Weather;
  readonly witness: Witness;
  readonly tamper: Tamper;
};

/** Not doubled and never overtaken: a second room would be another, and hello comes first. */
const FIXED = /^\{"type":"(hello|room\.create)"/;

export class FlakyLine implements ClientSocket {
  onopen: ClientSocket['onopen'] = null;
  onmessage: ClientSocket['onmessage'] = null;
  onclose: ClientSocket['onclose'] = null;
  onerror: ClientSocket['onerror'] = null;
  readonly #parts: FlakyLineParts;
  readonly #pair: LinkedPair;
  /** Waits to be overtaken. */
  #held: string | undefined;

  constructor(parts: FlakyLineParts) {
    const { server, frameBytes, weather, witness } = parts;
    this.#parts = parts;
    this.#pair = linkedSockets({ frameBytes, schedule: (deliver) => weather.later(deliver) });
    const { client } = this.#pair;
    client.onopen = () => this.onopen?.();
    client.onclose = (event) => this.onclose?.(event);
    client.onmessage = ({ data }) => this.#arrive(data);
    witness.connecting();
    server.accept(this.#pair.server);
  }

  send(text: string): void {
    const { weather } = this.#parts;
    const isFixed = FIXED.test(text);
    const held = this.#held;
    this.#held = undefined;
    if (held === undefined && !isFixed && weather.strikes('reorder')) {
      this.#hold(text);
      return;
    }
    if (held !== undefined && isFixed) this.#push(held);
    this.#push(text);
    if (held !== undefined && !isFixed) {
      weather.tally.reorder += 1;
      this.#push(held);
    }
    if (isFixed || !weather.strikes('duplicate')) return;
    weather.tally.duplicate += 1;
    weather.later(() => this.#push(text));
  }

  close(code?: number): void {
    this.#held = undefined;
    this.#pair.client.close(code);
  }

  #hold(text: string): void {
    this.#held = text;
    this.#parts.weather.later(() => {
      if (this.#held !== text) return;
      this.#held = undefined;
      this.#push(text);
    });
  }

  /** Does nothing once the connection is gone. */
  #push(text: string): void {
    const { witness, tamper } = this.#parts;
    if (this.#pair.client.readyState !== 1) return;
    witness.sent(text);
    for (const passed of tamper(text, 'toServer')) this.#pair.client.send(passed);
    this.#suffer();
  }

  #arrive(text: string): void {
    const { witness, tamper } = this.#parts;
    // The client has given this connection up already
    if (this.onmessage === null) return;
    for (const passed of tamper(text, 'toClient')) {
      witness.arriving(passed);
      this.onmessage?.({ data: passed });
      witness.arrived();
    }
    this.#suffer();
  }

  #suffer(): void {
    const { weather } = this.#parts;
    if (weather.strikes('drop')) {
      weather.tally.drop += 1;
      weather.later(() => this.#pair.cut());
    } else if (weather.strikes('slowReader')) {
      weather.tally.slowReader += 1;
      this.#pair.pause();
      weather.whenReadingAgain(() => this.#pair.resume());
    }
  }
}
