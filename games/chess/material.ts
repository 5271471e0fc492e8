// Whether a side has the pieces to mate, which decides between a loss and a draw when time runs out.
import type { Seat } from '../../src/game/index.ts';
import { type Board, isOf } from './position.ts';

/** Whether the seat could mate if the other side played as badly as possible. Squares are not considered. */
export function canMate(board: Board, seat: Seat): boolean {
  const pieces = { own: '', others: '' };
  const bishopShades = new Set<number>();
  for (const [row, rank] of board.entries()) {
    for (const [column, piece] of rank.entries()) {
      if (piece === null) continue;
      pieces[isOf(piece, seat) ? 'own' : 'others'] += piece.toLowerCase();
      if (/b/i.test(piece)) bishopShades.add((row + column) % 2);
    }
  }
  const { own, others } = pieces;
  if (/[pqr]/.test(own)) return true;
  // A knight needs a second piece, or a piece of the other side that blocks its own king.
  if (own.includes('n')) return own.length > 2 || /[pnbr]/.test(others);
  if (own.includes('b')) return bishopShades.size > 1 || /[pn]/.test(own + others);
  return false;
}
