// What a match of battleship consists of, and how it changes. Pure; when it may change is the machine's.
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
  /** By seat: the fleet is placed, and stays. */
  readonly ready: Both<boolean>;
  /** By who shot, in order. */
  readonly shots: Both<readonly Cell[]>;
  readonly turn: Seat;
  /** By seat: turns in a row in which the time ran out. */
  readonly timeOuts: Both<number>;
  readonly random: RandomState;
};

export function opponentOf(seat: Seat): Seat {
  return seat === 0 ? 1 : 0;
}

/** The seat's own of a pair. */
export function of<Value>([first, second]: Both<Value>, seat: Seat): Value {
  return seat === 0 ? first : second;
}

export function withOf<Value>([first, second]: Both<Value>, seat: Seat, value: Value): Both<Value> {
  return seat === 0 ? [value, second] : [first, value];
}

/** Where the seat's next ship would come to lie; null over the edge, or without a ship to place. */
export function berthFor({ fleets }: Context, seat: Seat, place: Place): Berth | null {
  const ship = nextShip(of(fleets, seat));
  return ship && berthAt(place, LENGTHS[ship]);
}

export function withFleet({ fleets }: Context, seat: Seat, ships: Partial<Fleet>): Pick<Context, 'fleets'> {
  return { fleets: withOf(fleets, seat, { ...of(fleets, seat), ...ships }) };
}

/** What the seat has placed stays. */
export function withRestPlaced(context: Context, seat: Seat): Context {
  const [fleet, random] = placedAtRandom(of(context.fleets, seat), context.random);
  return { ...context, ...withFleet(context, seat, fleet), random };
}

export function withShot({ shots }: Context, seat: Seat, cell: Cell): Pick<Context, 'shots'> {
  return { shots: withOf(shots, seat, [...of(shots, seat), cell]) };
}

/** By chance, where the seat has not shot yet. */
export function withShotAnywhere(context: Context, seat: Seat): Context {
  const before = of(context.shots, seat);
  const left = SEA.filter((cell) => !before.includes(cell));
  const [pick, random] = draw(context.random, left.length);
  return { ...context, ...withShot(context, seat, left[pick] ?? 0), random };
}
