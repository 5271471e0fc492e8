import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/bots/index.ts';
import { type AnyIntent, type Match, rulesOf } from '../../src/game/index.ts';
import ticTacToe from './game.ts';
import { careless, perfect } from './perfect.ts';

const rules = rulesOf(ticTacToe);
const begin = () => rules.begin({ seats: 2, seed: 'unused', options: {} }, 0);
type View = Parameters<typeof perfect>[0]['view'];
const viewOf = (match: Match) => rules.view(match) as View;

function taken(match: Match, intent: AnyIntent): Match {
  const seat = viewOf(match).turn ?? 0;
  const next = rules.take(match, seat, intent, 0);
  if ('refused' in next) throw new Error(`refused: ${next.reason}`);
  return next;
}

/** All matches in which `seat` plays perfectly and the other plays any legal cell; each position once. */
function finalsAgainstPerfect(seat: number): Match[] {
  const random = seededRandom(seat);
  const seen = new Set<string>();
  const finals: Match[] = [];
  const open = [begin()];
  for (let match = open.pop(); match; match = open.pop()) {
    const { board, turn } = viewOf(match);
    if (seen.has(board.join())) continue;
    seen.add(board.join());
    if (match.outcome) finals.push(match);
    else if (turn === seat) {
      const move = perfect({ seat, view: viewOf(match), random });
      if (!move) throw new Error('it is its turn');
      open.push(taken(match, move));
    } else {
      for (const [cell, mark] of board.entries()) {
        if (mark === null) open.push(taken(match, { type: 'place', cell }));
      }
    }
  }
  return finals;
}

describe('the perfect player', () => {
  test.each([0, 1])('never loses in seat %i, whatever the other does', (seat) => {
    const finals = finalsAgainstPerfect(seat);
    expect(finals.length).toBeGreaterThan(10);
    expect(finals.filter(({ outcome }) => outcome?.winners.includes(1 - seat))).toEqual([]);
    expect(finals.some(({ outcome }) => outcome?.winners.includes(seat))).toBe(true);
  });

  test('wins at once if it can', () => {
    const view: View = {
      board: [0, 0, null, 1, 1, null, null, null, null],
      turn: 1,
      line: null,
      lastCell: 1,
    };
    expect(perfect({ seat: 1, view, random: () => 0 })).toEqual({ type: 'place', cell: 5 });
  });

  test('opens with a random cell', () => {
    const random = seededRandom('openings');
    const openings = new Set(
      Array.from({ length: 60 }, () => perfect({ seat: 0, view: viewOf(begin()), random })?.cell),
    );
    expect(openings.size).toBe(9);
  });

  test('does nothing out of turn', () => {
    expect(perfect({ seat: 1, view: viewOf(begin()), random: () => 0 })).toBe(null);
  });
});

describe('the careless player', () => {
  const random = seededRandom('careless');

  /** The winner of a match against a player who plays random cells. */
  function winnerAgainst(opponent: typeof perfect): number | undefined {
    let match = begin();
    while (!match.outcome) {
      const view = viewOf(match);
      const seat = view.turn ?? 0;
      const move = (seat === 0 ? opponent : careless)({ seat, view, random });
      if (!move) throw new Error('somebody must move');
      match = taken(match, move);
    }
    return match.outcome.winners[0];
  }

  test('loses most matches, but not all', () => {
    const winners = Array.from({ length: 60 }, () => winnerAgainst(perfect));
    const won = winners.filter((winner) => winner === 0).length;
    expect(won).toBeGreaterThan(30);
    expect(won).toBeLessThan(60);
  });

  test('does nothing out of turn', () => {
    expect(careless({ seat: 1, view: viewOf(begin()), random: () => 0 })).toBe(null);
  });
});
