// Matches the elements of two arrays so that few operations lead from one to the other, in bounded time.
import type { Json } from '../json.ts';
import { element, equal } from './json-value.ts';

export const KEEP = 0;
export const CHANGE = 1;
export const REMOVE = 2;
export const ADD = 3;

/** What happens to the next element. CHANGE and KEEP take one element from both arrays. */
export type Step = typeof KEEP | typeof CHANGE | typeof REMOVE | typeof ADD;

/**
 * The number of comparisons for one array; at most twice as many are made. So the result is exact up to 32 by 32
 * elements, and longer arrays are compared within a band around the diagonal.
 */
const BUDGET = 1024;

/** A shift by this many elements is found in arrays of any length, as in a log that drops old lines and adds new ones. */
const LEAST_BAND = 2;

/** More than any cost, and within V8's small integers. */
const FAR = 2 ** 29;

/** The steps from one array to the other, in order. Common ends should be left out before: they only cost time. */
export function align(from: readonly Json[], to: readonly Json[]): readonly Step[] {
  let steps = inPlace(from, to);
  const skew = Math.abs(from.length - to.length);
  const widest = Math.min(costOf(steps), LEAST_BAND + Math.floor(BUDGET / from.length));
  // Without common ends, two steps are the minimum.
  if (costOf(steps) <= Math.max(2, skew) || widest < skew) return steps;
  // A path is never further from the diagonal than its cost, so a path that costs no more than the band is the best.
  for (let band = Math.max(LEAST_BAND, skew); ; band *= 2) {
    steps = cheapest(from, to, Math.min(band, widest));
    if (band >= widest || costOf(steps) <= band) return steps;
  }
}

function costOf(steps: readonly Step[]): number {
  let cost = 0;
  for (const step of steps) if (step !== KEEP) cost++;
  return cost;
}

/** Element by element; the surplus is added or removed at the end. Right for boards and seats. */
function inPlace(from: readonly Json[], to: readonly Json[]): Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < from.length || at < to.length; at++) {
    if (at >= from.length) steps.push(ADD);
    else if (at >= to.length) steps.push(REMOVE);
    else steps.push(equal(element(from, at), element(to, at)) ? KEEP : CHANGE);
  }
  return steps;
}

/** The edit distance within `band` of the diagonal. `costs` is one row of its table. */
function cheapest(from: readonly Json[], to: readonly Json[], band: number): Step[] {
  const width = 2 * band + 1;
  const steps: Step[] = new Array((from.length + 1) * width).fill(ADD);
  const costs = Array.from({ length: width }, (_, at) => (at < band ? FAR : at - band));
  for (let i = 1; i <= from.length; i++) {
    for (let j = Math.max(0, i - band); j <= Math.min(to.length, i + band); j++) {
      const at = j - i + band;
      const kept = j > 0 && equal(element(from, i - 1), element(to, j - 1));
      const changed = (costs[at] ?? FAR) + (kept ? 0 : 1);
      const removed = (costs[at + 1] ?? FAR) + 1;
      const added = (costs[at - 1] ?? FAR) + 1;
      const least = Math.min(changed, removed, added);
      costs[at] = least;
      // Among equal costs the surplus comes late: lists grow at their end more often than at their start.
      steps[i * width + at] =
        kept && changed === least ? KEEP : added === least ? ADD : removed === least ? REMOVE : CHANGE;
    }
  }
  return walkBack(steps, { i: from.length, j: to.length, band });
}

function walkBack(table: readonly Step[], end: { i: number; j: number; band: number }): Step[] {
  const steps: Step[] = [];
  for (let { i, j } = end; i > 0 || j > 0; ) {
    const step = table[i * (2 * end.band + 1) + j - i + end.band] ?? ADD;
    steps.push(step);
    if (step !== ADD) i--;
    if (step !== REMOVE) j--;
  }
  return steps.reverse();
}
