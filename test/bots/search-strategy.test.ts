import { describe, expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { type BotTurn, defaultBot, type SearchTask, searching, seededRandom } from '../../src/bots/index.ts';
import { rulesOf } from '../../src/game/index.ts';
import highCard from '../game/fixtures/high-card.ts';

const game = new URL('../../games/tic-tac-toe/game.ts', import.meta.url);
const rules = rulesOf(ticTacToe);
const match = rules.begin({ seats: 2, seed: '', options: {} }, 0);
const place = (cell: number) => ({ type: 'place', cell });

const turn = (more: Partial<BotTurn> = {}): BotTurn => ({
  ...{
    seat: 0,
    seats: 2,
    view: rules.view(match),
    mine: null,
    legal: rules.legal(match, 0, 0).intents,
    now: 0,
  },
  ...{ imagine: () => rules.save(match), random: seededRandom(1), ...more },
});

describe('a searching strategy', () => {
  test('searches on the thread that the turn offers, with an imagined match and never the real one', async () => {
    const tasks: SearchTask[] = [];
    const search = async (task: SearchTask) => {
      tasks.push(task);
      return place(4);
    };
    const budget = { iterations: 5 };
    expect(await searching({ game, budget, depth: 3 })(turn({ search }))).toEqual(place(4));
    expect(tasks).toEqual([
      {
        ...{ game: game.href, match: rules.save(match), seats: 2, seat: 0, now: 0 },
        ...{ budget, depth: 3, seed: expect.any(Number) },
      },
    ]);
  });

  test('searches in this thread where the turn offers none', async () => {
    const strategy = searching({ game, budget: { iterations: 10 } });
    expect(await strategy(turn())).toMatchObject({ type: 'place' });
  });

  test('takes a heuristic under its former name, as an option and as an export', async () => {
    const standing = new URL('./fixtures/former-heuristic.ts', import.meta.url);
    const strategy = searching({ game, standing, depth: 1, budget: { iterations: 10 } });
    await expect(strategy(turn())).rejects.toThrow('standing was called');
  });

  test('plays at random where it cannot imagine a match, or the intent found is not legal', async () => {
    const { imagine: _, ...overTheNetwork } = turn();
    expect(await searching({ game })(overTheNetwork)).toMatchObject({ type: 'place' });
    const search = async () => place(17);
    expect(await searching({ game })(turn({ search }))).toMatchObject({ type: 'place' });
  });

  test('does not search where it has one choice, or could only give up', async () => {
    const search = () => Promise.reject(new Error('the search was called'));
    expect(await searching({ game })(turn({ search, legal: [place(3), { type: 'resign' }] }))).toEqual(
      place(3),
    );
    expect(await searching({ game })(turn({ search, legal: [{ type: 'resign' }] }))).toBe(null);
    const legal = [place(3), { type: 'offerDraw' }];
    expect(await searching({ game, avoid: ['offerDraw'] })(turn({ search, legal }))).toEqual(place(3));
  });

  test('finds the JavaScript module of a compiled package', async () => {
    const compiled = new URL('./fixtures/compiled.ts', import.meta.url);
    const strategy = searching({ game: compiled, budget: { iterations: 3 } });
    expect(await strategy(turn())).toMatchObject({ type: 'place' });
  });
});

test('a module that exports no heuristic is an error', async () => {
  const strategy = searching({ game, heuristic: game, budget: { iterations: 1 } });
  await expect(strategy(turn())).rejects.toThrow('exports no heuristic');
});

describe('the default bot', () => {
  test('searches in a game that hides nothing, and does not exist where it could only cheat', () => {
    expect(defaultBot(ticTacToe, game)).toBeTypeOf('function');
    expect(defaultBot(highCard, game)).toBe(undefined);
  });
});
