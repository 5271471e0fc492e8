// The strength that src/bots/README.md states, on a small scale; the long form plays more matches, and
// `npm run strength` all of them. Seeds and budgets without a time make the matches the same in each run.
import { expect, test } from 'vitest';
import battleship from '../../games/battleship/game.ts';
import connectFour from '../../games/connect-four/game.ts';
import crazyEights from '../../games/crazy-eights/game.ts';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { perfect } from '../../games/tic-tac-toe/perfect.ts';
import { randomLegal, type SearchingOptions, type Strategy, searching } from '../../src/bots/index.ts';
import type { Game } from '../../src/game/index.ts';
import { runs } from '../long.ts';
import { type Contest, contest } from './duel.ts';

const folder = (name: string) => new URL(`../../games/${name}/`, import.meta.url);

function search({ name }: Game, iterations: number, more: Partial<SearchingOptions> = {}): Strategy {
  return searching({ game: new URL('game.ts', folder(name)), budget: { iterations }, ...more });
}

/** The share of matches that the strategy has won, and the share that it has lost. */
async function played(of: Omit<Contest, 'seed'>): Promise<{ won: number; lost: number }> {
  const { won, lost } = await contest({ ...of, seed: 1 });
  return { won: won / of.games, lost: lost / of.games };
}

test.each([
  ['a random', randomLegal],
  ['the perfect', perfect],
])('a search never loses at tic-tac-toe against %s player', async (_, against) => {
  const strategy = search(ticTacToe, 1000);
  expect((await played({ game: ticTacToe, strategy, against, games: runs(4) })).lost).toBe(0);
});

test('a search beats a random player at connect four', async () => {
  const strategy = search(connectFour, 50);
  const { won } = await played({ game: connectFour, strategy, against: randomLegal, games: runs(4) });
  expect(won).toBeGreaterThanOrEqual(0.9);
});

test('a search beats a random player at crazy eights without seeing the other hand', async () => {
  const strategy = search(crazyEights, 20);
  const { won } = await played({ game: crazyEights, strategy, against: randomLegal, games: runs(4, 24) });
  expect(won).toBeGreaterThanOrEqual(0.7);
});

test('a search beats a random player at battleship without seeing the other sea', async () => {
  const heuristic = new URL('heuristic.ts', folder('battleship'));
  const strategy = search(battleship, 60, { heuristic, avoid: ['place', 'takeBack'], depth: 0 });
  const { won } = await played({ game: battleship, strategy, against: randomLegal, games: runs(2, 12) });
  expect(won).toBeGreaterThanOrEqual(0.9);
});
