import { describe, expect, test } from 'vitest';
import { type Match, rulesOf } from '../../src/game/index.ts';
import { accepted } from '../../src/testing/index.ts';
import chess from './game.ts';
import { canMate } from './material.ts';
import { boardOf } from './position.ts';

const rules = rulesOf(chess);
/** Not 0, so that no clock can count from 0 unnoticed. Epoch ms. */
const BEGIN = 1_790_000_000_000;

function begin(options: object): Match {
  const checked = rules.checkOptions(options);
  if (!checked.ok) throw new Error(checked.message);
  return rules.begin({ seats: 2, seed: 'unused', options: checked.options }, BEGIN);
}

/** Each move with the ms since the previous one: `['e2e4', 1200]`. */
function played(match: Match, ...moves: [letters: string, used: number][]): Match {
  let at = BEGIN;
  return moves.reduce((before, [letters, used]) => {
    at += used;
    const { turn } = rules.view(before) as { turn: number };
    const fields = { from: letters.slice(0, 2), to: letters.slice(2, 4) };
    return accepted(rules.take(before, turn, { type: 'move', ...fields }, at));
  }, match);
}

const clockOf = (match: Match) => (rules.view(match) as { clock: unknown }).clock;

/** The time of the deadline, epoch ms. */
function fallen(match: Match): Match {
  const [flag] = match.deadlines;
  if (!flag) throw new Error('no clock runs');
  return accepted(rules.fire(match, flag.id, flag.at));
}

describe('a Fischer clock', () => {
  const fischer = { clock: 'fischer', baseSeconds: 60, incrementSeconds: 2 };

  test('subtracts the time used, and adds the increment, to the ms', () => {
    const match = played(begin(fischer), ['e2e4', 1_234], ['e7e5', 5_001], ['g1f3', 2_000]);
    expect(clockOf(match)).toEqual({
      left: [60_000 - 1_234 + 2_000 - 2_000 + 2_000, 60_000 - 5_001 + 2_000],
      since: BEGIN + 8_235,
    });
  });

  test('[R8] falls exactly when the seat to move has used its time', () => {
    const match = played(begin(fischer), ['e2e4', 1_234], ['e7e5', 5_001]);
    expect(match.deadlines).toMatchObject([{ name: 'flagFall', at: BEGIN + 6_235 + 60_766 }]);
    expect(fallen(match).outcome).toEqual({ winners: [1], reason: 'time' });
    expect(clockOf(fallen(match))).toEqual({ left: [0, 56_999], since: null });
  });

  test('runs on while a draw is offered and declined', () => {
    const match = begin(fischer);
    const offered = accepted(rules.take(match, 1, { type: 'offerDraw' }, BEGIN + 500));
    const declined = accepted(rules.take(offered, 0, { type: 'declineDraw' }, BEGIN + 900));
    expect(declined.deadlines).toEqual(match.deadlines);
    expect(clockOf(played(declined, ['e2e4', 1_000]))).toMatchObject({ left: [61_000, 60_000] });
  });

  test('stops at the end of the match, with the time left', () => {
    const match = accepted(rules.take(begin(fischer), 1, { type: 'resign' }, BEGIN + 700));
    expect(clockOf(match)).toEqual({ left: [59_300, 60_000], since: null });
    expect(match.deadlines).toEqual([]);
  });

  test('does not run backwards if the clock of the server does', () => {
    const match = accepted(
      rules.take(begin(fischer), 0, { type: 'move', from: 'e2', to: 'e4' }, BEGIN - 5_000),
    );
    expect(clockOf(match)).toMatchObject({ left: [62_000, 60_000] });
  });

  test('has 10 minutes and 5 seconds by default', () => {
    expect(clockOf(played(begin({}), ['e2e4', 0]))).toMatchObject({ left: [605_000, 600_000] });
  });
});

test('a clock for each move gives every move the same time', () => {
  const match = played(begin({ clock: 'move', moveSeconds: 20 }), ['e2e4', 19_999], ['e7e5', 3]);
  expect(clockOf(match)).toMatchObject({ left: [20_000, 20_000] });
  expect(match.deadlines).toMatchObject([{ name: 'flagFall', at: BEGIN + 20_002 + 20_000 }]);
  expect(fallen(match).outcome).toEqual({ winners: [1], reason: 'time' });
});

test('[R9] without a clock a forgotten match ends after a day', () => {
  const match = begin({ clock: 'none' });
  expect(match.deadlines).toMatchObject([{ at: BEGIN + 86_400_000 }]);
  expect(fallen(match).outcome).toEqual({ winners: [1], reason: 'time' });
});

describe('time that runs out', () => {
  test.each([
    ['a bare king', '4k3/8/8/8/8/8/4P3/4K3 w - - 0 1'],
    ['a bishop, with no piece that could block', '4k3/8/8/8/8/8/3R4/b3K3 w - - 0 1'],
    ['a knight against a queen', '4k1n1/8/8/8/8/8/3Q4/4K3 w - - 0 1'],
  ])('draws where the other has only %s', (_, fen) => {
    expect(fallen(begin({ fen })).outcome).toEqual({ winners: [], reason: 'time-without-mate' });
  });

  test.each([
    [true, 'a pawn', '4k3/4p3/8/8/8/8/8/4K3'],
    [true, 'a rook', '4k2r/8/8/8/8/8/8/4K3'],
    [true, 'two knights', '4k1nn/8/8/8/8/8/8/4K3'],
    [true, 'a knight against a pawn', '4k1n1/8/8/8/8/8/P7/4K3'],
    [true, 'a knight against a rook', '4k1n1/8/8/8/8/8/8/R3K3'],
    [false, 'a knight against a queen', '4k1n1/8/8/8/8/8/8/Q3K3'],
    [false, 'a knight against a bare king', '4k1n1/8/8/8/8/8/8/4K3'],
    [true, 'bishops of both shades', '4kbb1/8/8/8/8/8/8/4K3'],
    [true, 'a bishop against one of the other shade', '4kb2/8/8/8/8/8/8/4KB2'],
    [false, 'a bishop against one of the same shade', '4kb2/8/8/8/8/8/8/2B1K3'],
    [true, 'a bishop against a pawn', '4kb2/8/8/8/8/8/P7/4K3'],
    [true, 'a bishop against a knight', '4kb2/8/8/8/8/8/8/4K1N1'],
    [false, 'a bishop against a rook', '4kb2/8/8/8/8/8/8/R3K3'],
    [false, 'a bare king', '4k3/8/8/8/8/8/8/QQQQK3'],
  ])('%s: black could mate with %s', (could, _, placement) => {
    expect(canMate(boardOf(placement), 1)).toBe(could);
  });
});
