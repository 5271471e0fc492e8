// A game with one seat and one short turn, for tests with a real clock.
import { setup } from 'xstate';
import { z } from 'zod';
import { defineGame, type GameTypes } from '../../../src/game/index.ts';

const intents = { act: z.strictObject({}) };

const machine = setup({
  types: {} as GameTypes<object, typeof intents>,
  delays: { turnTime: 1_500 },
}).createMachine({
  context: {},
  initial: 'turn',
  states: {
    turn: { on: { act: 'over', 'seat.left': 'over' }, after: { turnTime: 'over' } },
    over: { type: 'final' },
  },
  output: { winners: [], reason: 'time' },
});

export default defineGame({
  name: 'hasty',
  version: 1,
  seats: 1,
  intents,
  machine,
  view: ({ value }) => value,
});
