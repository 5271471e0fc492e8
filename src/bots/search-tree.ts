// The tree of a search: for each line of play, what was tried there and with what result. It knows no rules.
import type { Seat } from '../game/index.ts';
import type { Evaluation } from './evaluator.ts';
import { type Actor, type Choice, pick, type TreePosition } from './playout.ts';

/** One intent of one seat at one node of the tree. */
export type Arm = Choice & {
  /** How often it could have been chosen: with other hidden cards it may not be legal. */
  offered: number;
  tries: number;
  /** Sum over all tries. */
  reward: number;
};

/** Weight of exploration; rewards are in [0, 1]. Found by trial: tic-tac-toe is solved, and card games do not suffer. */
const EXPLORATION = 0.7;
/** Below the root, this many intents are tried at first, and more with the square root of the visits. */
const WIDTH = 3;

/** One line of play; grows as the search tries more of it. */
export class TreeNode {
  visits = 0;
  /** Set only in games where it is the same at each visit. */
  treePosition: TreePosition | undefined;
  readonly #arms = new Map<string, Arm>();
  readonly #next = new Map<string, TreeNode>();

  /** The node that these choices lead to. The seats chose independently, so only all choices together name it. */
  next(choices: readonly Choice[]): TreeNode {
    const key = choices.map(keyOf).join();
    const node = this.#next.get(key) ?? new TreeNode();
    this.#next.set(key, node);
    return node;
  }

  /** The seat's next try: the most promising intent, or a new one. `wide`: every intent is tried once first. */
  pick({ seat, intents }: Actor, { random, wide }: { random: () => number; wide: boolean }): Arm {
    const arms = intents.map((intent) => this.#arm({ seat, intent }));
    for (const arm of arms) arm.offered += 1;
    const untried = arms.filter(({ tries }) => tries === 0);
    const mayWiden = wide || arms.length - untried.length < WIDTH * Math.sqrt(this.visits + 1);
    if (untried.length > 0 && mayWiden) return pick(untried, random) as Arm;
    return mostPromising(arms.filter(({ tries }) => tries > 0));
  }

  /** Everything that the seat has tried here. */
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

/** UCB1, with the number of offers in place of the visits (Cowling et al., 2012). */
function mostPromising(arms: readonly Arm[]): Arm {
  let best: Arm | undefined;
  let highest = -Infinity;
  for (const arm of arms) {
    const bound = arm.reward / arm.tries + EXPLORATION * Math.sqrt(Math.log(arm.offered) / arm.tries);
    if (bound <= highest) continue;
    highest = bound;
    best = arm;
  }
  return best as Arm;
}

const keyOf = ({ seat, intent }: Choice): string => `${seat}${JSON.stringify(intent)}`;
