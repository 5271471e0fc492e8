// Keeps a simulated player within the rate that the server told it, as a well-behaved client would.
import type { Clock } from '../clock/index.ts';
import type { Limits } from '../protocol/index.ts';

/** Of what the server allows; the rest is left for what the SDK says of its own accord. */
const SHARE = 0.75;

export type PacerOptions = {
  readonly clock: Clock;
  readonly limits: () => Pick<Limits, 'messagesPerSecond' | 'messageBurst'> | undefined;
};

/** Each call resolves when one more message may go out; calls are not to overlap. */
export function createPacer({ clock, limits }: PacerOptions): () => Promise<void> {
  let free: number | undefined;
  let countedAt = clock.now();
  return async () => {
    const { messagesPerSecond = 1, messageBurst = 1 } = limits() ?? {};
    const perMs = (messagesPerSecond * SHARE) / 1000;
    const now = clock.now();
    free = Math.min(messageBurst * SHARE, (free ?? messageBurst * SHARE) + (now - countedAt) * perMs);
    countedAt = now;
    free -= 1;
    const wait = -free / perMs;
    if (wait > 0) await new Promise<void>((resolve) => clock.at(now + wait, resolve));
  };
}
