// Battleship: both players place five ships in secret at the same time, then take turns to shoot.
import { and, assign, setup } from 'xstate';
import { z } from 'zod';
import { createRandom, defineGame, type GameTypes, type Outcome, type Seat } from '../../src/game/index.ts';
import { cellAt, isFree, isSunk, NO_FLEET, nextShip, SHIPS, SIZE } from './fleet.ts';
import { otherFleet } from './redeal.ts';
import { lastShotOf, lyingShips, seaOf, shipToPlace, sunkShips } from './seas.ts';
import {
  berthFor,
  type Context,
  of,
  opponentOf,
  withFleet,
  withOf,
  withRestPlaced,
  withShot,
  withShotAnywhere,
} from './state.ts';

/** A player who lets this many turns in a row time out loses the match. */
const MAX_TIME_OUTS = 3;

const rowAndColumn = {
  row: z
    .int()
    .min(0)
    .max(SIZE - 1),
  column: z
    .int()
    .min(0)
    .max(SIZE - 1),
};
const intents = {
  /** Places the next ship, from its top or left end. */
  place: z.strictObject({ ...rowAndColumn, direction: z.enum(['across', 'down']) }),
  takeBack: z.strictObject({ ship: z.enum(SHIPS) }),
  placeRest: z.strictObject({}),
  ready: z.strictObject({}),
  shoot: z.strictObject(rowAndColumn),
  resign: z.strictObject({}),
};

const machine = setup({
  types: {} as GameTypes<Context, typeof intents>,
  delays: { placementTime: 120_000, turnTime: 30_000 },
  guards: {
    stillPlacing: ({ context, event }) => !of(context.ready, event.seat),
    shipLeft: ({ context, event }) => nextShip(of(context.fleets, event.seat)) !== null,
    onTheBoard: ({ context, event }) =>
      event.type === 'place' && berthFor(context, event.seat, event) !== null,
    clearOfOthers: ({ context, event }) => {
      const berth = event.type === 'place' ? berthFor(context, event.seat, event) : null;
      return berth !== null && isFree(of(context.fleets, event.seat), berth);
    },
    shipPlaced: ({ context, event }) =>
      event.type === 'takeBack' && of(context.fleets, event.seat)[event.ship] !== null,
    fleetComplete: ({ context, event }) => nextShip(of(context.fleets, event.seat)) === null,
    bothReady: ({ context }) => context.ready.every(Boolean),
    yourTurn: ({ context, event }) => event.seat === context.turn,
    notShotAtYet: ({ context, event }) =>
      event.type === 'shoot' && !of(context.shots, event.seat).includes(cellAt(event)),
    fleetSunk: ({ context: { fleets, shots, turn } }) =>
      SHIPS.every((ship) => isSunk(of(fleets, opponentOf(turn))[ship], of(shots, turn))),
    tooManyTimeOuts: ({ context }) => of(context.timeOuts, context.turn) >= MAX_TIME_OUTS - 1,
  },
  actions: {
    place: assign(({ context, event }) => {
      const ship = nextShip(of(context.fleets, event.seat));
      if (ship === null || event.type !== 'place') return {};
      return withFleet(context, event.seat, { [ship]: berthFor(context, event.seat, event) });
    }),
    takeBack: assign(({ context, event }) =>
      event.type === 'takeBack' ? withFleet(context, event.seat, { [event.ship]: null }) : {},
    ),
    placeRest: assign(({ context, event }) => withRestPlaced(context, event.seat)),
    beReady: assign({ ready: ({ context, event }) => withOf(context.ready, event.seat, true) }),
    placeAll: assign(({ context }) => withRestPlaced(withRestPlaced(context, 0), 1)),
    allReady: assign({ ready: [true, true] }),
    shoot: assign(({ context, event }) =>
      event.type === 'shoot' ? withShot(context, event.seat, cellAt(event)) : {},
    ),
    shootAnywhere: assign(({ context }) => withShotAnywhere(context, context.turn)),
    countTimeOut: assign({
      timeOuts: ({ context: { timeOuts, turn } }) => withOf(timeOuts, turn, of(timeOuts, turn) + 1),
    }),
    forgetTimeOuts: assign({ timeOuts: ({ context, event }) => withOf(context.timeOuts, event.seat, 0) }),
    passTurn: assign({ turn: ({ context }) => opponentOf(context.turn) }),
  },
}).createMachine({
  id: 'battleship',
  context: ({ input }) => ({
    fleets: [NO_FLEET, NO_FLEET],
    ready: [false, false],
    shots: [[], []],
    turn: 0,
    timeOuts: [0, 0],
    random: createRandom(input.seed),
  }),
  initial: 'placement',
  on: { resign: '.resigned', 'seat.left': '.left' },
  states: {
    // No intent leaves the state, so the deadline stays the same for both.
    placement: {
      on: {
        place: { guard: and(['stillPlacing', 'shipLeft', 'onTheBoard', 'clearOfOthers']), actions: 'place' },
        takeBack: { guard: and(['stillPlacing', 'shipPlaced']), actions: 'takeBack' },
        placeRest: { guard: and(['stillPlacing', 'shipLeft']), actions: 'placeRest' },
        ready: { guard: and(['stillPlacing', 'fleetComplete']), actions: 'beReady' },
      },
      always: { guard: 'bothReady', target: 'turn' },
      after: { placementTime: { actions: ['placeAll', 'allReady'], target: 'turn' } },
    },
    turn: {
      on: {
        shoot: {
          guard: and(['yourTurn', 'notShotAtYet']),
          actions: ['shoot', 'forgetTimeOuts'],
          target: 'shot',
        },
      },
      after: {
        turnTime: [
          { guard: 'tooManyTimeOuts', target: 'time' },
          { actions: ['shootAnywhere', 'countTimeOut'], target: 'shot' },
        ],
      },
    },
    shot: {
      always: [
        { guard: 'fleetSunk', target: 'won' },
        { actions: 'passTurn', target: 'turn' },
      ],
    },
    won: { type: 'final', output: ({ context }) => ({ winners: [context.turn], reason: 'fleet-sunk' }) },
    time: {
      type: 'final',
      output: ({ context }) => ({ winners: [opponentOf(context.turn)], reason: 'time' }),
    },
    resigned: {
      type: 'final',
      output: ({ event }) => ({ winners: [opponentOf(event.seat)], reason: 'resigned' }),
    },
    left: { type: 'final', output: ({ event }) => ({ winners: [opponentOf(event.seat)], reason: 'left' }) },
  },
  output: ({ event }) => event.output as Outcome,
});

