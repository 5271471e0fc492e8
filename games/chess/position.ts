// A position with everything derived from it, computed once by chess.js, which only this file and the options use.
import { Chess, SQUARES, type Square } from 'chess.js';
import { z } from 'zod';
import type { Seat } from '../../src/game/index.ts';

export type Move = {
  readonly from: Square;
  readonly to: Square;
  readonly promotion?: Promotion | undefined;
};
export type Promotion = z.output<typeof promotion>;

/** Kept in the context: a guard or a view then reads a field, where chess.js would take 0.1 ms. */
export type Position = {
  readonly fen: string;
  /** White is seat 0. */
  readonly turn: Seat;
  /** All legal moves, as `e2e4` or `e7e8q`. Empty: checkmate or stalemate. */
  readonly moves: readonly string[];
  readonly check: boolean;
  /** Neither side has enough pieces to mate. */
  readonly dead: boolean;
  /** Half-moves since the last capture or pawn move. */
  readonly quietMoves: number;
};

/** Rank by rank from the eighth, each from file a. White pieces are capitals, as in FEN. */
export type Board = readonly (readonly (string | null)[])[];

export const square = z.enum(SQUARES);
export const promotion = z.enum(['queen', 'rook', 'bishop', 'knight']);

const LETTERS = { queen: 'q', rook: 'r', bishop: 'b', knight: 'n' } as const satisfies Record<
  Promotion,
  string
>;

/** `fen` must be valid. */
export function positionAt(fen: string): Position {
  return positionOf(new Chess(fen, { skipValidation: true }));
}

/** The move must be legal. `san`: the move in standard algebraic notation, such as `Nbd7` or `exd8=Q#`. */
export function afterMove(
  { fen }: Position,
  { from, to, promotion: piece }: Move,
): { position: Position; san: string } {
  const chess = new Chess(fen, { skipValidation: true });
  const { san } = chess.move({ from, to, ...(piece && { promotion: LETTERS[piece] }) });
  return { position: positionOf(chess), san };
}

export function isLegal({ moves }: Position, move: Move): boolean {
  return moves.includes(lettersOf(move));
}

/** Whether the move would be legal with a promotion, which it lacks. */
export function lacksPromotion(position: Position, move: Move): boolean {
  return move.promotion === undefined && isLegal(position, { ...move, promotion: 'queen' });
}

export function movesOf({ moves }: Position): Move[] {
  return moves.map((letters) => ({
    from: letters.slice(0, 2) as Square,
    to: letters.slice(2, 4) as Square,
    ...(letters.length > 4 && {
      promotion: promotion.options.find((piece) => LETTERS[piece] === letters[4]),
    }),
  }));
}

/** Two positions are the same if placement, side to move, castling and en passant rights are the same. */
export function repetitionKey({ fen }: Position): string {
  return fen.split(' ', 4).join(' ');
}

export function boardOf(fen: string): Board {
  const [placement = ''] = fen.split(' ', 1);
  return placement
    .split('/')
    .map((rank) => [...rank].flatMap((sign) => (/\d/.test(sign) ? Array(Number(sign)).fill(null) : [sign])));
}

/** The piece as in FEN, or null. Called for every candidate, so it reads one rank, not the whole board. */
export function pieceAt(fen: string, at: Square): string | null {
  const rank = fen.split('/', 8)[8 - Number(at[1])] ?? '';
  let file = at.charCodeAt(0) - 'a'.charCodeAt(0);
  for (const sign of rank) {
    const empty = Number(sign);
    if (file === 0 || file < empty) return Number.isNaN(empty) ? sign : null;
    file -= Number.isNaN(empty) ? 1 : empty;
  }
  return null;
}

export function isOf(piece: string, seat: Seat): boolean {
  return (seat === 0) === (piece === piece.toUpperCase());
}

function positionOf(chess: Chess): Position {
  const fen = chess.fen();
  return {
    fen,
    turn: chess.turn() === 'w' ? 0 : 1,
    moves: legalMoves(chess),
    check: chess.inCheck(),
    dead: chess.isInsufficientMaterial(),
    quietMoves: Number(fen.split(' ')[4]),
  };
}

/**
 * Read from the moves in algebraic notation, since the verbose list of chess.js takes 20 times as long. Square by
 * square, since the notation does not name the square a piece comes from.
 */
function legalMoves(chess: Chess): string[] {
  const own = chess.board().flatMap((rank) => rank.filter((piece) => piece?.color === chess.turn()));
  return own.flatMap((piece) => {
    if (!piece) return [];
    const { square: from } = piece;
    return chess.moves({ square: from }).map((san) => from + goalOf(san, from));
  });
}

/** `d8q` for `exd8=Q+`. Castling moves the king two files. */
function goalOf(san: string, from: Square): string {
  if (san.startsWith('O-O')) return `${san.startsWith('O-O-O') ? 'c' : 'g'}${from[1]}`;
  const [, to = '', piece = ''] = /([a-h][1-8])(?:=([QRBN]))?[+#]?$/.exec(san) ?? [];
  return to + piece.toLowerCase();
}

function lettersOf({ from, to, promotion: piece }: Move): string {
  return from + to + (piece ? LETTERS[piece] : '');
}
