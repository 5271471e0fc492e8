// Who is ahead, for a search that stops in the middle of a match: the value of the pieces, as people count it.
import type { ViewOf } from '../../src/game/index.ts';
import type chess from './game.ts';

const VALUES: Readonly<Record<string, number>> = { p: 1, n: 3, b: 3, r: 5, q: 9, k: 0 };

/** White first. */
export function heuristic({ board }: Pick<ViewOf<typeof chess>, 'board'>): number[] {
  const pieces = board.flat().filter((piece) => piece !== null);
  const isWhite = (piece: string): boolean => piece === piece.toUpperCase();
  return [sumOf(pieces.filter(isWhite)), sumOf(pieces.filter((piece) => !isWhite(piece)))];
}

function sumOf(pieces: readonly string[]): number {
  return pieces.reduce((sum, piece) => sum + (VALUES[piece.toLowerCase()] ?? 0), 0);
}
