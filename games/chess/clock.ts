// The two clocks of a match as numbers: the time left, and when the running clock was started. The machine has the timer.
import type { Seat } from '../../src/game/index.ts';

export type Clock = {
  /** ms left for each when the running clock was started. */
  readonly left: readonly [white: number, black: number];
  /** When the running clock was started, epoch ms. */
  readonly since: number;
  /** ms */
  readonly base: number;
  /** ms added after a move; null: every move has `base` again. */
  readonly increment: number | null;
};

export type ClockOptions = {
  readonly clock: 'fischer' | 'move' | 'none';
  readonly baseSeconds: number;
  readonly incrementSeconds: number;
  readonly moveSeconds: number;
};

const SECOND = 1_000;
/** Without a clock, a move may take this long: a forgotten match must end. */
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

/** The clock of the seat stops now. */
export function stopped(clock: Clock, seat: Seat, at: number): Clock {
  const used = Math.max(0, at - clock.since);
  return withLeft(clock, seat, Math.max(0, leftOf(clock, seat) - used));
}

/** After a move: the increment, or the full time for the next move. */
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
