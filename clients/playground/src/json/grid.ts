// Which arrays are shown as a board: rows of equal length, or a square of short values. Pure.
import type { Json } from '../state/server.ts';

export type Cell = { readonly path: string; readonly value: Json };

/** An array with longer texts is not shown as a board. */
const MOST_CHARACTERS = 5;
const MOST_SIDE = 16;

/** Rows of cells, each with its path below the array; undefined where the array is a plain list. */
export function gridOf(array: readonly Json[]): readonly (readonly Cell[])[] | undefined {
  return rowsOf(array) ?? squareOf(array);
}

function rowsOf(array: readonly Json[]): readonly (readonly Cell[])[] | undefined {
  const [first] = array;
  if (array.length < 2 || array.length > MOST_SIDE || !Array.isArray(first) || first.length < 2)
    return undefined;
  const rows: Cell[][] = [];
  for (const [y, row] of array.entries()) {
    if (!Array.isArray(row) || row.length !== first.length || row.length > MOST_SIDE) return undefined;
    if (!row.every(isShort)) return undefined;
    rows.push(row.map((value, x) => ({ path: `/${y}/${x}`, value })));
  }
  return rows;
}

function squareOf(array: readonly Json[]): readonly (readonly Cell[])[] | undefined {
  const side = Math.sqrt(array.length);
  if (side < 3 || side > MOST_SIDE || !Number.isInteger(side) || !array.every(isShort)) return undefined;
  return Array.from({ length: side }, (_, y) =>
    array.slice(y * side, (y + 1) * side).map((value, x) => ({ path: `/${y * side + x}`, value })),
  );
}

function isShort(value: Json): boolean {
  return typeof value !== 'object'
    ? String(value).length <= MOST_CHARACTERS || typeof value === 'boolean'
    : value === null;
}

/** Whether the texts need smaller letters to fit into their squares. */
export function isWordy(rows: readonly (readonly Cell[])[]): boolean {
  return rows.some((row) =>
    row.some(({ value }) => typeof value !== 'boolean' && String(value ?? '').length > 2),
  );
}
