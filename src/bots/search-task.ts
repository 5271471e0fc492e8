// One search as plain JSON, so that it can be done wherever there is time: on another thread, or right here.
import { type AnyIntent, type Game, type Rules, rulesOf, type Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import type { Heuristic } from './evaluator.ts';
import { type SearchBudget, search } from './search.ts';
import { seededRandom } from './seeded-random.ts';

export type SearchTask = {
  /** Address of the module whose default export is the game. */
  readonly game: string;
  /** As `Rules.save` gives it, and never the true one: see `Turn.imagine`. */
  readonly match: Json;
  readonly seats: number;
  readonly seat: Seat;
  /** epoch ms: the time in the match */
  readonly now: number;
  readonly budget: SearchBudget;
  readonly depth?: number;
  readonly avoid?: readonly string[];
  /** Address of the module that exports `heuristic`. */
  readonly heuristic?: string;
  readonly seed: number;
};

/** Does searches, with each game loaded once. */
export class TaskRunner {
  readonly #games = new Map<string, Promise<Rules>>();

  /** Rejects where the module does not load, and with GameFault where the game fails. */
  async run({ game, match, seed, heuristic: module, ...task }: SearchTask): Promise<AnyIntent | null> {
    const rules = await this.#rulesOf(game);
    const heuristic = module === undefined ? undefined : await loadHeuristic(module);
    return search({ ...task, rules, match: rules.load(match), heuristic, random: seededRandom(seed) });
  }

  #rulesOf(game: string): Promise<Rules> {
    const rules = this.#games.get(game) ?? loadRules(game);
    this.#games.set(game, rules);
    return rules;
  }
}

type HeuristicModule = {
  readonly heuristic?: Heuristic;
  /** The former name. */
  readonly standing?: Heuristic;
};

async function loadHeuristic(address: string): Promise<Heuristic | undefined> {
  const module: HeuristicModule = await import(address);
  return module.heuristic ?? module.standing;
}

async function loadRules(game: string): Promise<Rules> {
  const module: { readonly default: Game } = await import(game);
  return rulesOf(module.default);
}
