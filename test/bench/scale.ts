// How much is measured: a full run or a quick one.
import { readFileSync } from 'node:fs';

export type Scale = {
  /** Number of times that all processes start anew, because V8 compiles a server a little differently at each start. */
  readonly generations: number;
  /** Slices of each contestant in a generation; the contestants take turns. */
  readonly rounds: number;
  readonly sliceMs: number;
  /** Runs at half load in a generation. */
  readonly latencyRuns: number;
  /** Moves before anything is measured: until `maxMoves` moves are made or `ms` have passed. */
  readonly warmUp: { readonly maxMoves: number; readonly ms: number };
  readonly rooms: readonly number[];
  readonly spectators: number;
  readonly starts: number;
};

export const full: Scale = {
  ...{ generations: 3, rounds: 7, sliceMs: 1_500, latencyRuns: 3 },
  /**
   * Time for V8 to optimize all hot functions and to grow its young generation to the full size: the last step of this
   * growth alone stops a process for 35 ms, once.
   */
  warmUp: { maxMoves: 80_000, ms: 12_000 },
  ...{ rooms: [10, 1_000, 10_000], spectators: 1_000, starts: 7 },
};

/** Shorter warm-up than a full run: code that V8 compiles late seems more expensive than it is. */
export const quick: Scale = {
  ...{ generations: 1, rounds: 4, sliceMs: 300, latencyRuns: 1 },
  warmUp: { maxMoves: 60_000, ms: 3_000 },
  ...{ rooms: [10, 1_000], spectators: 300, starts: 1 },
};

/** File descriptors of a process that are not connections. */
const OTHER_FILES = 100;

/** Rooms with two connections that one process can hold. Node raises its limit of open files to the hard limit. */
export function maxRooms(): number {
  try {
    const [, hard = ''] =
      /^Max open files +\S+ +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return hard === '' ? Infinity : Math.floor((Number(hard) - OTHER_FILES) / 2);
  } catch {
    return Infinity;
  }
}
