// How much more memory a server takes than when it was warm, by kind, and how much of each is a leak.
import type { Resources } from './fuzz-probe.ts';

/** In MB, from the moment the server was warm to the end. */
export type Growth = {
  readonly heap: number;
  readonly external: number;
  readonly outside: number;
  /** All that is resident. Told, and not judged: V8's free pages are part of it. */
  readonly rss: number;
};

/** `vitals`: after each round. The first half of them warms caches and compilers up. */
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
 * What nearly every round gained at least, as often as there were rounds. A leak shows in each of them; the pools of
 * malloc fill once, by up to 60 MB over one to three rounds, the later the busier the machine, and stay so.
 */
function steady(gained: readonly number[]): number {
  const least = gained.toSorted((a, b) => a - b)[Math.floor((gained.length - 1) / 4)] ?? 0;
  return least * gained.length;
}

const sum = (values: readonly number[]): number => values.reduce((whole, value) => whole + value, 0);

/** Growth of what is held after collection that is none: code is compiled on the way. */
const HEAP_BOUND_MB = 10;
/** Held buffers are counted exactly; they are those of the sockets that are open by chance. */
const EXTERNAL_BOUND_MB = 2;
/** That is 2 MB in each round of the short form, of what V8 does not know; without a leak 1 MB was seen. */
const OUTSIDE_BOUND_MB = 8;

/** In words; none if nothing leaks. */
export function leaksOf({ heap, external, outside }: Growth): string[] {
  return [
    ...(heap > HEAP_BOUND_MB ? [`the heap grew by ${heap.toFixed(1)} MB`] : []),
    ...(external > EXTERNAL_BOUND_MB ? [`the buffers held grew by ${external.toFixed(1)} MB`] : []),
    ...(outside > OUTSIDE_BOUND_MB ? [`outside of the heap it grew by ${outside.toFixed(1)} MB`] : []),
  ];
}
