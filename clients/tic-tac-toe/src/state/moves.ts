// The moves of one match, collected from successive views: the server sends no list of moves.
import type { Cells, Side } from './types.ts';

export type Move = { readonly cell: number; readonly side: Side };

/** `start` is the board when this tab first saw it; empty if the tab was there from the beginning. */
export type Moves = { readonly match: string; readonly start: Cells; readonly made: readonly Move[] };

/** Adds the next board. Returns the same object if nothing is new. */
export function follow(moves: Moves | null, match: string, cells: Cells): Moves {
  if (!moves || moves.match !== match) return begin(match, cells);
  const before = boardAfter(moves, moves.made.length);
  const changed = cells.flatMap((side, cell) => (side === before[cell] ? [] : [{ side, cell }]));
  if (changed.length === 0) return moves;
  const made = changed.filter((move): move is Move => move.side !== null);
  // A mark vanished, or two appeared at once: moves were missed, and their order is unknown.
  const inOrder = made.length === changed.length && made.length === 1;
  return inOrder ? { ...moves, made: [...moves.made, ...made] } : begin(match, cells);
}

/** The board after the first `count` of the moves made. */
export function boardAfter(moves: Moves, count: number): Cells {
  return moves.made
    .slice(0, count)
    .reduce<Cells>((cells, move) => cells.with(move.cell, move.side), moves.start);
}

/** With at most one mark on the board the order is known from the very beginning. */
function begin(match: string, cells: Cells): Moves {
  const made = cells.flatMap((side, cell) => (side === null ? [] : [{ side, cell }]));
  return made.length <= 1 ? { match, start: cells.map(() => null), made } : { match, start: cells, made: [] };
}
