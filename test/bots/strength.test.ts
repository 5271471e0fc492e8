// The strength that src/bots/README.md tells of, on a small scale; the whole counts: `npm run strength`.
import { expect, test, vi } from 'vitest';
import battleship from '../../games/battleship/game.ts';
import connectFour from '../../games/connect-four/game.ts';
import crazyEights from '../../games/crazy-eights/game.ts';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { perfect } from '../../games/tic-tac-toe/perfect.ts';
import { randomLegal, type SearchingOptions, type Strategy, searching } from '../../src/bots/index.ts';
import type { Game } from '../../src/game/index.ts';
import { contest } from './duel.ts';

// All that it does is think; on a machine with other work that takes its time.
vi.setConfig({ testTimeout: 120_000 });

const folder = (name: string) => new URL(`../../games/${name}/`, import.meta.url);

function search({ name }: Game, iterations: number, more: Partial<SearchingOptions> = {}): Strategy {
  return searching({ game: new URL('game.ts', folder(name)), budget: { iterations }, ...more });
}

test.each([
  ['a random', randomLegal],
  ['the perfect', perfect],
])('a search never loses at tic-tac-toe against %s player', async (_, against) => {
  const { lost, won, drawn } = await contest({
    ...{ game: ticTacToe, strategy: search(ticTacToe, 1000), against, games: 4, seed: 1 },
  });
  expect({ lost, ended: won + drawn }).toEqual({ lost: 0, ended: 4 });
});

test('a search beats a random player at connect four', async () => {
  const strategy = search(connectFour, 50);
  const { won } = await contest({ game: connectFour, strategy, against: randomLegal, games: 6, seed: 1 });
  expect(won).toBeGreaterThanOrEqual(5);
});

test('a search beats a random player at crazy eights, without the cards of the other', async () => {
  const strategy = search(crazyEights, 40);
  const { won } = await contest({ game: crazyEights, strategy, against: randomLegal, games: 4, seed: 1 });
  expect(won).toBeGreaterThanOrEqual(3);
});

test('a search beats a random player at battleship, without a look at the other sea', async () => {
  const heuristic = new URL('heuristic.ts', folder('battleship'));
  const strategy = search(battleship, 60, { heuristic, avoid: ['place', 'takeBack'], depth: 0 });
  const { won } = await contest({ game: battleship, strategy, against: randomLegal, games: 2, seed: 1 });
  expect(won).toBe(2);
});
