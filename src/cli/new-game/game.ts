// new-game: two players take 1 to 3 stones in turn from a pile of 21; the player who takes the last stone wins.
import { and, assign, setup } from 'xstate';
import { z } from 'zod';
import { defineGame, type GameTypes, type Outcome, type Seat } from '../../index.ts';

/** The state of a match. Plain JSON, because it is stored. */
type Context = { stones: number; turn: Seat };

/** The intents of players, one schema each. The server adds `seat` and `at`, the time in epoch ms. */
const intents = {
  take: z.strictObject({ count: z.int().min(1).max(3) }),
  resign: z.strictObject({}),
};

const otherThan = (seat: Seat): Seat => 1 - seat;

const machine = setup({
  types: {} as GameTypes<Context, typeof intents>,
  delays: { turnTime: 60_000 },
  // The rules. An intent is rejected with the name of the guard that refuses it.
  guards: {
    yourTurn: ({ context, event }) => event.seat === context.turn,
    enoughStones: ({ context, event }) => event.type === 'take' && event.count <= context.stones,
    noneLeft: ({ context }) => context.stones === 0,
  },
  actions: {
    takeStones: assign({
      stones: ({ context, event }) => context.stones - (event.type === 'take' ? event.count : 0),
    }),
    passTurn: assign({ turn: ({ context }) => otherThan(context.turn) }),
  },
}).createMachine({
  context: { stones: 21, turn: 0 },
  initial: 'turn',
  states: {
    turn: {
      on: {
        take: { guard: and(['yourTurn', 'enoughStones']), actions: 'takeStones', target: 'taken' },
        resign: 'resigned',
        'seat.left': 'left',
      },
      after: { turnTime: 'time' },
    },
    taken: {
      always: [
        { guard: 'noneLeft', target: 'won' },
        { actions: 'passTurn', target: 'turn' },
      ],
    },
    // Each way to end a match, with its winners.
    won: { type: 'final', output: ({ context }) => ({ winners: [context.turn], reason: 'last-stone' }) },
    time: {
      type: 'final',
      output: ({ context }) => ({ winners: [otherThan(context.turn)], reason: 'time' }),
    },
    resigned: {
      type: 'final',
      output: ({ event }) => ({ winners: [otherThan(event.seat)], reason: 'resigned' }),
    },
    left: { type: 'final', output: ({ event }) => ({ winners: [otherThan(event.seat)], reason: 'left' }) },
  },
  output: ({ event }) => event.output as Outcome,
});

export default defineGame({
  name: 'new-game',
  version: 1,
  seats: 2,
  intents,
  machine,
  // What every player and spectator may see.
  view: ({ value, context }) => ({ stones: context.stones, turn: value === 'turn' ? context.turn : null }),
});
