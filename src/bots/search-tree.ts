// The memory of a search: for each line of play so far, what was tried there and how it went. No rules in here.
import type { Seat } from '../game/index.ts';
import type { Evaluation } from './evaluator.ts';
import { type Actor, type Choice, oneOf, type TreePosition } from './playout.ts';

/** One intent of one seat at one place of the tree. */
export type Arm = Choice & {
  /** How often it could have been chosen: in other deals it may not be there. */
  offered: number;
  tries: number;
  /** The sum over all tries. */
  reward: number;
};

/** Rewards lie in 0..1: with these numbers a seat of tic-tac-toe finds the way, and cards do not lose it. */
const CURIOSITY = 0.7;
/** Below the root this many intents are tried at first, and more with the square root of the visits. */
const WIDTH = 3;

export class TreeNode {
  visits = 0;
  /** Set only in games where it is the same at each visit. */
  treePosition: TreePosition | undefined;
  readonly #arms = new Map<string, Arm>();
  readonly #next = new Map<string, TreeNode>();

  /** Where these choices lead; each seat chose for itself, so they count only together. */
  next(choices: readonly Choice[]): TreeNode {
    const key = choices.map(keyOf).join();
    const node = this.#next.get(key) ?? new TreeNode();
    this.#next.set(key, node);
    return node;
  }

  /** What the seat tries next: the most promising, or one that was never tried. `wide`: each is tried once first. */
  pick({ seat, intents }: Actor, { random, wide }: { random: () => number; wide: boolean }): Arm {
    const arms = intents.map((intent) => this.#arm({ seat, intent }));
    for (const arm of arms) arm.offered += 1;
    const untried = arms.filter(({ tries }) => tries === 0);
    const room = wide || arms.length - untried.length < WIDTH * Math.sqrt(this.visits + 1);
    if (untried.length > 0 && room) return oneOf(untried, random) as Arm;
    return mostPromising(arms.filter(({ tries }) => tries > 0));
  }

  /** All that the seat has tried here. */
  tried(seat: Seat): readonly Arm[] {
    return [...this.#arms.values()].filter((arm) => arm.seat === seat && arm.tries > 0);
  }

  learn(picked: readonly Arm[], evaluation: Evaluation): void {
    this.visits += 1;
    for (const arm of picked) {
      arm.tries += 1;
      arm.reward += evaluation[arm.seat] ?? 0;
    }
  }

  #arm(choice: Choice): Arm {
    const key = keyOf(choice);
    const arm = this.#arms.get(key) ?? { ...choice, offered: 0, tries: 0, reward: 0 };
    this.#arms.set(key, arm);
    return arm;
  }
}

/** UCB1, with how often it was offered in place of the visits (Cowling et al., 2012). */
function mostPromising(arms: readonly Arm[]): Arm {
  let best: Arm | undefined;
  let highest = -Infinity;
  for (const arm of arms) {
    const promise = arm.reward / arm.tries + CURIOSITY * Math.sqrt(Math.log(arm.offered) / arm.tries);
    if (promise <= highest) continue;
    highest = promise;
    best = arm;
  }
  return best as Arm;
}

const keyOf = ({ seat, intent }: Choice): string => `${seat}${JSON.stringify(intent)}`;
