import { describe, expect, test } from 'vitest';
import { type Match, rulesOf } from '../../src/game/index.ts';
import { accepted } from '../../src/testing/index.ts';
import ticTacToe from './game.ts';

const rules = rulesOf(ticTacToe);
const begin = () => rules.begin({ seats: 2, seed: 'unused', options: {} }, 0);
const place = (match: Match, seat: number, cell: number, at = 0) =>
  rules.take(match, seat, { type: 'place', cell }, at);

/** Seats take turns from seat 0; each move must be accepted. */
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

  test('belongs to one seat', () => {
    expect(place(begin(), 1, 0)).toEqual({ refused: true, reason: 'yourTurn' });
  });

  test('needs a free cell', () => {
    expect(place(played(4), 1, 4)).toEqual({ refused: true, reason: 'cellFree' });
  });

  test('lasts 30 seconds, counted anew for each', () => {
    expect(begin().deadlines).toMatchObject([{ name: 'turnTime', at: 30_000 }]);
    expect(accepted(place(begin(), 0, 0, 12_000)).deadlines).toMatchObject([
      { name: 'turnTime', at: 42_000 },
    ]);
  });

  test('offers the free cells, and resigning at any time', () => {
    const match = played(0, 1, 2);
    const cells = [3, 4, 5, 6, 7, 8].map((cell) => ({ type: 'place', cell }));
    expect(rules.legal(match, 1, 0)).toEqual({ intents: [...cells, { type: 'resign' }], complete: true });
    expect(rules.legal(match, 0, 0)).toEqual({ intents: [{ type: 'resign' }], complete: true });
  });
});

describe('the end', () => {
  test('comes with three in a row, and shows them', () => {
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

  test('[R8] comes when the time is up, for the seat that kept the other waiting', () => {
    const match = played(4);
    const [deadline] = match.deadlines;
    expect(accepted(rules.fire(match, deadline?.id ?? '', 30_000)).outcome).toEqual({
      winners: [0],
      reason: 'time',
    });
  });

  test.each([0, 1])('comes when seat %i resigns, whosever turn it is', (seat) => {
    const match = accepted(rules.take(begin(), seat, { type: 'resign' }, 0));
    expect(match.outcome).toEqual({ winners: [1 - seat], reason: 'resigned' });
  });

  test.each([0, 1])('[R9] comes when seat %i leaves', (seat) => {
    expect(accepted(rules.leave(begin(), seat, 0)).outcome).toEqual({ winners: [1 - seat], reason: 'left' });
  });

  test('is final: nothing is legal any more', () => {
    const match = played(0, 3, 1, 4, 2);
    expect(place(match, 1, 8)).toEqual({ refused: true, reason: undefined });
    expect(rules.legal(match, 1, 0)).toEqual({ intents: [], complete: true });
  });
});

/** Through all that the rules call legal; one match for each position. */
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
