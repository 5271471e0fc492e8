// Connect four: a disc falls to the lowest free cell of its column, and four in a row win, in any direction.
import { and, assign, setup } from 'xstate';
import { z } from 'zod';
import { defineGame, type GameTypes, type Outcome, type Seat } from '../../src/game/index.ts';
import { lineThrough } from './line.ts';

const COLUMNS = 7;
const ROWS = 6;

type Context = {
  /** By column from the left: the seats of its discs, the lowest first. */
  columns: Seat[][];
  turn: Seat;
  lastColumn: number | null;
};

const intents = {
  drop: z.strictObject({
    column: z
      .int()
      .min(0)
      .max(COLUMNS - 1),
  }),
  resign: z.strictObject({}),
};

const machine = setup({
  types: {} as GameTypes<Context, typeof intents>,
  delays: { turnTime: 30_000 },
  guards: {
    yourTurn: ({ context, event }) => event.seat === context.turn,
    columnOpen: ({ context, event }) => event.type === 'drop' && !isFull(context.columns[event.column]),
    fourInARow: ({ context }) => lineOf(context) !== null,
    boardFull: ({ context }) => context.columns.every(isFull),
  },
  actions: {
    drop: assign(({ context, event }) => {
      if (event.type !== 'drop') return {};
      const { column, seat } = event;
      const discs = context.columns[column] ?? [];
      return { columns: context.columns.with(column, [...discs, seat]), lastColumn: column };
    }),
    passTurn: assign({ turn: ({ context }) => opponentOf(context.turn) }),
  },
}).createMachine({
  id: 'connect-four',
  context: { columns: Array(COLUMNS).fill([]), turn: 0, lastColumn: null },
  initial: 'turn',
  states: {
    turn: {
      on: {
        drop: { guard: and(['yourTurn', 'columnOpen']), actions: 'drop', target: 'dropped' },
        resign: 'resigned',
        'seat.left': 'left',
      },
      after: { turnTime: 'time' },
    },
    dropped: {
      always: [
        { guard: 'fourInARow', target: 'won' },
        { guard: 'boardFull', target: 'draw' },
        { actions: 'passTurn', target: 'turn' },
      ],
    },
    won: { type: 'final', output: ({ context }) => ({ winners: [context.turn], reason: 'four-in-a-row' }) },
    draw: { type: 'final', output: { winners: [], reason: 'draw' } },
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
  // Each final state has its own outcome, which xstate passes to the root without a type.
  output: ({ event }) => event.output as Outcome,
});

export default defineGame({
  name: 'connect-four',
  version: 1,
  seats: 2,
  intents,
  machine,
  view: ({ value, context }) => ({
    columns: context.columns,
    turn: value === 'turn' ? context.turn : null,
    line: lineOf(context),
    lastColumn: context.lastColumn,
  }),
});

function isFull(column: readonly Seat[] | undefined): boolean {
  return column?.length === ROWS;
}

/** The winning cells; null if there are none. Only the last disc can have completed a line. */
function lineOf({ columns, lastColumn }: Context) {
  return lastColumn === null ? null : lineThrough(columns, lastColumn);
}

function opponentOf(seat: Seat): Seat {
  return seat === 0 ? 1 : 0;
}
