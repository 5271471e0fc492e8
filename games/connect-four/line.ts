// Finds four discs of one seat in a row: only through the disc that was dropped last, since no other can complete a line.
import type { Seat } from '../../src/game/index.ts';

/** By column from the left: the seats of its discs, the lowest first. */
export type Columns = readonly (readonly Seat[])[];

/** Both from 0; the lowest row is 0. */
export type Cell = { readonly column: number; readonly row: number };

type Direction = readonly [right: number, up: number];

const DIRECTIONS: readonly Direction[] = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, -1],
];

/** The cells of the line that the topmost disc of `column` completes: four or more; null if it completes none. */
export function lineThrough(columns: Columns, column: number): Cell[] | null {
  const row = (columns[column]?.length ?? 0) - 1;
  if (row < 0) return null;
  for (const [right, up] of DIRECTIONS) {
    const before = sameFrom(columns, { column, row }, [-right, -up]).reverse();
    const line = [...before, { column, row }, ...sameFrom(columns, { column, row }, [right, up])];
    if (line.length >= 4) return line;
  }
  return null;
}

/** The cells next to `from` that hold discs of the same seat, the nearest first. */
function sameFrom(columns: Columns, from: Cell, [right, up]: Direction): Cell[] {
  const seat = columns[from.column]?.[from.row];
  const cells: Cell[] = [];
  let { column, row } = from;
  for (;;) {
    column += right;
    row += up;
    if (columns[column]?.[row] !== seat) return cells;
    cells.push({ column, row });
  }
}
