// The growth of a server's memory after its warm-up, by kind, and the limit above which it counts as a leak.
import type { Resources } from './fuzz-probe.ts';

/** In MB, from the end of the warm-up to the end of the run. */
export type Growth = {
  readonly heap: number;
  readonly external: number;
  readonly outside: number;
  /** Resident memory. Reported without a limit, because it includes the free pages of V8. */
  readonly rss: number;
};

/** `vitals`: the resources after each round. The first half of the rounds is the warm-up. */
export function growthOf(vitals: readonly Resources[]): Growth {
  const warm = vitals.slice(Math.ceil(vitals.length / 2) - 1);
  const gained = (of: (now: Resources) => number): number[] =>
    warm.slice(1).map((now, at) => of(now) - of(warm[at] ?? now));
  return {
    heap: sum(gained(({ heapMb }) => heapMb)),
    external: sum(gained(({ externalMb }) => externalMb)),
    outside: steady(gained(({ outsideMb }) => outsideMb)),
    rss: sum(gained(({ rssMb }) => rssMb)),
  };
}

/**
 * The growth that nearly every round had, times the number of rounds. A leak is in each of them; the pools of
 * malloc fill once, by up to 60 MB over one to three rounds, later on a busy machine, and then stay full.
 */
function steady(gained: readonly number[]): number {
  const least = gained.toSorted((a, b) => a - b)[Math.floor((gained.length - 1) / 4)] ?? 0;
  return least * gained.length;
}

const sum = (values: readonly number[]): number => values.reduce((whole, value) => whole + value, 0);

/** Growth of the heap without a leak, in MB: V8 compiles code during the run. */
const HEAP_BOUND_MB = 10;
/** Growth of buffers without a leak, in MB: those of sockets that happen to be open. */
const EXTERNAL_BOUND_MB = 2;
/** Growth outside of V8 without a leak, in MB: 2 MB per round of the short form; 1 MB was seen. */
const OUTSIDE_BOUND_MB = 8;

/** Leaks, in words; empty if there are none. */
export function leaksOf({ heap, external, outside }: Growth): string[] {
  return [
    ...(heap > HEAP_BOUND_MB ? [`the heap grew by ${heap.toFixed(1)} MB`] : []),
    ...(external > EXTERNAL_BOUND_MB ? [`the buffers held grew by ${external.toFixed(1)} MB`] : []),
    ...(outside > OUTSIDE_BOUND_MB ? [`outside of the heap it grew by ${outside.toFixed(1)} MB`] : []),
  ];
}
