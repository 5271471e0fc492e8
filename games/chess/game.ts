// Chess by the rules of FIDE, with clocks. chess.js decides which moves are legal; the course and the end of a match are here.
import { and, assign, setup } from 'xstate';
import { z } from 'zod';
import { defineGame, type GameTypes, type Outcome, type Seat } from '../../src/game/index.ts';
import { type Clock, leftOf, rewarded, started, stopped, wound } from './clock.ts';
import { canMate } from './material.ts';
import { MOST_QUIET_MOVES, options } from './options.ts';
import {
  afterMove,
  boardOf,
  isLegal,
  isOf,
  lacksPromotion,
  type Move,
  movesOf,
  type Position,
  type Promotion,
  pieceAt,
  positionAt,
  promotion,
  repetitionKey,
  square,
} from './position.ts';

type Context = {
  position: Position;
  /** How often each position occurred since the last capture or pawn move: no earlier one can occur again. */
  seen: { [key: string]: number };
  clock: Clock;
  /** The seat whose offer of a draw stands. */
  offer: Seat | null;
  /** By seat: has offered a draw since its last move. */
  offered: [boolean, boolean];
  lastMove: { from: Move['from']; to: Move['to']; promotion: Promotion | null } | null;
  /** In standard algebraic notation, such as `Nbd7`. */
  history: string[];
};

const intents = {
  move: z.strictObject({ from: square, to: square, promotion: promotion.optional() }),
  offerDraw: z.strictObject({}),
  acceptDraw: z.strictObject({}),
  declineDraw: z.strictObject({}),
  claimDraw: z.strictObject({}),
  resign: z.strictObject({}),
};

const machine = setup({
  types: {} as GameTypes<Context, typeof intents, z.output<typeof options>>,
  delays: { flagFall: ({ context }) => leftOf(context.clock, context.position.turn) },
  guards: {
    yourTurn: ({ context, event }) => event.seat === context.position.turn,
    yourPiece: ({ context, event }) => {
      const piece = event.type === 'move' ? pieceAt(context.position.fen, event.from) : null;
      return piece !== null && isOf(piece, event.seat);
    },
    promotionChosen: ({ context, event }) =>
      event.type === 'move' && !lacksPromotion(context.position, event),
    legalMove: ({ context, event }) => event.type === 'move' && isLegal(context.position, event),
    noOfferStands: ({ context }) => context.offer === null,
    onceAMove: ({ context, event }) => !context.offered[event.seat],
    drawOffered: ({ context, event }) => context.offer === opponentOf(event.seat),
    threefoldOrFiftyMoves: ({ context }) => claimOf(context) !== null,
    checkmate: ({ context: { position } }) => position.check && position.moves.length === 0,
    stalemate: ({ context: { position } }) => !position.check && position.moves.length === 0,
    deadPosition: ({ context }) => context.position.dead,
    fivefoldRepetition: ({ context }) => repetitionsOf(context) >= 5,
    seventyFiveMoves: ({ context }) => context.position.quietMoves >= MOST_QUIET_MOVES,
    otherCanMate: ({ context: { position } }) => canMate(boardOf(position.fen), opponentOf(position.turn)),
  },
  actions: {
    move: assign(({ context, event }) => (event.type === 'move' ? moved(context, event) : {})),
    startClock: assign({ clock: ({ context, event }) => started(context.clock, event.at) }),
    stopClock: assign({
      clock: ({ context, event }) => stopped(context.clock, context.position.turn, event.at),
    }),
    offerDraw: assign(({ context, event }) => ({
      offer: event.seat,
      offered: event.seat === 0 ? [true, context.offered[1]] : [context.offered[0], true],
    })),
    dropOffer: assign({ offer: null }),
  },
}).createMachine({
  id: 'chess',
  context: ({ input }) => {
    const position = positionAt(input.options.fen);
    return {
      position,
      seen: { [repetitionKey(position)]: 1 },
      clock: wound(input.options, input.at),
      offer: null,
      offered: [false, false],
      lastMove: null,
      history: [],
    };
  },
  initial: 'turn',
  states: {
    turn: {
      on: {
        move: {
          guard: and(['yourTurn', 'yourPiece', 'promotionChosen', 'legalMove']),
          actions: 'move',
          target: 'moved',
        },
        // These do not leave the state, so the clock goes on.
        offerDraw: { guard: and(['noOfferStands', 'onceAMove']), actions: 'offerDraw' },
        declineDraw: { guard: 'drawOffered', actions: 'dropOffer' },
        acceptDraw: { guard: 'drawOffered', target: 'agreed' },
        claimDraw: { guard: and(['yourTurn', 'threefoldOrFiftyMoves']), target: 'claimed' },
        resign: 'resigned',
        'seat.left': 'left',
      },
      after: { flagFall: [{ guard: 'otherCanMate', target: 'time' }, { target: 'timeDraw' }] },
      exit: 'stopClock',
    },
    moved: {
      always: [
        { guard: 'checkmate', target: 'checkmate' },
        { guard: 'stalemate', target: 'stalemate' },
        { guard: 'deadPosition', target: 'dead' },
        { guard: 'fivefoldRepetition', target: 'fivefold' },
        { guard: 'seventyFiveMoves', target: 'seventyFive' },
        { actions: 'startClock', target: 'turn' },
      ],
    },
    checkmate: { type: 'final', output: ({ context }) => lost(context.position.turn, 'checkmate') },
    time: { type: 'final', output: ({ context }) => lost(context.position.turn, 'time') },
    resigned: { type: 'final', output: ({ event }) => lost(event.seat, 'resigned') },
    left: { type: 'final', output: ({ event }) => lost(event.seat, 'left') },
    claimed: { type: 'final', output: ({ context }) => drawn(claimOf(context) ?? 'claimed') },
    agreed: { type: 'final', output: drawn('agreement') },
    stalemate: { type: 'final', output: drawn('stalemate') },
    dead: { type: 'final', output: drawn('insufficient-material') },
    fivefold: { type: 'final', output: drawn('fivefold-repetition') },
    seventyFive: { type: 'final', output: drawn('seventy-five-moves') },
    timeDraw: { type: 'final', output: drawn('time-without-mate') },
  },
  output: ({ event }) => event.output as Outcome,
});

