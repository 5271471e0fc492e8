// Monte Carlo tree search for any game: plays the match on many times, and chooses what went best. Knows no threads.
import { type AnyIntent, GameFault, type Match, type Rules, type Seat } from '../game/index.ts';
import { Evaluator, type Heuristic } from './evaluator.ts';
import { type Choice, Playout, type Position, TreePosition } from './playout.ts';
import { type Arm, TreeNode } from './search-tree.ts';

/** A search ends with whichever limit it reaches first; at least one must be given. */
export type SearchBudget = {
  /** How often the match is played on. With this limit only, the same seed gives the same choice. */
  readonly iterations?: number;
  /** Time in ms. */
  readonly ms?: number;
};

/** One search, and all that it needs. */
export type Search = {
  readonly rules: Rules;
  /** May differ from the real match in everything that the seat cannot know: each iteration deals that anew. */
  readonly match: Match;
  /** How many. */
  readonly seats: number;
  /** The seat that chooses. */
  readonly seat: Seat;
  /** Time in the match, epoch ms. */
  readonly now: number;
  readonly budget: SearchBudget;
  /** Random acts before a line of play is cut off and evaluated. Default 120, or 4 where its gains can be evaluated. */
  readonly depth?: number;
  /** Types of intents that no seat chooses, in addition to those that give up. */
  readonly avoid?: readonly string[];
  /** Evaluates the view where a line of play is cut off; for games without scores. */
  readonly heuristic?: Heuristic | undefined;
  /** In [0, 1). */
  readonly random: () => number;
  /** Time in ms, from any start. Default `performance.now`. */
  readonly stopwatch?: () => number;
};

/** The length of most matches of small games. */
const DEPTH = 120;
/** Where gains can be evaluated. Measured with crazy eights: more and better evaluations in the same time. */
const SHORT_DEPTH = 4;
/** Maximum length of a line in the tree: only deadlines that start again and again could make one longer. */
const MAX_LINE = 200;

/**
 * The best intent found for the seat; null where it can do nothing, or only give up. UCT where nothing is hidden;
 * otherwise information-set MCTS: one tree over many deals. Seats that can act at the same time choose independently,
 * and each seat maximises its own evaluation (max^n).
 * @throws GameFault where every line of play ran into a fault
 * @throws RangeError without a budget
 */
export function search(options: Search): AnyIntent | null {
  return new TreeSearch(options).choice();
}

/** A node on a line of play, and what was chosen there; nothing where a deadline fired. */
type Visit = { readonly node: TreeNode; readonly picked: readonly Arm[] };

class TreeSearch {
  readonly #options: Search;
  readonly #playout: Playout;
  readonly #evaluator: Evaluator;
  readonly #root = new TreeNode();

  constructor(options: Search) {
    const { rules, seats, avoid = [], heuristic } = options;
    this.#options = options;
    this.#playout = new Playout({ rules, seats, avoid });
    this.#evaluator = new Evaluator({ rules, seats, heuristic });
  }

  choice(): AnyIntent | null {
    const { seat, random, budget, stopwatch = () => performance.now() } = this.#options;
    const actors = this.#playout.actors(this.#dealt());
    const own = actors.find((actor) => actor.seat === seat);
    if (own === undefined || own.intents.length < 2) return own?.intents[0] ?? null;
    this.#iterate(budget, stopwatch);
    const arms = this.#root.tried(seat);
    // Seats that act at the same time must not be able to predict the choice
    return actors.length > 1 ? drawnByTries(arms, random) : mostTried(arms);
  }

  #iterate({ iterations = Infinity, ms = Infinity }: SearchBudget, stopwatch: () => number): void {
    if (Math.min(iterations, ms) === Infinity) throw new RangeError('a search needs a budget');
    const end = stopwatch() + ms;
    const hasTime = (): boolean => ms === Infinity || stopwatch() < end;
    let fault: GameFault | undefined;
    for (let i = 0; i < iterations && (i === 0 || hasTime()); i += 1) fault = this.#playOn(hasTime) ?? fault;
    if (fault !== undefined && this.#root.visits === 0) throw fault;
  }

  /** Once from the root to the end, or to the depth. A line of play that runs into a fault is not counted. */
  #playOn(hasTime: () => boolean): GameFault | undefined {
    try {
      const { line, from, position } = this.#descend();
      const evaluation = this.#evaluator.evaluate(this.#playedOut(position, hasTime), from);
      for (const { node, picked } of line) node.learn(picked, evaluation);
      return undefined;
    } catch (error) {
      if (error instanceof GameFault) return error;
      throw error;
    }
  }

  /** Down the tree to the first node without visits, or to the end. */
  #descend(): { line: readonly Visit[]; from: Position; position: Position } {
    const { random } = this.#options;
    const line: Visit[] = [];
    let node = this.#root;
    let at = this.#positionOf(node, () => this.#dealt());
    const start = at.position;
    while (at.position.match.outcome === null && line.length < MAX_LINE) {
      const picked = at.actors.map((actor) => node.pick(actor, { random, wide: line.length === 0 }));
      line.push({ node, picked });
      const from = at.position;
      node = node.next(picked);
      at = this.#positionOf(node, () => this.#followed(from, picked));
      if (node.visits === 0 || at.position === from) break;
    }
    // Counts as visited, so that the next line of play goes on from here
    line.push({ node, picked: [] });
    return { line, from: start, position: at.position };
  }

  /** In a game that hides nothing the same choices lead to the same position, which is then computed once. */
  #positionOf(node: TreeNode, find: () => Position): TreePosition {
    if (node.treePosition !== undefined) return node.treePosition;
    const found = new TreePosition(this.#playout, find());
    if (this.#options.rules.game.redeal === undefined) node.treePosition = found;
    return found;
  }

  #followed(from: Position, choices: readonly Choice[]): Position {
    return choices.length > 0 ? this.#playout.apply(from, choices) : (this.#playout.fireNext(from) ?? from);
  }

  #playedOut(from: Position, hasTime: () => boolean): Position {
    const { random } = this.#options;
    const depth = this.#options.depth ?? (this.#evaluator.canJudge ? SHORT_DEPTH : DEPTH);
    let position = from;
    for (let acts = 0; acts < depth && position.match.outcome === null && hasTime(); acts += 1) {
      const next = this.#playout.randomStep(position, random);
      if (next === null) break;
      position = next;
    }
    return position;
  }

  #dealt(): Position {
    const { rules, match, seats, seat, now, random } = this.#options;
    return { match: rules.redeal(match, seat, random), at: now, last: (seat + seats - 1) % seats };
  }
}

const meanOf = ({ reward, tries }: Arm): number => reward / tries;

function mostTried(arms: readonly Arm[]): AnyIntent | null {
  const [best] = arms.toSorted((a, b) => b.tries - a.tries || meanOf(b) - meanOf(a));
  return best?.intent ?? null;
}

/** Each with a probability in proportion to its tries: rock, paper and scissors come equally often. */
function drawnByTries(arms: readonly Arm[], random: () => number): AnyIntent | null {
  let left = random() * arms.reduce((sum, { tries }) => sum + tries, 0);
  const drawn = arms.find(({ tries }) => {
    left -= tries;
    return left < 0;
  });
  return drawn?.intent ?? null;
}
