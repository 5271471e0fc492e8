// Chance for games: a pure generator, whose state is in the machine's context and in no view.
import { createHmac } from 'node:crypto';

/** The state of the generator: JSON. It reveals all future draws, so no view or secret may contain it. */
export type RandomState = { readonly seed: string; readonly drawn: number };

/** The values of six bytes: the most whole bytes that a number holds exactly. */
const SPAN = 2 ** 48;

/**
 * Starts a generator. `seed`: that of the machine's input.
 *
 * @example
 * context: ({ input }) => {
 *   const [deck, random] = shuffle(createRandom(input.seed), CARDS);
 *   return { deck, random };
 * }
 */
export function createRandom(seed: string): RandomState {
  return { seed, drawn: 0 };
}

/**
 * Draws an integer from 0 to `below` - 1, all equally likely, and returns the next state of the generator with it.
 * Earlier draws do not reveal later ones: it is a keyed hash of a counter, unlike the usual fast generators.
 *
 * @throws RangeError where `below` is not an integer from 1 to 2^48
 * @example
 * roll: assign(({ context }) => {
 *   const [pips, random] = draw(context.random, 6);
 *   return { random, die: pips + 1 };
 * })
 */
export function draw(state: RandomState, below: number): [drawn: number, state: RandomState] {
  if (!Number.isInteger(below) || below < 1 || below > SPAN) {
    throw new RangeError(`draw: below must be an integer from 1 to 2^48, not ${below}`);
  }
  // Above the last whole multiple of `below`, low numbers would be more likely: such a value is drawn again.
  const fair = SPAN - (SPAN % below);
  let { seed, drawn } = state;
  for (;;) {
    const value = createHmac('sha256', seed).update(String(drawn)).digest().readUIntBE(0, 6);
    drawn += 1;
    if (value < fair) return [value % below, { seed, drawn }];
  }
}

/**
 * Returns a shuffled copy of a list (Fisher–Yates), all orders equally likely. With a generator's state it also returns
 * the next state; with a function that returns numbers in [0, 1), such as that of `redeal`, only the list.
 *
 * @example
 * const [deck, random] = shuffle(context.random, CARDS);
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
