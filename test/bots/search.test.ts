import { describe, expect, test } from 'vitest';
import rockPaperScissors from '../../games/rock-paper-scissors/game.ts';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { type Search, search, seededRandom } from '../../src/bots/index.ts';
import {
  type AnyIntent,
  type Game,
  GameFault,
  type Match,
  type Rules,
  rulesOf,
} from '../../src/game/index.ts';
import shellGame from './fixtures/shell-game.ts';

type Given = Partial<Search> & { readonly seed?: string | number };

function begun(game: Game, seats = game.seats.min): { rules: Rules; match: Match } {
  const rules = rulesOf(game);
  const options = rules.checkOptions(undefined);
  if (!options.ok) throw new Error(options.message);
  return { rules, match: rules.begin({ seats, seed: 'seed', options: options.options }, 0) };
}

function found(rules: Rules, match: Match, { seed = 1, ...given }: Given = {}): AnyIntent | null {
  const budget = { iterations: 300 };
  return search({
    ...{ rules, match, seats: 2, seat: 0, now: 0, budget, random: seededRandom(seed) },
    ...given,
  });
}

/** Seats take turns from seat 0. */
function played(...cells: number[]): { rules: Rules; match: Match } {
  const { rules, match } = begun(ticTacToe);
  const after = cells.reduce((now, cell, move) => {
    const next = rules.take(now, move % 2, { type: 'place', cell }, 0);
    if ('refused' in next) throw new Error(next.reason);
    return next;
  }, match);
  return { rules, match: after };
}

describe('a search', () => {
  test('wins where it can, otherwise prevents the win of the other seat', () => {
    const winning = played(0, 3, 1, 4);
    expect(found(winning.rules, winning.match)).toEqual({ type: 'place', cell: 2 });
    const threatened = played(0, 4, 1);
    expect(found(threatened.rules, threatened.match, { seat: 1 })).toEqual({ type: 'place', cell: 2 });
  });

  test('with the same seed and iterations finds the same intent, with other seeds also others', () => {
    const { rules, match } = begun(ticTacToe);
    const choices = [1, 2, 3, 4, 5, 6].map((seed) =>
      found(rules, match, { seed, budget: { iterations: 40 } }),
    );
    expect(found(rules, match, { seed: 3, budget: { iterations: 40 } })).toEqual(choices[2]);
    expect(new Set(choices.map((intent) => JSON.stringify(intent))).size).toBeGreaterThan(1);
  });

  test('ends with its time budget, by the given stopwatch', () => {
    const { rules, match } = begun(ticTacToe);
    let reads = 0;
    const stopwatch = () => reads++;
    expect(found(rules, match, { budget: { ms: 50 }, stopwatch })).toMatchObject({ type: 'place' });
    expect(reads).toBeGreaterThan(50);
    expect(reads).toBeLessThan(60);
  });

  test('needs a budget', () => {
    const { rules, match } = begun(ticTacToe);
    expect(() => found(rules, match, { budget: {} })).toThrow(RangeError);
  });

  test('never gives up: null where nothing else is legal', () => {
    const { rules, match } = begun(ticTacToe);
    expect(found(rules, match, { seat: 1 })).toBe(null);
  });

  test('does not choose intents to avoid', () => {
    const { rules, match } = begun(shellGame);
    expect(found(rules, match, { seat: 1, avoid: ['pick'] })).toEqual({ type: 'press' });
  });
});

describe('a search through', () => {
  test.each([2, 3])(
    'a match of %i seats with a state that only a deadline ends: each seat maximises its own result',
    (seats) => {
      const { rules, match } = begun(shellGame, seats);
      expect(found(rules, match, { seats, seat: 1, budget: { iterations: 60 } })).toEqual({
        type: 'pick',
        winner: 1,
      });
    },
  );

  test('a game that throws: the line of play is not counted', () => {
    const { rules, match } = begun(shellGame);
    const choice = found(rules, match, { seat: 1, avoid: [], budget: { iterations: 30 } });
    expect(choice).toEqual({ type: 'pick', winner: 1 });
  });

  test('a game that always throws: the fault is thrown', () => {
    const { rules, match } = begun({
      ...ticTacToe,
      redeal: () => {
        throw new Error('no cards');
      },
    });
    expect(() => found(rules, match)).toThrow(GameFault);
  });

  test('simultaneous moves cannot be predicted', () => {
    const { rules, match } = begun(rockPaperScissors);
    const chosen = { rock: 0, paper: 0, scissors: 0 };
    for (let seed = 0; seed < 45; seed += 1) {
      const intent = found(rules, match, { seed, budget: { iterations: 60 } });
      chosen[intent?.shape as keyof typeof chosen] += 1;
    }
    // 15 each, give or take three standard deviations.
    for (const times of Object.values(chosen)) expect(Math.abs(times - 15)).toBeLessThan(10);
  });
});
