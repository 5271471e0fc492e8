// Crazy eights, for two to six: follow suit or rank, name a suit with an eight, and be the first without cards.
import { and, assign, setup } from 'xstate';
import { z } from 'zod';
import { defineGame, type GameTypes, type Outcome } from '../../src/game/index.ts';
import { EIGHTS, PLAIN_CARDS, SUITS, suitOf } from './cards.ts';
import {
  canDraw,
  dealt,
  discarded,
  drawn,
  fits,
  handOf,
  nextTurn,
  redealt,
  scoresOf,
  seatsPlaying,
  type Table,
  topOf,
} from './table.ts';

const intents = {
  play: z.strictObject({ card: z.enum(PLAIN_CARDS) }),
  playEight: z.strictObject({ card: z.enum(EIGHTS), suit: z.enum(SUITS) }),
  draw: z.strictObject({}),
  pass: z.strictObject({}),
};

const machine = setup({
  types: {} as GameTypes<Table, typeof intents>,
  delays: { turnTime: 30_000 },
  guards: {
    yourTurn: ({ context, event }) => event.seat === context.turn,
    cardInHand: ({ context, event }) => 'card' in event && handOf(context, event.seat).includes(event.card),
    cardFits: ({ context, event }) => 'card' in event && fits(context, event.card),
    oneDrawATurn: ({ context }) => !context.hasDrawn,
    cardsToDraw: ({ context }) => canDraw(context),
    drawFirst: ({ context }) => context.hasDrawn || !canDraw(context),
    handEmpty: ({ context }) => handOf(context, context.turn).length === 0,
    everyonePassed: ({ context }) => seatsPlaying(context).every((seat) => context.passed[seat]),
    onePlayerLeft: ({ context }) => seatsPlaying(context).length === 1,
  },
  actions: {
    discard: assign(({ context, event }) => {
      if (event.type === 'playEight') return discarded(context, event.card, event.suit);
      return event.type === 'play' ? discarded(context, event.card, suitOf(event.card)) : {};
    }),
    draw: assign(({ context }) => drawn(context)),
    pass: assign({ passed: ({ context }) => context.passed.with(context.turn, true) }),
    leave: assign({ left: ({ context, event }) => context.left.with(event.seat, true) }),
    passTurn: assign({ turn: ({ context }) => nextTurn(context), hasDrawn: false }),
  },
}).createMachine({
  id: 'crazy-eights',
  context: ({ input }) => dealt(input.seats, input.seed),
  initial: 'turn',
  states: {
    turn: {
      on: {
        play: { guard: and(['yourTurn', 'cardInHand', 'cardFits']), actions: 'discard', target: 'turnOver' },
        playEight: { guard: and(['yourTurn', 'cardInHand']), actions: 'discard', target: 'turnOver' },
        // Does not leave the state, so the deadline of the turn stays.
        draw: { guard: and(['yourTurn', 'oneDrawATurn', 'cardsToDraw']), actions: 'draw' },
        pass: { guard: and(['yourTurn', 'drawFirst']), actions: 'pass', target: 'turnOver' },
        'seat.left': [{ guard: 'yourTurn', actions: 'leave', target: 'turnOver' }, { actions: 'leave' }],
      },
      // When the time is up, the machine draws and passes for the player.
      after: {
        turnTime: [
          { guard: 'drawFirst', actions: 'pass', target: 'turnOver' },
          { actions: ['draw', 'pass'], target: 'turnOver' },
        ],
      },
      always: { guard: 'onePlayerLeft', target: 'deserted' },
    },
    turnOver: {
      always: [
        { guard: 'handEmpty', target: 'out' },
        { guard: 'onePlayerLeft', target: 'deserted' },
        { guard: 'everyonePassed', target: 'blocked' },
        { actions: 'passTurn', target: 'turn' },
      ],
    },
    out: { type: 'final', output: ({ context }) => outcomeOf(context, [context.turn], 'out') },
    blocked: { type: 'final', output: ({ context }) => outcomeOf(context, fewestPoints(context), 'blocked') },
    deserted: { type: 'final', output: ({ context }) => outcomeOf(context, seatsPlaying(context), 'left') },
  },
  // Each final state has its own outcome, which xstate passes to the root without a type.
  output: ({ event }) => event.output as Outcome,
});

export default defineGame({
  name: 'crazy-eights',
  version: 1,
  seats: { min: 2, max: 6 },
  intents,
  machine,
  view: ({ value, context }) => ({
    top: topOf(context),
    suit: context.suit,
    turn: value === 'turn' ? context.turn : null,
    hasDrawn: context.hasDrawn,
    hands: context.hands.map((hand) => hand.length),
    left: context.left,
    passed: context.passed,
    stock: context.stock.length,
    discards: context.discards.length,
    reshufflesLeft: context.reshufflesLeft,
  }),
  secrets: ({ context }, seat) => {
    const hand = handOf(context, seat);
    return { hand, drawn: (context.turn === seat && context.hasDrawn && hand.at(-1)) || null };
  },
  redeal: ({ context }, seat, random) => redealt(context, seat, random),
});

function outcomeOf(table: Table, winners: Outcome['winners'], reason: string): Outcome {
  return { winners, reason, scores: scoresOf(table) };
}

/** The players with the fewest points who have not left: more than one if they are equal. */
function fewestPoints(table: Table): Outcome['winners'] {
  const scores = scoresOf(table);
  const playing = seatsPlaying(table);
  const fewest = Math.min(...playing.map((seat) => scores[seat] ?? Number.POSITIVE_INFINITY));
  return playing.filter((seat) => scores[seat] === fewest);
}
