// Asks the server for its time now and then: to know how far the clocks differ, and that the link is alive.
import type { ServerMessage } from '../protocol/index.ts';
import type { Link } from './link.ts';
import { payloadOf } from './outbox.ts';
import { type ClientClock, isHidden } from './platform.ts';
import type { ClientState } from './state.ts';

const EVERY_MS = 10_000;
/** No answer for so long, and the link is taken for dead. Browsers themselves would take minutes. */
const ANSWER_MS = 6000;

export type HeartbeatParts = {
  readonly link: Link;
  readonly clock: ClientClock;
  readonly state: ClientState;
};

export class Heartbeat {
  readonly #parts: HeartbeatParts;
  /** Only the last one set counts. */
  #timers = 0;

  constructor(parts: HeartbeatParts) {
    this.#parts = parts;
  }

  /** Asks now, and from then on until the connection is lost. */
  beat(): void {
    const { link, clock } = this.#parts;
    const sentAt = clock.now();
    this.#after(ANSWER_MS, () => link.drop());
    // Whatever the server has against a ping, it is there.
    const failed = (): void => this.#rest();
    const answered = (answer: ServerMessage): void => {
      this.#rest();
      this.#measure(payloadOf(answer, 'pong').at, sentAt);
    };
    link.post('ping', {}, { answered, failed });
  }

  #rest(): void {
    this.#after(EVERY_MS, () => (isHidden() ? this.#rest() : this.beat()));
  }

  /** Half the round trip is how wrong a measurement may be: what it does not disprove is kept. */
  #measure(serverTime: number, sentAt: number): void {
    const { clock, state } = this.#parts;
    const halfTrip = (clock.now() - sentAt) / 2;
    const clockOffset = serverTime - sentAt - halfTrip;
    if (Math.abs(clockOffset - state.clockOffset) > halfTrip) state.change({ clockOffset });
  }

  #after(ms: number, run: () => void): void {
    this.#timers += 1;
    const timer = this.#timers;
    this.#parts.link.after(ms, () => timer === this.#timers && run());
  }
}
