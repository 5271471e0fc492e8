// Whole matches between strategies by the rules alone: no server and no waiting.
import { type BotTurn, type Strategy, seededRandom } from '../../src/bots/index.ts';
import {
  type Game,
  type Match,
  type Outcome,
  type Refused,
  type Rules,
  rulesOf,
} from '../../src/game/index.ts';
export type Duel = {
  readonly rules: Rules;
  /** One for each seat. */
  readonly strategies: readonly Strategy[];
  readonly seed: string;
  /** Called for each turn that a strategy answered. */
  readonly onTurn?: (seat: number, ms: number) => void;
};

/** A match with more rounds would never end. */
const MAX_ROUNDS = 2000;

/** The seats act in turn; where none does, the next deadline fires. */
export async function playDuel({ rules, strategies, seed, onTurn = () => {} }: Duel): Promise<Outcome> {
  const random = seededRandom(seed);
  const seats = strategies.length;
  const options = rules.checkOptions(undefined);
  if (!options.ok) throw new Error(options.message);
  let now = 0;
  let match = rules.begin({ seats, seed, options: options.options }, now);
  for (let round = 0; match.outcome === null && round < MAX_ROUNDS; round += 1) {
    const before = match;
    for (const [seat, strategy] of strategies.entries()) {
      const turn = turnOf(rules, match, { seat, seats, now, random });
      if (turn.legal.length === 0) continue;
      const started = performance.now();
      const intent = await strategy(turn);
      if (intent === null) continue;
      onTurn(seat, performance.now() - started);
      match = accepted(rules.take(match, seat, intent, now));
    }
    const [due] = match.deadlines;
    if (match !== before || due === undefined) continue;
    now = Math.max(now, due.at);
    match = accepted(rules.fire(match, due.id, now));
  }
  if (match.outcome === null) throw new Error(`${rules.game.name} did not end (seed ${seed})`);
  return match.outcome;
}

function turnOf(
  rules: Rules,
  match: Match,
  { seat, seats, now, random }: Pick<BotTurn, 'seat' | 'seats' | 'now' | 'random'>,
): BotTurn {
  return {
    ...{ seat, seats, now, random },
    view: rules.view(match),
    mine: rules.secrets(match, seat),
    legal: rules.legal(match, seat, now).intents,
    imagine: () => rules.save(rules.redeal(match, seat, random)),
  };
}

function accepted(result: Match | Refused): Match {
  if ('refused' in result) throw new Error(`refused: ${result.reason}`);
  return result;
}

export type Results = { won: number; drawn: number; lost: number };

export type Contest = {
  readonly game: Game;
  readonly strategy: Strategy;
  readonly against: Strategy;
  readonly games: number;
  readonly seed: string | number;
  /** Called for each turn that the strategy answered. */
  readonly onTurn?: (ms: number) => void;
  readonly onGame?: (results: Results) => void;
};

/** Matches of as few seats as the game allows; the strategy takes each seat equally often. */
export async function contest(options: Contest): Promise<Results> {
  const { game, strategy, against, games, seed, onTurn = () => {}, onGame = () => {} } = options;
  const rules = rulesOf(game);
  const results: Results = { won: 0, drawn: 0, lost: 0 };
  for (let i = 0; i < games; i += 1) {
    const own = i % game.seats.min;
    const strategies = Array.from({ length: game.seats.min }, (_, seat) =>
      seat === own ? strategy : against,
    );
    const { winners } = await playDuel({
      ...{ rules, strategies, seed: `${seed}.${i}` },
      onTurn: (seat, ms) => seat === own && onTurn(ms),
    });
    if (winners.length === 0 || winners.length === game.seats.min) results.drawn += 1;
    else if (winners.includes(own)) results.won += 1;
    else results.lost += 1;
    onGame(results);
  }
  return results;
}
