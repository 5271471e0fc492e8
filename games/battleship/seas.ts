// What can be seen of a sea: by everyone, by its owner, and by everyone at the end.
import type { Seat } from '../../src/game/index.ts';
import {
  type Cell,
  type Fleet,
  isSunk,
  LENGTHS,
  nextShip,
  type Place,
  placeOf,
  SHIPS,
  type Ship,
  SIZE,
  shipAt,
} from './fleet.ts';
import { type Both, of, opponentOf } from './state.ts';

/** null: nothing is known of the cell; or, where the fleet is shown, water. */
export type Sight = 'ship' | 'miss' | 'hit' | 'sunk' | null;
/** By row, then column. */
export type Sea = readonly (readonly Sight[])[];

/** `fleetShown`: ships that were not hit are shown as well. */
export function seaOf(fleet: Fleet, shots: readonly Cell[], fleetShown: boolean): Sea {
  return Array.from({ length: SIZE }, (_, row) =>
    Array.from({ length: SIZE }, (_, column) => {
      const cell = row * SIZE + column;
      if (shots.includes(cell)) return resultOf(fleet, shots, cell);
      return fleetShown && shipAt(fleet, cell) !== null ? 'ship' : null;
    }),
  );
}

function resultOf(fleet: Fleet, shots: readonly Cell[], cell: Cell): 'miss' | 'hit' | 'sunk' {
  const ship = shipAt(fleet, cell);
  if (ship === null) return 'miss';
  return isSunk(fleet[ship], shots) ? 'sunk' : 'hit';
}

export type Lying = { readonly ship: Ship; readonly length: number } & Place;

export function sunkShips(fleet: Fleet, shots: readonly Cell[]): Lying[] {
  return lyingShips(fleet).filter(({ ship }) => isSunk(fleet[ship], shots));
}

export function lyingShips(fleet: Fleet): Lying[] {
  return SHIPS.flatMap((ship) => {
    const berth = fleet[ship];
    return berth ? [{ ship, length: LENGTHS[ship], ...placeOf(berth) }] : [];
  });
}

/** The ship that `place` will place. */
export function shipToPlace(fleet: Fleet): { readonly ship: Ship; readonly length: number } | null {
  const ship = nextShip(fleet);
  return ship && { ship, length: LENGTHS[ship] };
}

export type Shot = {
  readonly seat: Seat;
  readonly row: number;
  readonly column: number;
  readonly result: 'miss' | 'hit' | 'sunk';
};

/** null before the first. Seat 0 begins and turns alternate, so the lengths of the lists show whose shot it was. */
export function lastShotOf(fleets: Both<Fleet>, shots: Both<readonly Cell[]>): Shot | null {
  const seat = shots[0].length > shots[1].length ? 0 : 1;
  const cell = shots[seat].at(-1);
  if (cell === undefined) return null;
  const { row, column } = placeOf([cell]);
  return { seat, row, column, result: resultOf(of(fleets, opponentOf(seat)), shots[seat], cell) };
}
