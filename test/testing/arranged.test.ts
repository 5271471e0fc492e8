import { expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { GameFault, rulesOf } from '../../src/game/index.ts';
import { accepted, arranged } from '../../src/testing/index.ts';

type Context = { board: (number | null)[]; turn: number };

const rules = rulesOf(ticTacToe);
const input = { seats: 2, seed: 'any', options: {} };

test('arranged gives a match in the given position, with running deadlines', () => {
  const board = [0, 0, null, 1, 1, null, null, null, null];
  const match = arranged(rules, input, (context: Context) => ({ ...context, board, turn: 1 }));
  expect(rules.view(match)).toMatchObject({ board, turn: 1 });
  expect(match.deadlines).toMatchObject([{ name: 'turnTime', at: 30_000 }]);
  expect(accepted(rules.take(match, 1, { type: 'place', cell: 5 }, 0)).outcome).toMatchObject({
    winners: [1],
  });
  board[2] = 1;
  expect(rules.view(match)).toMatchObject({ board: [0, 0, null, 1, 1, null, null, null, null] });
});

test('arranged throws for a context that does not survive JSON', () => {
  const spoilt = () => arranged(rules, input, (context: Context) => ({ ...context, since: new Date(0) }));
  expect(spoilt).toThrow(GameFault);
});

test('accepted throws the reason of a refused step', () => {
  const match = rules.begin(input, 0);
  expect(() => accepted(rules.take(match, 1, { type: 'place', cell: 5 }, 0))).toThrow('refused: yourTurn');
});
