// From a signal to the end of the process: the first drains, within a bound; a second ends it at once.
import type { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import type { Clock } from '../clock/index.ts';

/** npm passes the Ctrl-C on that its child has had from the terminal already: one press, two signals. */
const SAME_PRESS_MS = 300;

const signals = ['SIGTERM', 'SIGINT'] as const;

export type Stopping = {
  /** Where the signals come from: the process. */
  readonly process: EventEmitter;
  readonly clock: Clock;
  /** Settles once everything is told and closed. */
  readonly drain: () => Promise<void>;
  /** The longest that draining may take, in ms. */
  readonly boundMs: number;
};

/** Waits for a signal; resolves with the exit code, 0 unless it was hurried. */
export function stopped({ process, clock, drain, boundMs }: Stopping): Promise<number> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    const onSignal = (signal: (typeof signals)[number]): void => {
      if (firstAt === undefined) {
        firstAt = clock.now();
        const cancel = clock.at(firstAt + boundMs, () => resolve(0));
        drain()
          .finally(cancel)
          .then(
            () => resolve(0),
            () => resolve(1),
          );
      } else if (clock.now() - firstAt > SAME_PRESS_MS) {
        resolve(128 + constants.signals[signal]);
      }
    };
    for (const signal of signals) process.on(signal, () => onSignal(signal));
  });
}