export default defineGame({
  name: 'battleship',
  version: 1,
  seats: 2,
  intents,
  machine,
  view: ({ value, context }) => {
    const { fleets, shots, ready, turn } = context;
    const phase = value === 'placement' || value === 'turn' ? value : 'over';
    // The shots at a sea are those of the other seat.
    const sea = (seat: Seat) => seaOf(of(fleets, seat), of(shots, opponentOf(seat)), phase === 'over');
    const sunk = (seat: Seat) => sunkShips(of(fleets, seat), of(shots, opponentOf(seat)));
    return {
      phase,
      ready,
      turn: phase === 'turn' ? turn : null,
      seas: [sea(0), sea(1)],
      sunk: [sunk(0), sunk(1)],
      lastShot: lastShotOf(fleets, shots),
    };
  },
  secrets: ({ value, context }, seat) => {
    const fleet = of(context.fleets, seat);
    return {
      sea: seaOf(fleet, of(context.shots, opponentOf(seat)), true),
      fleet: lyingShips(fleet),
      toPlace: value === 'placement' ? shipToPlace(fleet) : null,
    };
  },
  redeal: ({ value, context }, seat, random) => {
    const { fleets, shots } = context;
    const other = opponentOf(seat);
    const isHidden = value === 'placement' || value === 'turn';
    return {
      ...context,
      fleets: isHidden
        ? withOf(fleets, other, otherFleet(of(fleets, other), of(shots, seat), random))
        : fleets,
      random: createRandom(String(random())),
    };
  },
});
