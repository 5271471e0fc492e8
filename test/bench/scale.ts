// How much is measured: all that is worth showing, or a minute's look.
import { readFileSync } from 'node:fs';

export type Scale = {
  /** Fresh processes so many times: how V8 compiles a server differs a little from start to start. */
  readonly generations: number;
  /** Slices of each contestant in a generation, all contestants in turn. */
  readonly rounds: number;
  readonly sliceMs: number;
  /** At half load, in a generation. */
  readonly paces: number;
  /** Played before anything is measured: so many moves, or by the slow for so long. */
  readonly warm: { readonly most: number; readonly ms: number };
  readonly rooms: readonly number[];
  readonly spectators: number;
  readonly starts: number;
};

export const full: Scale = {
  ...{ generations: 3, rounds: 7, sliceMs: 1_500, paces: 3 },
  /**
   * What V8 needs to compile all that is hot at its best, and to let its young generation grow to the full: that last
   * step alone stops a process for 35 ms, once in its life.
   */
  warm: { most: 80_000, ms: 12_000 },
  ...{ rooms: [10, 1_000, 10_000], spectators: 1_000, starts: 7 },
};

/** Colder than the full one: what takes long to compile looks dearer than it is. */
export const quick: Scale = {
  ...{ generations: 1, rounds: 4, sliceMs: 300, paces: 1 },
  warm: { most: 60_000, ms: 3_000 },
  ...{ rooms: [10, 1_000], spectators: 300, starts: 1 },
};

/** What a process needs besides its connections. */
const OTHER_FILES = 100;

/** How many rooms of two connections one process may hold here: Node raises its limit of files to the hard one. */
export function mostRooms(): number {
  try {
    const [, hard = ''] =
      /^Max open files +\S+ +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return hard === '' ? Infinity : Math.floor((Number(hard) - OTHER_FILES) / 2);
  } catch {
    return Infinity;
  }
}
