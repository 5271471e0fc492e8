import { describe, expect, test } from 'vitest';
import { type Match, type Refused, rulesOf } from '../../src/game/index.ts';
import { accepted } from '../../src/testing/index.ts';
import chess from './game.ts';

const rules = rulesOf(chess);
const START = 'rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1';

function begin(fen = START): Match {
  const checked = rules.checkOptions({ fen });
  if (!checked.ok) throw new Error(`${fen}: ${checked.message}`);
  return rules.begin({ seats: 2, seed: 'unused', options: checked.options }, 0);
}

const PIECES: Record<string, string> = { q: 'queen', r: 'rook', b: 'bishop', n: 'knight' };

/** `e2e4`, or `e7e8n` for a knight. */
function move(match: Match, letters: string): Match | Refused {
  const promotion = PIECES[letters[4] ?? ''];
  const fields = { from: letters.slice(0, 2), to: letters.slice(2, 4), ...(promotion && { promotion }) };
  return rules.take(match, turnOf(match), { type: 'move', ...fields }, 0);
}

const say = (match: Match, seat: number, type: string): Match | Refused =>
  rules.take(match, seat, { type }, 0);

/** Fails if a move is refused. */
function played(match: Match, moves: string): Match {
  return moves.split(' ').reduce((before, letters) => accepted(move(before, letters)), match);
}

type View = {
  readonly turn: number | null;
  readonly fen: string;
  readonly history: string[];
  readonly drawToClaim: string | null;
  readonly drawOfferedBy: number | null;
};
const viewOf = (match: Match) => rules.view(match) as unknown as View;
const turnOf = (match: Match): number => viewOf(match).turn ?? -1;
const refusal = (reason: string) => ({ refused: true, reason });
const movesOf = (match: Match) =>
  rules
    .legal(match, turnOf(match), 0)
    .intents.filter(({ type }) => type === 'move')
    .map(({ from, to, promotion }) => `${from}${to}${promotion ?? ''}`);

describe('the view', () => {
  test('shows the board, the seat to move, and the moves so far', () => {
    expect(rules.view(played(begin(), 'e2e4 g8f6'))).toMatchObject({
      board: [
        ['r', 'n', 'b', 'q', 'k', 'b', null, 'r'],
        Array(8).fill('p'),
        [null, null, null, null, null, 'n', null, null],
        Array(8).fill(null),
        [null, null, null, null, 'P', null, null, null],
        Array(8).fill(null),
        ['P', 'P', 'P', 'P', null, 'P', 'P', 'P'],
        ['R', 'N', 'B', 'Q', 'K', 'B', 'N', 'R'],
      ],
      turn: 0,
      check: false,
      lastMove: { from: 'g8', to: 'f6', promotion: null },
      history: ['e4', 'Nf6'],
      drawOfferedBy: null,
    });
  });
});

describe('moves', () => {
  test('castling moves the rook too, on both sides of the board', () => {
    const ready = 'r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1';
    expect(viewOf(played(begin(ready), 'e1g1 e8c8'))).toMatchObject({
      fen: '2kr3r/8/8/8/8/8/8/R4RK1 w - - 2 2',
      history: ['O-O', 'O-O-O'],
    });
  });

  test('castling is lost once the king or the rook has moved', () => {
    const back = played(begin('r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1'), 'h1h2 e8e7 h2h1 e7e8');
    expect(movesOf(back)).toContain('e1c1');
    expect(movesOf(back)).not.toContain('e1g1');
    const black = played(back, 'a1b1');
    expect(movesOf(black).filter((letters) => letters === 'e8g8' || letters === 'e8c8')).toEqual([]);
  });

  test('a pawn can be taken en passant only with the next move', () => {
    const ready = played(begin(), 'e2e4 a7a6 e4e5 d7d5');
    expect(viewOf(played(ready, 'e5d6'))).toMatchObject({
      fen: 'rnbqkbnr/1pp1pppp/p2P4/8/8/8/PPPP1PPP/RNBQKBNR b KQkq - 0 3',
      history: ['e4', 'a6', 'e5', 'd5', 'exd6'],
    });
    expect(move(played(ready, 'h2h3 h7h6'), 'e5d6')).toEqual(refusal('legalMove'));
  });

  test('a pawn becomes the chosen piece, and a choice is required', () => {
    const ready = begin('8/P6k/8/8/8/8/8/K7 w - - 0 1');
    expect(
      movesOf(ready)
        .filter((letters) => letters.startsWith('a7'))
        .sort(),
    ).toEqual(['a7a8bishop', 'a7a8knight', 'a7a8queen', 'a7a8rook']);
    expect(viewOf(played(ready, 'a7a8n')).fen).toBe('N7/7k/8/8/8/8/8/K7 b - - 0 1');
    expect(move(ready, 'a7a8')).toEqual(refusal('promotionChosen'));
    expect(move(ready, 'a1a2q')).toEqual(refusal('legalMove'));
  });

  test.each([
    ['yourTurn', 1, { from: 'e7', to: 'e5' }],
    ['yourPiece', 0, { from: 'e7', to: 'e5' }],
    ['yourPiece', 0, { from: 'e4', to: 'e5' }],
    ['legalMove', 0, { from: 'e2', to: 'e5' }],
    ['legalMove', 0, { from: 'a1', to: 'a3' }],
  ])('[R4] what is not allowed is refused with %s', (reason, seat, fields) => {
    expect(rules.take(begin(), seat, { type: 'move', ...fields }, 0)).toEqual(refusal(reason));
  });

  test('[R4] a square off the board, or promotion to a king, does not fit the schema', () => {
    for (const fields of [{ to: 'e9' }, { to: 'e8', promotion: 'king' }, { to: 'e4', more: 1 }]) {
      expect(rules.checkIntent({ type: 'move', from: 'e2', ...fields })).toMatchObject({ ok: false });
    }
  });

  test('in check, only moves that end the check are legal', () => {
    const match = played(begin(), 'e2e4 f7f6 d1h5');
    expect(rules.view(match)).toMatchObject({ check: true, history: ['e4', 'f6', 'Qh5+'] });
    expect(movesOf(match)).toEqual(['g7g6']);
    expect(move(match, 'a7a6')).toEqual(refusal('legalMove'));
  });
});

