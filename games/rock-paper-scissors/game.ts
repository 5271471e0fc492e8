// Rock, paper, scissors: both choose at the same time and in secret. More than half of n rounds win the match.
import { assign, setup } from 'xstate';
import { z } from 'zod';
import { defineGame, type GameTypes, type Outcome, type Seat } from '../../src/game/index.ts';

const SHAPES = ['rock', 'paper', 'scissors'] as const;
type Shape = (typeof SHAPES)[number];

const BEATS: Readonly<Record<Shape, Shape>> = { rock: 'scissors', paper: 'rock', scissors: 'paper' };

/** A tied round is played again. After this many ties in a row the match ends, as two idle players would never end it. */
const TIES_IN_A_ROW = 5;

type Round = {
  /** By seat; null for a player who did not choose in time. */
  shapes: (Shape | null)[];
  /** null for a tie. */
  winner: Seat | null;
};

type Context = {
  bestOf: number;
  /** By seat: the choice for the current round. */
  choices: (Shape | null)[];
  wins: number[];
  tiesInARow: number;
  lastRound: Round | null;
};

const intents = {
  choose: z.strictObject({ shape: z.enum(SHAPES) }),
  resign: z.strictObject({}),
};

const options = z.strictObject({ bestOf: z.literal([1, 3, 5, 7, 9]).default(3) });

const machine = setup({
  types: {} as GameTypes<Context, typeof intents, z.output<typeof options>>,
  delays: { choiceTime: 20_000 },
  guards: {
    yetToChoose: ({ context, event }) => context.choices[event.seat] === null,
    bothChosen: ({ context }) => !context.choices.includes(null),
    matchWon: ({ context: { wins, bestOf } }) => wins.some((won) => won > bestOf / 2),
    tooManyTies: ({ context }) => context.tiesInARow === TIES_IN_A_ROW,
  },
  actions: {
    choose: assign(({ context, event }) =>
      event.type === 'choose' ? { choices: context.choices.with(event.seat, event.shape) } : {},
    ),
    reveal: assign(({ context }) => {
      const shapes = context.choices;
      const winner = winnerOf(shapes);
      return {
        choices: [null, null],
        wins: context.wins.map((won, seat) => (seat === winner ? won + 1 : won)),
        tiesInARow: winner === null ? context.tiesInARow + 1 : 0,
        lastRound: { shapes, winner },
      };
    }),
  },
}).createMachine({
  id: 'rock-paper-scissors',
  context: ({ input }) => ({
    bestOf: input.options.bestOf,
    choices: [null, null],
    wins: [0, 0],
    tiesInARow: 0,
    lastRound: null,
  }),
  initial: 'choosing',
  states: {
    choosing: {
      // A choice does not leave this state, so the deadline of the other player stays.
      on: {
        choose: { guard: 'yetToChoose', actions: 'choose' },
        resign: 'resigned',
        'seat.left': 'left',
      },
      always: { guard: 'bothChosen', target: 'revealed' },
      after: { choiceTime: 'revealed' },
    },
    revealed: {
      entry: 'reveal',
      always: [
        { guard: 'matchWon', target: 'won' },
        { guard: 'tooManyTies', target: 'parted' },
        { target: 'choosing' },
      ],
    },
    won: { type: 'final', output: ({ context }) => outcomeOf(context.wins, 'rounds') },
    parted: { type: 'final', output: ({ context }) => outcomeOf(context.wins, 'ties') },
    resigned: {
      type: 'final',
      output: ({ context, event }) => givenUp(context.wins, event.seat, 'resigned'),
    },
    left: { type: 'final', output: ({ context, event }) => givenUp(context.wins, event.seat, 'left') },
  },
  // Each final state has its own outcome, which xstate passes to the root without a type.
  output: ({ event }) => event.output as Outcome,
});

export default defineGame({
  name: 'rock-paper-scissors',
  version: 1,
  seats: 2,
  intents,
  options,
  machine,
  view: ({ context }) => ({
    bestOf: context.bestOf,
    chosen: context.choices.map((choice) => choice !== null),
    wins: context.wins,
    tiesInARow: context.tiesInARow,
    lastRound: context.lastRound,
  }),
  secrets: ({ context }, seat) => ({ choice: context.choices[seat] ?? null }),
  // The seat knows whether the other has chosen, but not what.
  redeal: ({ context }, seat, random) => ({
    ...context,
    choices: context.choices.map((choice, of) =>
      choice === null || of === seat ? choice : anyShape(random),
    ),
  }),
});

/** A choice beats no choice. */
function winnerOf([first = null, second = null]: readonly (Shape | null)[]): Seat | null {
  if (first === second) return null;
  if (first === null || second === null) return first === null ? 1 : 0;
  return BEATS[first] === second ? 0 : 1;
}

/** The player who leads wins; with equal wins it is a draw. */
function outcomeOf(wins: readonly number[], reason: string): Outcome {
  const [first = 0, second = 0] = wins;
  const leaders = first === second ? [] : [first > second ? 0 : 1];
  return { winners: leaders, reason, scores: wins };
}

function givenUp(wins: readonly number[], by: Seat, reason: string): Outcome {
  return { winners: [by === 0 ? 1 : 0], reason, scores: wins };
}

function anyShape(random: () => number): Shape {
  return SHAPES[Math.floor(random() * SHAPES.length)] ?? 'rock';
}
