// The options of a room for chess: the clock, and the position to start from.
import { Chess, DEFAULT_POSITION, type Square, validateFen } from 'chess.js';
import { z } from 'zod';
import { pieceAt, positionAt } from './position.ts';

/** Half-moves: 75 moves by each side without a capture or pawn move end the match. */
export const MOST_QUIET_MOVES = 150;

export const options = z.strictObject({
  /** `fischer`: base and increment. `move`: `moveSeconds` for every move. `none`: a day for every move. */
  clock: z.enum(['fischer', 'move', 'none']).default('fischer'),
  baseSeconds: z.int().min(1).max(10_800).default(600),
  incrementSeconds: z.int().min(0).max(180).default(5),
  moveSeconds: z.int().min(1).max(86_400).default(60),
  fen: z
    .string()
    .max(100)
    .refine(canBePlayed, { error: 'must be a legal position in FEN from which a match can be played' })
    .default(DEFAULT_POSITION),
});

/** chess.js accepts castling rights without a rook and en passant without a pawn, and then plays wrongly. */
function canBePlayed(fen: string): boolean {
  if (!validateFen(fen).ok || !/^\S+ [wb] \S+ \S+ \d{1,3} \d{1,4}$/.test(fen)) return false;
  const [, side, castling = '', enPassant = ''] = fen.split(' ');
  if (!hasArmies(fen) || !castlingIsThere(fen, castling) || !pawnHasJustPassed(fen, enPassant)) return false;
  const [mover, waiting] = side === 'w' ? (['w', 'b'] as const) : (['b', 'w'] as const);
  const chess = new Chess(fen);
  const [king] = chess.findPiece({ type: 'k', color: waiting });
  if (king === undefined || chess.isAttacked(king, mover)) return false;
  const { moves, dead, quietMoves } = positionAt(fen);
  return moves.length > 0 && !dead && quietMoves < MOST_QUIET_MOVES;
}

/** At most as many pieces as at the start: more would only make a move slow. */
function hasArmies(fen: string): boolean {
  const pieces = fen.split(' ', 1)[0] ?? '';
  return [/[A-Z]/g, /[a-z]/g].every((side) => {
    const army = pieces.match(side) ?? [];
    return army.length <= 16 && army.filter((piece) => /p/i.test(piece)).length <= 8;
  });
}

function castlingIsThere(fen: string, castling: string): boolean {
  const home = { K: ['e1', 'h1'], Q: ['e1', 'a1'], k: ['e8', 'h8'], q: ['e8', 'a8'] } as const;
  return (['K', 'Q', 'k', 'q'] as const)
    .filter((right) => castling.includes(right))
    .every((right) => {
      const [king, rook] = home[right].map((square) => pieceAt(fen, square));
      return right === right.toUpperCase() ? king === 'K' && rook === 'R' : king === 'k' && rook === 'r';
    });
}

function pawnHasJustPassed(fen: string, enPassant: string): boolean {
  if (enPassant === '-') return true;
  const [file, rank] = enPassant;
  const at = (row: number) => pieceAt(fen, `${file}${row}` as Square);
  return rank === '3'
    ? at(2) === null && at(3) === null && at(4) === 'P'
    : at(7) === null && at(6) === null && at(5) === 'p';
}
