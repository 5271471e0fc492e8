// Monte Carlo tree search for any game: plays the match on in thought, and does what went best. Knows no threads.
import { type AnyIntent, GameFault, type Match, type Rules, type Seat } from '../game/index.ts';
import { Evaluator, type Heuristic } from './evaluator.ts';
import { type Choice, Playout, type Position, TreePosition } from './playout.ts';
import { type Arm, TreeNode } from './search-tree.ts';

/** The search ends with whichever comes first; one of them must be given. */
export type SearchBudget = {
  /** How many times the match is played on. With this alone the same seed gives the same choice. */
  readonly iterations?: number;
  /** In ms. */
  readonly ms?: number;
};

export type Search = {
  readonly rules: Rules;
  /** May differ from the real one in all that the seat cannot know: it is dealt anew for every iteration. */
  readonly match: Match;
  readonly seats: number;
  readonly seat: Seat;
  /** epoch ms: the time in the match. */
  readonly now: number;
  readonly budget: SearchBudget;
  /** How many acts a match is played on at random before it is judged as it stands: 120, or 4 where scores tell. */
  readonly depth?: number;
  /** Types of intents that nobody chooses, besides those that give up. */
  readonly avoid?: readonly string[];
  /** For games that count no scores: how the seats stand where a line of play is broken off. */
  readonly heuristic?: Heuristic | undefined;
  /** In [0, 1) */
  readonly random: () => number;
  /** In ms, from any start. */
  readonly stopwatch?: () => number;
};

/** As long as most matches of small games are. */
const DEPTH = 120;
/** Where scores tell who gains: measured with crazy eights, to which it gives more and better judgements a second. */
const SHORT_DEPTH = 4;
/** No line of play in the tree is longer: only time that passes again and again could make it so. */
const MAX_LINE = 200;

/**
 * The best intent found for the seat, null where it can do nothing but give up. Plain UCT where nothing is hidden;
 * else information-set MCTS: one tree over many deals. Seats that may act at once choose without knowing each
 * other's choice; each seat looks for its own good alone (max^n).
 * @throws GameFault where no line of play could be followed
 */
export function search(options: Search): AnyIntent | null {
  return new TreeSearch(options).choice();
}

/** `node`: where the seats stood; `picked`: what they did there, nothing where time passed. */
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
    // Who acts at the same time must not be able to foresee it
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

  /** Once from the root to the end, or near it. A line of play that runs into a fault teaches nothing. */
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

  /** Down the tree, to the first place where nobody has been before, or to the end. */
  #descend(): { line: readonly Visit[]; from: Position; position: Position } {
    const { random } = this.#options;
    const line: Visit[] = [];
    let node = this.#root;
    let place = this.#placeOf(node, () => this.#dealt());
    const start = place.position;
    while (place.position.match.outcome === null && line.length < MAX_LINE) {
      const picked = place.actors.map((actor) => node.pick(actor, { random, wide: line.length === 0 }));
      line.push({ node, picked });
      const from = place.position;
      node = node.next(picked);
      place = this.#placeOf(node, () => this.#followed(from, picked));
      if (node.visits === 0 || place.position === from) break;
    }
    // So that the next line of play goes on from here
    line.push({ node, picked: [] });
    return { line, from: start, position: place.position };
  }

  /** In a game that hides nothing the same choices lead to the same place, so that is worked out once. */
  #placeOf(node: TreeNode, find: () => Position): TreePosition {
    if (node.treePosition !== undefined) return node.treePosition;
    const place = new TreePosition(this.#playout, find());
    if (this.#options.rules.game.redeal === undefined) node.treePosition = place;
    return place;
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

const meanOf = ({ reward: worth, tries }: Arm): number => worth / tries;

function mostTried(arms: readonly Arm[]): AnyIntent | null {
  const [best] = arms.toSorted((a, b) => b.tries - a.tries || meanOf(b) - meanOf(a));
  return best?.intent ?? null;
}

/** Each as likely as it was found worth trying: of rock, paper and scissors none more often than the others. */
function drawnByTries(arms: readonly Arm[], random: () => number): AnyIntent | null {
  let left = random() * arms.reduce((sum, { tries }) => sum + tries, 0);
  const drawn = arms.find(({ tries }) => {
    left -= tries;
    return left < 0;
  });
  return drawn?.intent ?? null;
}
