// The context of battleship and its changes, as pure functions. The machine decides when they happen.
import { draw, type RandomState, type Seat } from '../../src/game/index.ts';
import {
  type Berth,
  berthAt,
  type Cell,
  type Fleet,
  LENGTHS,
  nextShip,
  type Place,
  placedAtRandom,
  SEA,
} from './fleet.ts';

export type Both<Value> = readonly [Value, Value];

export type Context = {
  readonly fleets: Both<Fleet>;
  /** By seat: the fleet is complete and can no longer be changed. */
  readonly ready: Both<boolean>;
  /** By the seat that shot, in order. */
  readonly shots: Both<readonly Cell[]>;
  readonly turn: Seat;
  /** By seat: how many turns in a row timed out. */
  readonly timeOuts: Both<number>;
  readonly random: RandomState;
};

export function opponentOf(seat: Seat): Seat {
  return seat === 0 ? 1 : 0;
}

/** The value of the seat. */
export function of<Value>([first, second]: Both<Value>, seat: Seat): Value {
  return seat === 0 ? first : second;
}

export function withOf<Value>([first, second]: Both<Value>, seat: Seat, value: Value): Both<Value> {
  return seat === 0 ? [value, second] : [first, value];
}

/** The cells of the seat's next ship at this place; null if it extends over the edge, or no ship is left to place. */
export function berthFor({ fleets }: Context, seat: Seat, place: Place): Berth | null {
  const ship = nextShip(of(fleets, seat));
  return ship && berthAt(place, LENGTHS[ship]);
}

export function withFleet({ fleets }: Context, seat: Seat, ships: Partial<Fleet>): Pick<Context, 'fleets'> {
  return { fleets: withOf(fleets, seat, { ...of(fleets, seat), ...ships }) };
}

/** Ships that the seat has placed stay. */
export function withRestPlaced(context: Context, seat: Seat): Context {
  const [fleet, random] = placedAtRandom(of(context.fleets, seat), context.random);
  return { ...context, ...withFleet(context, seat, fleet), random };
}

export function withShot({ shots }: Context, seat: Seat, cell: Cell): Pick<Context, 'shots'> {
  return { shots: withOf(shots, seat, [...of(shots, seat), cell]) };
}

/** A shot at a random cell at which the seat has not shot. */
export function withShotAnywhere(context: Context, seat: Seat): Context {
  const before = of(context.shots, seat);
  const left = SEA.filter((cell) => !before.includes(cell));
  const [pick, random] = draw(context.random, left.length);
  return { ...context, ...withShot(context, seat, left[pick] ?? 0), random };
}
