import { describe, expect, test } from 'vitest';
import { type Match, rulesOf } from '../../src/game/index.ts';
import { accepted } from '../../src/testing/index.ts';
import ticTacToe from './game.ts';

const rules = rulesOf(ticTacToe);
const begin = () => rules.begin({ seats: 2, seed: 'unused', options: {} }, 0);
const place = (match: Match, seat: number, cell: number, at = 0) =>
  rules.take(match, seat, { type: 'place', cell }, at);

/** Seats take turns from seat 0. Fails if a move is refused. */
function played(...cells: number[]): Match {
  return cells.reduce((match, cell, move) => accepted(place(match, move % 2, cell)), begin());
}

describe('a turn', () => {
  test('marks the cell for the seat and passes the turn', () => {
    expect(rules.view(played(4))).toEqual({
      board: [null, null, null, null, 0, null, null, null, null],
      turn: 1,
      line: null,
      lastCell: 4,
    });
  });

  test('is refused to the other seat', () => {
    expect(place(begin(), 1, 0)).toEqual({ refused: true, reason: 'yourTurn' });
  });

  test('is refused on a cell that is not free', () => {
    expect(place(played(4), 1, 4)).toEqual({ refused: true, reason: 'cellFree' });
  });

  test('lasts 30 seconds, and each turn has its own', () => {
    expect(begin().deadlines).toMatchObject([{ name: 'turnTime', at: 30_000 }]);
    expect(accepted(place(begin(), 0, 0, 12_000)).deadlines).toMatchObject([
      { name: 'turnTime', at: 42_000 },
    ]);
  });

  test('has the free cells as legal intents, and resigning for both seats', () => {
    const match = played(0, 1, 2);
    const cells = [3, 4, 5, 6, 7, 8].map((cell) => ({ type: 'place', cell }));
    expect(rules.legal(match, 1, 0)).toEqual({ intents: [...cells, { type: 'resign' }], complete: true });
    expect(rules.legal(match, 0, 0)).toEqual({ intents: [{ type: 'resign' }], complete: true });
  });
});

describe('the end', () => {
  test('comes with three in a row, and the view shows the line', () => {
    const match = played(0, 3, 1, 4, 2);
    expect(match.outcome).toEqual({ winners: [0], reason: 'three-in-a-row' });
    expect(rules.view(match)).toMatchObject({ line: [0, 1, 2], turn: null, lastCell: 2 });
    expect(match.deadlines).toEqual([]);
  });

  test('is a win for the second seat too', () => {
    expect(played(0, 2, 1, 4, 8, 6).outcome).toEqual({ winners: [1], reason: 'three-in-a-row' });
  });

  test('is a draw on a full board', () => {
    expect(played(0, 1, 2, 4, 3, 5, 7, 6, 8).outcome).toEqual({ winners: [], reason: 'draw' });
  });

  test('is a win, not a draw, when the last cell makes a line', () => {
    expect(played(0, 1, 2, 3, 4, 5, 7, 6, 8).outcome).toEqual({ winners: [0], reason: 'three-in-a-row' });
  });

  test('[R8] is a loss for the seat whose time is up', () => {
    const match = played(4);
    const [deadline] = match.deadlines;
    expect(accepted(rules.fire(match, deadline?.id ?? '', 30_000)).outcome).toEqual({
      winners: [0],
      reason: 'time',
    });
  });

  test.each([0, 1])('comes when seat %i resigns, in turn or not', (seat) => {
    const match = accepted(rules.take(begin(), seat, { type: 'resign' }, 0));
    expect(match.outcome).toEqual({ winners: [1 - seat], reason: 'resigned' });
  });

  test.each([0, 1])('[R9] comes when seat %i leaves', (seat) => {
    expect(accepted(rules.leave(begin(), seat, 0)).outcome).toEqual({ winners: [1 - seat], reason: 'left' });
  });

  test('is final: no intent is legal', () => {
    const match = played(0, 3, 1, 4, 2);
    expect(place(match, 1, 8)).toEqual({ refused: true, reason: undefined });
    expect(rules.legal(match, 1, 0)).toEqual({ intents: [], complete: true });
  });
});

/** All positions that legal moves reach, each once. */
function allPositions(): Match[] {
  const seen = new Map<string, Match>();
  const open = [begin()];
  for (let match = open.pop(); match; match = open.pop()) {
    const { board } = rules.view(match) as { board: (number | null)[] };
    if (seen.has(board.join())) continue;
    seen.set(board.join(), match);
    for (const seat of [0, 1]) {
      const moves = rules.legal(match, seat, 0).intents.filter(({ type }) => type === 'place');
      for (const move of moves) open.push(accepted(rules.take(match, seat, move, 0)));
    }
  }
  return [...seen.values()];
}

test('has 5,478 positions; of the final ones X wins 626, O wins 316 and 16 are drawn', () => {
  const positions = allPositions();
  expect(positions).toHaveLength(5478);
  const wonBy = (winner: number | undefined) =>
    positions.filter(({ outcome }) => outcome && outcome.winners[0] === winner).length;
  expect([wonBy(0), wonBy(1), wonBy(undefined)]).toEqual([626, 316, 16]);
});
