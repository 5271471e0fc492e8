// Who could still mate: decides whether running out of time loses or draws. Knows pieces, not where they stand.
import type { Seat } from '../../src/game/index.ts';
import { type Board, isOf } from './position.ts';

/** Whether the seat could mate by any course of play at all, however badly the other plays. */
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
  // A knight needs a second piece to help it, or one of the other side that stands in its own king's way
  if (own.includes('n')) return own.length > 2 || /[pnbr]/.test(others);
  if (own.includes('b')) return bishopShades.size > 1 || /[pn]/.test(own + others);
  return false;
}
