// Pings the server: to notice a dead connection, and to measure the difference between the two clocks.
import type { ServerMessage } from '../protocol/index.ts';
import type { Link } from './link.ts';
import { payloadOf } from './outbox.ts';
import { type ClientClock, isHidden } from './platform.ts';
import type { ClientState } from './state.ts';

const PING_INTERVAL_MS = 10_000;
/** Without an answer for this long the connection counts as dead. Browsers themselves would take minutes. */
const PONG_TIMEOUT_MS = 6000;

export type HeartbeatParts = {
  readonly link: Link;
  readonly clock: ClientClock;
  readonly state: ClientState;
};

export class Heartbeat {
  readonly #parts: HeartbeatParts;
  /** Only the timer that was set last counts. */
  #timers = 0;

  constructor(parts: HeartbeatParts) {
    this.#parts = parts;
  }

  /** Pings now, and then at intervals until the connection is lost. */
  ping(): void {
    const { link, clock } = this.#parts;
    const sentAt = clock.now();
    this.#after(PONG_TIMEOUT_MS, () => link.drop());
    // A refused ping proves as well as a pong that the server is there.
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

  /** The error of a measurement is at most half the round trip: the old offset stays if it lies within that. */
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
