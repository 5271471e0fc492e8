// The strategy that thinks ahead, for any game: hands the match it imagines to the search, and answers with what is found.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AnyIntent, Game } from '../game/index.ts';
import { givesUp } from './playout.ts';
import type { SearchBudget } from './search.ts';
import { type SearchTask, TaskRunner } from './search-task.ts';
import { type BotTurn, randomBut, type Strategy, sameIntent } from './strategy.ts';
export type SearchingOptions = {
  /** Where the game's module is: `new URL('./game.ts', import.meta.url)`. Once compiled, game.js is found as well. */
  readonly game: URL;
  /** 2,000 iterations or a second, where nothing is said: the search ends with whichever comes first. */
  readonly budget?: SearchBudget;
  /** How many acts a match is played on at random before it is judged as it stands: 120, or 4 where scores tell. */
  readonly depth?: number;
  /** Types of intents that it neither chooses nor expects, like offers of a draw. Giving up is one anyway. */
  readonly avoid?: readonly string[];
  /**
   * A module that exports `heuristic`: a function of the view that returns one number for each seat, the higher the
   * better. With it, a playout that is cut off can be evaluated also in a game without scores.
   */
  readonly heuristic?: URL;
  /** @deprecated The former name of `heuristic`; the module may export it under the name `standing` as well. */
  readonly standing?: URL;
};

/** Enough never to lose at tic-tac-toe, and not so long that anyone waits for it. */
const DEFAULT_BUDGET: SearchBudget = { iterations: 2000, ms: 1000 };

/**
 * Searches on the server's own thread where the turn offers it, else at once and here. Where there is nothing to think
 * with, as for a player over the network, it plays at random.
 */
export function searching(options: SearchingOptions): Strategy {
  const { game, budget = DEFAULT_BUDGET, standing, heuristic = standing, ...limits } = options;
  const modules = { game: moduleAt(game), ...(heuristic && { heuristic: moduleAt(heuristic) }) };
  const searcher = new TaskRunner();
  const isAvoided = (intent: AnyIntent): boolean =>
    givesUp(intent) || (limits.avoid?.includes(intent.type) ?? false);
  const atRandom = randomBut(isAvoided);

  return async (turn) => {
    const { legal, imagine, seats, seat, now, random } = turn;
    const choices = legal.filter((intent) => !isAvoided(intent));
    if (choices.length < 2 || imagine === undefined) return atRandom(turn);
    const { search = (task: SearchTask) => searcher.run(task) }: BotTurn = turn;
    const seed = Math.floor(random() * 2 ** 32);
    const found = await search({
      ...{ ...modules, match: imagine(), seats, seat, now },
      ...{ ...limits, budget, seed },
    });
    // What was imagined may have been wrong: the game's redeal says so
    return choices.find((intent) => found !== null && sameIntent(intent, found)) ?? atRandom(turn);
  };
}

/** How a game without a bot of its own is played: with thought, unless it has secrets and cannot deal them anew. */
export function defaultBot(game: Game, module: URL): Strategy | undefined {
  return game.secrets && !game.redeal ? undefined : searching({ game: module });
}

function moduleAt(url: URL): string {
  if (url.protocol !== 'file:' || existsSync(fileURLToPath(url))) return url.href;
  return url.href.replace(/\.ts\b(?=[^/]*$)/, '.js');
}