export default defineGame({
  name: 'chess',
  version: 1,
  seats: 2,
  intents,
  machine,
  options,
  view: ({ value, context }) => {
    const { position, clock, offer, lastMove, history } = context;
    const running = value === 'turn';
    return {
      board: boardOf(position.fen),
      fen: position.fen,
      turn: running ? position.turn : null,
      check: position.check,
      lastMove,
      history,
      clock: { left: clock.left, since: running ? clock.since : null },
      drawOfferedBy: offer,
      drawToClaim: running ? claimOf(context) : null,
    };
  },
  // 64 × 64 × 5 moves are too many to enumerate from the schema.
  candidates: ({ context: { position } }, seat) => [
    ...(seat === position.turn ? movesOf(position).map((move) => ({ type: 'move' as const, ...move })) : []),
    { type: 'offerDraw' },
    { type: 'acceptDraw' },
    { type: 'declineDraw' },
    { type: 'claimDraw' },
    { type: 'resign' },
  ],
});

function moved(
  context: Context,
  { from, to, promotion: piece, seat }: Move & { seat: Seat },
): Partial<Context> {
  const { position, san } = afterMove(context.position, { from, to, promotion: piece });
  const before = position.quietMoves === 0 ? {} : context.seen;
  const key = repetitionKey(position);
  return {
    position,
    seen: { ...before, [key]: (before[key] ?? 0) + 1 },
    clock: rewarded(context.clock, seat),
    // A move declines the offer of the other player.
    offer: context.offer === seat ? seat : null,
    offered: seat === 0 ? [false, context.offered[1]] : [context.offered[0], false],
    lastMove: { from, to, promotion: piece ?? null },
    history: [...context.history, san],
  };
}

function repetitionsOf({ position, seen }: Context): number {
  return seen[repetitionKey(position)] ?? 0;
}

/** The reason for which the seat to move may claim a draw; null if there is none. */
function claimOf(context: Context): 'threefold-repetition' | 'fifty-moves' | null {
  if (repetitionsOf(context) >= 3) return 'threefold-repetition';
  return context.position.quietMoves >= 100 ? 'fifty-moves' : null;
}

function lost(seat: Seat, reason: string): Outcome {
  return { winners: [opponentOf(seat)], reason };
}

function drawn(reason: string): Outcome {
  return { winners: [], reason };
}

function opponentOf(seat: Seat): Seat {
  return seat === 0 ? 1 : 0;
}
