// Whether to reconnect after a close, and after which wait: with jitter, so that not all clients return at once.
import type { CloseName, closes } from '../protocol/index.ts';

type Close = (typeof closes)[CloseName];
type CodeOf<ComeBack extends Close['comeBack']> = Extract<Close, { comeBack: ComeBack }>['code'];

// Typed by the protocol's catalogue, so that a code missing here does not compile. Importing the catalogue itself
// would bring zod into the page.
const PERMANENT: Record<CodeOf<'no'>, true> = {
  1000: true,
  1003: true,
  1009: true,
  4400: true,
  4401: true,
  4409: true,
};
const MAXIMUM_WAIT: Record<CodeOf<'later'>, true> = { 1013: true, 4429: true };

/** true: the server does not want this client to reconnect. */
export const isPermanent = (code: number): boolean => code in PERMANENT;

export type BackoffOptions = {
  /** ms */
  readonly min: number;
  /** ms */
  readonly max: number;
  /** In [0, 1). */
  readonly random: () => number;
};

/** Exponential, with jitter over the whole range above `min`: 250 to 500 ms, then up to 1 s, 2 s … `max`. */
export class Backoff {
  readonly #options: BackoffOptions;
  #attempts = 0;
  #addedMs = 0;

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  /** Adds to the next wait: a draining server says how long it will be away. */
  addDelay(ms: number): void {
    this.#addedMs = ms;
  }

  reset(): void {
    this.#attempts = 0;
    this.#addedMs = 0;
  }

  /** ms to wait before the next attempt. `code`: the close code of the last one. */
  next(code: number): number {
    const { min, max, random } = this.#options;
    this.#attempts += 1;
    const upper = code in MAXIMUM_WAIT ? max : Math.min(max, min * 2 ** this.#attempts);
    const wait = this.#addedMs + min + random() * (upper - min);
    this.#addedMs = 0;
    return wait;
  }
}
