// The strategy that searches, for any game: passes an imagined match to a search, and plays what it finds.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AnyIntent, Game } from '../game/index.ts';
import { givesUp } from './playout.ts';
import type { SearchBudget } from './search.ts';
import { type SearchTask, TaskRunner } from './search-task.ts';
import { type BotTurn, randomBut, type Strategy, sameIntent } from './strategy.ts';

/** The options of `searching`. Only `game` is required. */
export type SearchingOptions = {
  /** The game's module: `new URL('./game.ts', import.meta.url)`. In a compiled package, game.js is found as well. */
  readonly game: URL;
  /** Default: 2,000 iterations or 1,000 ms, whichever comes first. */
  readonly budget?: SearchBudget;
  /** Random acts before a line of play is cut off and evaluated. Default 120, or 4 where its gains can be evaluated. */
  readonly depth?: number;
  /** Types of intents that are neither chosen nor expected, like offers of a draw. Giving up is always avoided. */
  readonly avoid?: readonly string[];
  /**
   * A module that exports `heuristic(view)`: one number for each seat, higher is better. With it, lines of play that
   * are cut off can be evaluated in a game without scores, too.
   */
  readonly heuristic?: URL;
  /** @deprecated Use `heuristic`. The module may export `standing` in place of `heuristic`. */
  readonly standing?: URL;
};

/** Enough never to lose at tic-tac-toe, and a time that nobody minds. */
const DEFAULT_BUDGET: SearchBudget = { iterations: 2000, ms: 1000 };

/**
 * A strategy that plays any game by Monte Carlo tree search. It searches on the server's search thread where the turn
 * offers one, otherwise in this thread. Where it cannot imagine a match, as for a player over the network, it plays at
 * random.
 *
 * Its promise rejects where the game fails, or where a module cannot be loaded.
 * @example
 * export default searching({ game: new URL('./game.ts', import.meta.url), budget: { iterations: 500 } });
 */
export function searching(options: SearchingOptions): Strategy {
  const { game, budget = DEFAULT_BUDGET, standing, heuristic = standing, ...limits } = options;
  const modules = { game: moduleAt(game), ...(heuristic && { heuristic: moduleAt(heuristic) }) };
  const runner = new TaskRunner();
  const isAvoided = (intent: AnyIntent): boolean =>
    givesUp(intent) || (limits.avoid?.includes(intent.type) ?? false);
  const atRandom = randomBut(isAvoided);

  return async (turn) => {
    const { legal, imagine, seats, seat, now, random } = turn;
    const choices = legal.filter((intent) => !isAvoided(intent));
    if (choices.length < 2 || imagine === undefined) return atRandom(turn);
    const { search = (task: SearchTask) => runner.run(task) }: BotTurn = turn;
    const seed = Math.floor(random() * 2 ** 32);
    const found = await search({
      ...{ ...modules, match: imagine(), seats, seat, now },
      ...{ ...limits, budget, seed },
    });
    // In the real match the intent may be illegal: a `redeal` can deal what only the imagined match allows
    return choices.find((intent) => found !== null && sameIntent(intent, found)) ?? atRandom(turn);
  };
}

/** The bot of a game that has none of its own: it searches, unless the game has secrets and no `redeal`. */
export function defaultBot(game: Game, module: URL): Strategy | undefined {
  return game.secrets && !game.redeal ? undefined : searching({ game: module });
}

function moduleAt(url: URL): string {
  if (url.protocol !== 'file:' || existsSync(fileURLToPath(url))) return url.href;
  return url.href.replace(/\.ts\b(?=[^/]*$)/, '.js');
}
