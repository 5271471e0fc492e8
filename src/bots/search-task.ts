// One search as plain JSON, so that it can run on another thread or on this one.
import { type AnyIntent, type Game, type Rules, rulesOf, type Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import type { Heuristic } from './evaluator.ts';
import { type SearchBudget, search } from './search.ts';
import { seededRandom } from './seeded-random.ts';

/** What a strategy passes to `BotTurn.search`: one search, as JSON. */
export type SearchTask = {
  /** URL of the module whose default export is the game. */
  readonly game: string;
  /** As `Rules.save` gives it, and never the real match: see `BotTurn.imagine`. */
  readonly match: Json;
  /** How many. */
  readonly seats: number;
  /** The seat that chooses. */
  readonly seat: Seat;
  /** Time in the match, epoch ms. */
  readonly now: number;
  readonly budget: SearchBudget;
  /** See `SearchingOptions.depth`. */
  readonly depth?: number;
  /** See `SearchingOptions.avoid`. */
  readonly avoid?: readonly string[];
  /** URL of the module that exports `heuristic`. */
  readonly heuristic?: string;
  /** @deprecated Use `heuristic`. */
  readonly standing?: string;
  readonly seed: number;
};

/** Runs searches; loads each game once. */
export class TaskRunner {
  readonly #games = new Map<string, Promise<Rules>>();

  /** Rejects where a module cannot be loaded, and with GameFault where the game fails. */
  async run(searchTask: SearchTask): Promise<AnyIntent | null> {
    const { game, match, seed, standing, heuristic = standing, ...task } = searchTask;
    const rules = await this.#rulesOf(game);
    const found = heuristic === undefined ? undefined : await heuristicOf(heuristic);
    return search({ ...task, rules, match: rules.load(match), heuristic: found, random: seededRandom(seed) });
  }

  #rulesOf(game: string): Promise<Rules> {
    const rules = this.#games.get(game) ?? loadRules(game);
    this.#games.set(game, rules);
    return rules;
  }
}

/** `standing` is the former name of the export. */
async function heuristicOf(url: string): Promise<Heuristic> {
  const module: { readonly heuristic?: Heuristic; readonly standing?: Heuristic } = await import(url);
  const heuristic = module.heuristic ?? module.standing;
  if (heuristic === undefined) throw new TypeError(`${url} exports no heuristic`);
  return heuristic;
}

async function loadRules(game: string): Promise<Rules> {
  const module: { readonly default: Game } = await import(game);
  return rulesOf(module.default);
}
