// The two clocks of a match, as numbers: what is left and since when it runs. It waits for nothing, the machine does.
import type { Seat } from '../../src/game/index.ts';

export type Clock = {
  /** ms each had left when the clock that runs was started. */
  readonly left: readonly [white: number, black: number];
  /** epoch ms */
  readonly since: number;
  readonly base: number;
  /** ms added after a move; null: `base` anew for every move. */
  readonly increment: number | null;
};

export type ClockOptions = {
  readonly clock: 'fischer' | 'move' | 'none';
  readonly baseSeconds: number;
  readonly incrementSeconds: number;
  readonly moveSeconds: number;
};

const SECOND = 1_000;
/** Only so that a match that everyone has forgotten ends. */
const DAY = 86_400 * SECOND;

export function wound(
  { clock, baseSeconds, incrementSeconds, moveSeconds }: ClockOptions,
  at: number,
): Clock {
  const fischer = clock === 'fischer';
  const base = fischer ? baseSeconds * SECOND : clock === 'move' ? moveSeconds * SECOND : DAY;
  return { left: [base, base], since: at, base, increment: fischer ? incrementSeconds * SECOND : null };
}

export function started(clock: Clock, at: number): Clock {
  return { ...clock, since: at };
}

/** The seat's own time is up to here. */
export function stopped(clock: Clock, seat: Seat, at: number): Clock {
  const used = Math.max(0, at - clock.since);
  return withLeft(clock, seat, Math.max(0, leftOf(clock, seat) - used));
}

/** What a finished move brings. */
export function rewarded(clock: Clock, seat: Seat): Clock {
  const { increment, base } = clock;
  return withLeft(clock, seat, increment === null ? base : leftOf(clock, seat) + increment);
}

export function leftOf({ left: [white, black] }: Clock, seat: Seat): number {
  return seat === 0 ? white : black;
}

function withLeft(clock: Clock, seat: Seat, ms: number): Clock {
  const [white, black] = clock.left;
  return { ...clock, left: seat === 0 ? [ms, black] : [white, ms] };
}
