// Chance for games: a pure generator whose state lives in the context, outside every view.
import { createHmac } from 'node:crypto';

/** Plain JSON. Whoever sees it knows all that is to come, so no view or secret may hold it. */
export type RandomState = { readonly seed: string; readonly drawn: number };

/** What six bytes of a digest can say: the most a number holds whole bytes of, exactly. */
const SPAN = 2 ** 48;

/** `seed`: the one in the machine's input. */
export function createRandom(seed: string): RandomState {
  return { seed, drawn: 0 };
}

/**
 * An integer from 0 to `below` - 1, each as likely, and the state to go on with.
 * What was drawn before tells nothing of what comes: a keyed hash counts up, unlike the usual fast generators.
 * @throws RangeError where `below` is not an integer from 1 to 2^48
 */
export function draw(state: RandomState, below: number): [drawn: number, state: RandomState] {
  if (!Number.isInteger(below) || below < 1 || below > SPAN) {
    throw new RangeError(`draw: below must be an integer from 1 to 2^48, not ${below}`);
  }
  // Beyond the last whole multiple the low numbers would come up more often: those are thrown again
  const fair = SPAN - (SPAN % below);
  let { seed, drawn } = state;
  for (;;) {
    const value = createHmac('sha256', seed).update(String(drawn)).digest().readUIntBE(0, 6);
    drawn += 1;
    if (value < fair) return [value % below, { seed, drawn }];
  }
}

/**
 * A new list in an order of which all are equally likely (Fisher–Yates): from the match's own chance with the state
 * to go on with, or from numbers in [0, 1), as `redeal` is given them.
 */
export function shuffle<Item>(random: () => number, list: readonly Item[]): Item[];
export function shuffle<Item>(
  state: RandomState,
  list: readonly Item[],
): [shuffled: Item[], state: RandomState];
export function shuffle<Item>(chance: RandomState | (() => number), list: readonly Item[]) {
  if (typeof chance === 'function') return mixed(list, (below) => Math.floor(chance() * below));
  let state = chance;
  const shuffled = mixed(list, (below) => {
    let pick: number;
    [pick, state] = draw(state, below);
    return pick;
  });
  return [shuffled, state];
}

function mixed<Item>(list: readonly Item[], pickBelow: (below: number) => number): Item[] {
  const shuffled = [...list];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const pick = pickBelow(last + 1);
    [shuffled[last], shuffled[pick]] = [shuffled[pick] as Item, shuffled[last] as Item];
  }
  return shuffled;
}