describe('the end by the board', () => {
  test.each([
    ["fool's mate", 1, 'f2f3 e7e5 g2g4 d8h4', 'Qh4#'],
    ["scholar's mate", 0, 'e2e4 e7e5 f1c4 b8c6 d1h5 g8f6 h5f7', 'Qxf7#'],
  ])('%s is a win for seat %i', (_, winner, moves, last) => {
    const match = played(begin(), moves);
    expect(match.outcome).toEqual({ winners: [winner], reason: 'checkmate' });
    expect(match.deadlines).toEqual([]);
    expect(rules.view(match)).toMatchObject({ turn: null, check: true, clock: { since: null } });
    expect(viewOf(match).history.at(-1)).toBe(last);
    for (const seat of [0, 1]) expect(rules.legal(match, seat, 0)).toEqual({ intents: [], complete: true });
  });

  test('the shortest stalemate known, in ten moves, is a draw', () => {
    const loyd =
      'e2e3 a7a5 d1h5 a8a6 h5a5 h7h5 h2h4 a6h6 a5c7 f7f6 c7d7 e8f7 d7b7 d8d3 b7b8 d3h7 b8c8 f7g6 c8e6';
    expect(played(begin(), loyd).outcome).toEqual({ winners: [], reason: 'stalemate' });
  });

  test('is a draw if neither side has the pieces to mate', () => {
    const match = begin('8/8/8/8/8/k7/2p5/2K4N w - - 0 1');
    expect(played(match, 'h1g3').outcome).toBe(null);
    expect(played(match, 'c1c2').outcome).toEqual({ winners: [], reason: 'insufficient-material' });
  });

  const back = 'g1f3 g8f6 f3g1 f6g8';

  test('is a draw if a position occurs for the fifth time', () => {
    const fourth = played(begin(), [back, back, back].join(' '));
    expect(fourth.outcome).toBe(null);
    expect(played(fourth, back).outcome).toEqual({ winners: [], reason: 'fivefold-repetition' });
  });

  test('is a draw after 75 moves without a capture or pawn move', () => {
    const match = begin('4k3/8/8/8/8/8/4P3/R3K3 w - - 149 100');
    expect(played(match, 'a1a8').outcome).toEqual({ winners: [], reason: 'seventy-five-moves' });
    expect(played(match, 'e2e4').outcome).toBe(null);
  });

  test('is checkmate, not a draw, if the last of the 75 moves mates', () => {
    const match = begin('4k3/R7/8/8/8/8/8/1R2K3 w - - 149 100');
    expect(played(match, 'b1b8').outcome).toEqual({ winners: [0], reason: 'checkmate' });
  });
});

