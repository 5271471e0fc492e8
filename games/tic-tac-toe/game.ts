// Tic-tac-toe: two seats take turns, and three in a row win. The smallest complete game: an example to start from.
import { and, assign, setup } from 'xstate';
import { z } from 'zod';
import { defineGame, type GameTypes, type Outcome, type Seat } from '../../src/game/index.ts';

type Context = {
  /** Nine cells, row by row; the seat that marked each. */
  board: (Seat | null)[];
  turn: Seat;
  lastCell: number | null;
};

type Line = readonly [number, number, number];

const LINES: readonly Line[] = [
  [0, 1, 2],
  [3, 4, 5],
  [6, 7, 8],
  [0, 3, 6],
  [1, 4, 7],
  [2, 5, 8],
  [0, 4, 8],
  [2, 4, 6],
];

const intents = {
  place: z.strictObject({ cell: z.int().min(0).max(8) }),
  resign: z.strictObject({}),
};

const machine = setup({
  types: {} as GameTypes<Context, typeof intents>,
  delays: { turnTime: 30_000 },
  guards: {
    yourTurn: ({ context, event }) => event.seat === context.turn,
    cellFree: ({ context, event }) => event.type === 'place' && context.board[event.cell] === null,
    threeInARow: ({ context }) => threeInARow(context.board) !== null,
    boardFull: ({ context }) => !context.board.includes(null),
  },
  actions: {
    mark: assign(({ context, event }) =>
      event.type === 'place'
        ? { board: marked(context.board, event.cell, event.seat), lastCell: event.cell }
        : {},
    ),
    passTurn: assign({ turn: ({ context }) => opponentOf(context.turn) }),
  },
}).createMachine({
  id: 'tic-tac-toe',
  context: { board: Array(9).fill(null), turn: 0, lastCell: null },
  initial: 'turn',
  states: {
    turn: {
      on: {
        place: { guard: and(['yourTurn', 'cellFree']), actions: 'mark', target: 'marked' },
        resign: 'resigned',
        'seat.left': 'left',
      },
      after: { turnTime: 'time' },
    },
    marked: {
      always: [
        { guard: 'threeInARow', target: 'won' },
        { guard: 'boardFull', target: 'draw' },
        { actions: 'passTurn', target: 'turn' },
      ],
    },
    won: { type: 'final', output: ({ context }) => ({ winners: [context.turn], reason: 'three-in-a-row' }) },
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
  name: 'tic-tac-toe',
  version: 1,
  seats: 2,
  intents,
  machine,
  view: ({ value, context }) => ({
    board: context.board,
    turn: value === 'turn' ? context.turn : null,
    line: value === 'won' ? threeInARow(context.board) : null,
    lastCell: context.lastCell,
  }),
});

/** The board with one more mark. */
function marked(board: Context['board'], cell: number, seat: Seat): Context['board'] {
  return board.map((mark, at) => (at === cell ? seat : mark));
}

/** The three cells of a line; null if there is none. */
function threeInARow(board: Context['board']): Line | null {
  const isWon = (line: Line): boolean => {
    const mark = board[line[0]];
    return mark !== null && board[line[1]] === mark && board[line[2]] === mark;
  };
  return LINES.find(isWon) ?? null;
}

function opponentOf(seat: Seat): Seat {
  return seat === 0 ? 1 : 0;
}
