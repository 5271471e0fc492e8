// The games that are served now, and the bots that play them. Rooms that exist keep the game they began with.
import { type GameBots, levelsOf } from '../bots/index.ts';
import { type EngineName, type Game, type Rules, rulesOf } from '../game/index.ts';
import type { ServerLog } from './log.ts';

/** How bots play, by the name of the game. */
export type GameBotsByName = Readonly<Record<string, GameBots>>;

type ServedGamesOptions = {
  readonly games: readonly Game[];
  readonly bots: GameBotsByName | undefined;
  /** Which engine runs the games; the compiled one where that is possible, by default. */
  readonly engine: EngineName | undefined;
  readonly log: ServerLog;
};

export class ServedGames {
  readonly #rules = new Map<string, Rules>();
  #games: readonly Game[] = [];
  #bots: GameBotsByName = {};

  readonly #log: ServerLog;
  readonly #engine: EngineName | undefined;

  constructor({ games, bots, engine, log }: ServedGamesOptions) {
    this.#log = log;
    this.#engine = engine;
    this.replace(games, bots);
  }

  /** By the name of the game. Always the same map. */
  get rules(): ReadonlyMap<string, Rules> {
    return this.#rules;
  }

  /** A new array each time the games have changed. */
  get games(): readonly Game[] {
    return this.#games;
  }

  get bots(): GameBotsByName {
    return this.#bots;
  }

  /** The levels of the bots of a game, as players may choose them. */
  readonly levels = (game: string): readonly string[] => {
    return Object.hasOwn(this.#bots, game) ? levelsOf(this.#bots[game]) : [];
  };

  /** A game that is the same object as before keeps its rules. */
  replace(games: readonly Game[], bots: GameBotsByName = {}): void {
    const rules = games.map((game) => {
      const before = this.#rules.get(game.name);
      return before?.game === game ? before : this.#rulesOf(game);
    });
    this.#rules.clear();
    for (const one of rules) this.#rules.set(one.game.name, one);
    this.#games = [...games];
    this.#bots = bots;
  }

  #rulesOf(game: Game): Rules {
    const rules = rulesOf(game, { engine: this.#engine });
    const { name, because, xstate } = rules.engine;
    this.#log.debug({ game: game.name, version: game.version, engine: name, because, xstate }, 'game loaded');
    return rules;
  }
}