describe('a claimed draw', () => {
  const back = 'g1f3 g8f6 f3g1 f6g8';

  test('is possible for the seat to move if the position occurs for the third time', () => {
    const second = played(begin(), back);
    expect(viewOf(second).drawToClaim).toBe(null);
    expect(say(second, 0, 'claimDraw')).toEqual(refusal('threefoldOrFiftyMoves'));
    const third = played(second, back);
    expect(viewOf(third).drawToClaim).toBe('threefold-repetition');
    expect(say(third, 1, 'claimDraw')).toEqual(refusal('yourTurn'));
    expect(accepted(say(third, 0, 'claimDraw')).outcome).toEqual({
      winners: [],
      reason: 'threefold-repetition',
    });
  });

  test('counts positions with different castling rights as different', () => {
    const match = played(
      begin('4k2r/8/8/8/8/8/8/4K2R w Kk - 0 1'),
      'h1h2 h8h7 h2h1 h7h8 h1h2 h8h7 h2h1 h7h8',
    );
    expect(viewOf(match).drawToClaim).toBe(null);
    expect(viewOf(played(match, 'h1h2 h8h7 h2h1 h7h8')).drawToClaim).toBe('threefold-repetition');
  });

  test('is possible after 50 moves, until the next pawn move', () => {
    const match = played(begin('4k3/8/8/8/8/8/4P3/R3K3 w - - 99 80'), 'a1a7');
    expect(viewOf(match).drawToClaim).toBe('fifty-moves');
    expect(accepted(say(match, 1, 'claimDraw')).outcome).toEqual({ winners: [], reason: 'fifty-moves' });
    expect(viewOf(played(match, 'e8d8 e2e4')).drawToClaim).toBe(null);
  });
});

describe('an offered draw', () => {
  test('stands until it is answered', () => {
    const offered = accepted(say(begin(), 0, 'offerDraw'));
    expect(viewOf(offered).drawOfferedBy).toBe(0);
    expect(say(offered, 0, 'acceptDraw')).toEqual(refusal('drawOffered'));
    expect(say(offered, 1, 'offerDraw')).toEqual(refusal('noOfferStands'));
    expect(accepted(say(offered, 1, 'acceptDraw')).outcome).toEqual({ winners: [], reason: 'agreement' });
    const declined = accepted(say(offered, 1, 'declineDraw'));
    expect(viewOf(declined).drawOfferedBy).toBe(null);
    expect(say(declined, 1, 'acceptDraw')).toEqual(refusal('drawOffered'));
  });

  test('is declined by a move of the other seat, not of its own', () => {
    const moved = played(accepted(say(begin(), 0, 'offerDraw')), 'e2e4');
    expect(viewOf(moved).drawOfferedBy).toBe(0);
    expect(viewOf(played(moved, 'e7e5')).drawOfferedBy).toBe(null);
  });

  test('can be made once for each own move', () => {
    const declined = accepted(say(accepted(say(begin(), 1, 'offerDraw')), 0, 'declineDraw'));
    expect(say(declined, 1, 'offerDraw')).toEqual(refusal('onceAMove'));
    expect('refused' in say(played(declined, 'e2e4 e7e5'), 1, 'offerDraw')).toBe(false);
  });
});

describe('a player who resigns or leaves', () => {
  test.each([0, 1])('[R9] loses: seat %i, in turn or not', (seat) => {
    for (const match of [begin(), played(begin(), 'e2e4')]) {
      expect(accepted(say(match, seat, 'resign')).outcome).toEqual({
        winners: [1 - seat],
        reason: 'resigned',
      });
      expect(accepted(rules.leave(match, seat, 0)).outcome).toEqual({ winners: [1 - seat], reason: 'left' });
    }
  });
});

describe('a position to start from', () => {
  test('can have black to move: seat 1 begins', () => {
    expect(turnOf(begin('4k3/8/8/8/8/8/4P3/4K3 b - - 0 1'))).toBe(1);
  });

  test.each([
    ['not a FEN', 'rook and king'],
    ['no king', '8/8/8/8/8/8/4P3/4K3 w - - 0 1'],
    ['a king that could be taken', '4k3/8/8/8/8/8/4R3/4K3 w - - 0 1'],
    ['castling without a rook', '4k3/8/8/8/8/8/4P3/4K3 w K - 0 1'],
    ['en passant without a pawn', '4k3/8/8/3P4/8/8/8/4K3 w - e6 0 1'],
    ['too many queens', 'qqqqqqqq/qqqqqqqq/4k3/8/8/8/8/4K3 w - - 0 1'],
    ['checkmate', 'rnb1kbnr/pppp1ppp/8/4p3/6Pq/5P2/PPPPP2P/RNBQKBNR w KQkq - 1 3'],
    ['two bare kings', '4k3/8/8/8/8/8/8/4K3 w - - 0 1'],
    ['75 quiet moves', '4k3/8/8/8/8/8/4P3/4K3 w - - 150 1'],
    ['an impossible number of moves', '4k3/8/8/8/8/8/4P3/4K3 w - - 0 99999'],
  ])('is refused: %s', (_, fen) => {
    expect(rules.checkOptions({ fen })).toMatchObject({ ok: false, path: 'fen' });
  });
});
