// Asks the server for its time now and then: to know how far the clocks differ, and that the link is alive.
import type { ServerMessage } from '../protocol/index.ts';
import type { Link } from './link.ts';
import { payloadOf } from './outbox.ts';
import { type ClientClock, isHidden } from './platform.ts';
import type { ClientState } from './state.ts';

const PING_INTERVAL_MS = 10_000;
/** No answer for so long, and the link is taken for dead. Browsers themselves would take minutes. */
const PONG_TIMEOUT_MS = 6000;

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
  ping(): void {
    const { link, clock } = this.#parts;
    const sentAt = clock.now();
    this.#after(PONG_TIMEOUT_MS, () => link.drop());
    // Whatever the server has against a ping, it is there.
    const onError = (): void => this.#schedulePing();
    const onAnswer = (answer: ServerMessage): void => {
      this.#schedulePing();
      this.#measure(payloadOf(answer, 'pong').at, sentAt);
    };
    link.post('ping', {}, { onAnswer, onError });
  }

  #schedulePing(): void {
    this.#after(PING_INTERVAL_MS, () => (isHidden() ? this.#schedulePing() : this.ping()));
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
