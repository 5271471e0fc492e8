// The 10 × 10 cells of a sea and the five ships on it: where a ship can lie, and where it does.
import { draw, type RandomState } from '../../src/game/index.ts';

export const SIZE = 10;

/** In the order in which they are placed: the longest first. */
export const SHIPS = ['carrier', 'battleship', 'cruiser', 'submarine', 'destroyer'] as const;
export type Ship = (typeof SHIPS)[number];
export const LENGTHS: Readonly<Record<Ship, number>> = {
  carrier: 5,
  battleship: 4,
  cruiser: 3,
  submarine: 3,
  destroyer: 2,
};

/** Row by row from the top left, 0 to 99. */
export type Cell = number;
/** The cells of one ship, from its top or left end. */
export type Berth = readonly Cell[];
/** null: not placed yet. */
export type Fleet = { readonly [Name in Ship]: Berth | null };
export type Place = { readonly row: number; readonly column: number; readonly direction: 'across' | 'down' };

/** All cells. */
export const SEA: readonly Cell[] = Array.from({ length: SIZE * SIZE }, (_, cell) => cell);

export const NO_FLEET: Fleet = {
  carrier: null,
  battleship: null,
  cruiser: null,
  submarine: null,
  destroyer: null,
};

/** By length: all berths of such a ship on an empty sea. */
const BERTHS: ReadonlyMap<number, readonly Berth[]> = new Map(
  Object.values(LENGTHS).map((length) => [length, berthsOfLength(length)]),
);
/** By length, then by cell: the berths that cover the cell. */
const BERTHS_OVER: ReadonlyMap<number, readonly (readonly Berth[])[]> = new Map(
  [...BERTHS].map(([length, berths]) => [
    length,
    SEA.map((cell) => berths.filter((berth) => berth.includes(cell))),
  ]),
);

export function berthsFor(ship: Ship): readonly Berth[] {
  return BERTHS.get(LENGTHS[ship]) ?? [];
}

export function berthsOver(ship: Ship, cell: Cell): readonly Berth[] {
  return BERTHS_OVER.get(LENGTHS[ship])?.[cell] ?? [];
}

export function cellAt({ row, column }: { readonly row: number; readonly column: number }): Cell {
  return row * SIZE + column;
}

export function placeOf(berth: Berth): Place {
  const [first = 0, second = 0] = berth;
  const direction = second - first === 1 ? 'across' : 'down';
  return { row: Math.floor(first / SIZE), column: first % SIZE, direction };
}

/** null if the ship would extend over the edge. */
export function berthAt({ row, column, direction }: Place, length: number): Berth | null {
  const start = direction === 'across' ? column : row;
  if (start + length > SIZE) return null;
  const stride = direction === 'across' ? 1 : SIZE;
  const first = cellAt({ row, column });
  return Array.from({ length }, (_, i) => first + i * stride);
}

/** The ship to place next; null if all are placed. */
export function nextShip(fleet: Fleet): Ship | null {
  return SHIPS.find((ship) => fleet[ship] === null) ?? null;
}

export function isFree(fleet: Fleet, berth: Berth): boolean {
  return SHIPS.every((ship) => !fleet[ship]?.some((cell) => berth.includes(cell)));
}

/** The ship on the cell, or null. */
export function shipAt(fleet: Fleet, cell: Cell): Ship | null {
  return SHIPS.find((ship) => fleet[ship]?.includes(cell)) ?? null;
}

export function isSunk(berth: Berth | null, shots: readonly Cell[]): boolean {
  return berth?.every((cell) => shots.includes(cell)) ?? false;
}

/**
 * Places the missing ships at random. There is always room: to block every pair of cells, each of the ten rows would
 * need at least two cells of ships, and all ships together have 17 cells.
 */
export function placedAtRandom(fleet: Fleet, random: RandomState): [Fleet, RandomState] {
  const ship = nextShip(fleet);
  if (ship === null) return [fleet, random];
  const taken = new Set(SHIPS.flatMap((other) => fleet[other] ?? []));
  const free = berthsFor(ship).filter((berth) => !berth.some((cell) => taken.has(cell)));
  const [pick, next] = draw(random, free.length);
  return placedAtRandom({ ...fleet, [ship]: free[pick] ?? null }, next);
}

function berthsOfLength(length: number): Berth[] {
  return (['across', 'down'] as const).flatMap((direction) =>
    SEA.flatMap((cell) => {
      const berth = berthAt({ ...placeOf([cell]), direction }, length);
      return berth ? [berth] : [];
    }),
  );
}
