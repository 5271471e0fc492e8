// Who is ahead, for bots that break off in the middle of a match: by the pieces, as people count them.
import type { ViewOf } from '../../src/game/index.ts';
import type chess from './game.ts';

const VALUES: Readonly<Record<string, number>> = { p: 1, n: 3, b: 3, r: 5, q: 9, k: 0 };

/** White first. */
export function standing({ board }: Pick<ViewOf<typeof chess>, 'board'>): number[] {
  const pieces = board.flat().filter((piece) => piece !== null);
  const worth = (isOwn: (piece: string) => boolean): number =>
    pieces.filter(isOwn).reduce((sum, piece) => sum + (VALUES[piece.toLowerCase()] ?? 0), 0);
  return [worth((piece) => piece === piece.toUpperCase()), worth((piece) => piece !== piece.toUpperCase())];
}
