// Checked by tsc: each @ts-expect-error is a mistake of an author or a client that must not compile.

import { expectTypeOf, test } from 'vitest';
import { setup } from 'xstate';
import { z } from 'zod';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import {
  defineGame,
  type Game,
  type GameTypes,
  type IntentInput,
  type IntentInputsOf,
  type IntentOf,
  type IntentsOf,
  type OptionsInputOf,
  type OptionsOf,
  type Seat,
  type SecretsOf,
  type ViewOf,
} from '../../src/game/index.ts';
import highCard from './fixtures/high-card.ts';

test('view, secrets, intents and options of a client are derived from the game', () => {
  expectTypeOf<ViewOf<typeof ticTacToe>['board']>().toEqualTypeOf<(Seat | null)[]>();
  expectTypeOf<SecretsOf<typeof ticTacToe>>().toEqualTypeOf<null>();
  expectTypeOf<IntentsOf<typeof ticTacToe>['type']>().toEqualTypeOf<'place' | 'resign'>();
  expectTypeOf<SecretsOf<typeof highCard>>().toEqualTypeOf<{ hand: number[] }>();
  expectTypeOf<OptionsOf<typeof highCard>>().toEqualTypeOf<{ cards: number }>();
  expectTypeOf(ticTacToe.name).toEqualTypeOf<'tic-tac-toe'>();
  expectTypeOf(ticTacToe).toExtend<Game>();
  expectTypeOf(highCard).toExtend<Game>();
});

test('a client sends the input of a schema, and is shown its output', () => {
  const bid = { bid: z.strictObject({ amount: z.int().default(1) }) };
  expectTypeOf<IntentInput<typeof bid>>().toEqualTypeOf<
    { readonly type: 'bid' } & { readonly amount?: number | undefined }
  >();
  expectTypeOf<IntentOf<typeof bid>>().toEqualTypeOf<
    { readonly type: 'bid' } & { readonly amount: number }
  >();
  expectTypeOf<OptionsInputOf<typeof highCard>>().toEqualTypeOf<{ cards?: number | undefined }>();
  expectTypeOf<IntentInputsOf<typeof ticTacToe>>().toEqualTypeOf<IntentsOf<typeof ticTacToe>>();
  // A shape written by hand, without the input types.
  type ByHand = Game<{ name: 'old'; view: null; secrets: null; intent: { type: 'go' }; options: { n: 1 } }>;
  expectTypeOf<IntentInputsOf<ByHand>>().toEqualTypeOf<{ type: 'go' }>();
  expectTypeOf<OptionsInputOf<ByHand>>().toEqualTypeOf<{ n: 1 }>();
});

test('a client cannot send an unknown intent', () => {
  const send = (_: IntentInputsOf<typeof ticTacToe>) => {};
  send({ type: 'place', cell: 4 });
  send({ type: 'resign' });
  // @ts-expect-error no such intent
  send({ type: 'pass' });
  // @ts-expect-error no such field
  send({ type: 'place', row: 1 });
  // @ts-expect-error not that type
  send({ type: 'place', cell: '4' });
  // @ts-expect-error the server sets the seat
  send({ type: 'place', cell: 4, seat: 1 });
});

test('a client cannot read a field that the view does not have', () => {
  const read = (view: ViewOf<typeof ticTacToe>, secrets: SecretsOf<typeof highCard>) => {
    // @ts-expect-error no such field
    view.winner;
    // @ts-expect-error no such secret
    secrets.deck;
    // @ts-expect-error a cell holds a seat or null
    view.board.includes('X');
  };
  expectTypeOf(read).toBeFunction();
});

const intents = { go: z.strictObject({ n: z.int() }) };
const setupFor = <Context extends object>() => setup({ types: {} as GameTypes<Context, typeof intents> });
const output = { winners: [], reason: 'over' };
const machine = setupFor<{ n: number }>().createMachine({
  context: { n: 0 },
  on: { 'seat.left': '.over' },
  initial: 'a',
  states: { a: {}, over: { type: 'final' } },
  output,
});
const base = { name: 'typed', version: 1, seats: 2, intents, machine } as const;

test('the author’s functions get the typed state of the machine', () => {
  defineGame({
    ...base,
    view: ({ value, context }) => {
      expectTypeOf(value).toEqualTypeOf<'a' | 'over'>();
      expectTypeOf(context).toEqualTypeOf<{ n: number }>();
      return context.n;
    },
    secrets: ({ context }, seat) => context.n + seat,
    candidates: ({ context }) => [{ type: 'go', n: context.n }],
  });
  // @ts-expect-error no such field in the context
  defineGame({ ...base, view: ({ context }) => context.m ?? null });
  // @ts-expect-error no such state
  defineGame({ ...base, view: ({ value }) => value === 'b' });
  // @ts-expect-error nor in secrets
  defineGame({ ...base, view: () => null, secrets: ({ context }) => context.m ?? null });
});

const refusedAtRunTimeToo = (define: () => unknown) => expectTypeOf(define).toBeFunction();

test('candidates must be intents of the game', () => {
  // @ts-expect-error no such intent
  refusedAtRunTimeToo(() => defineGame({ ...base, view: () => null, candidates: () => [{ type: 'pass' }] }));
  // @ts-expect-error a field is missing
  refusedAtRunTimeToo(() => defineGame({ ...base, view: () => null, candidates: () => [{ type: 'go' }] }));
});

test('a machine that does not fit is refused', () => {
  const view = () => null;
  const more = { ...intents, stop: z.strictObject({}) };
  // @ts-expect-error the machine does not handle the type `stop`
  refusedAtRunTimeToo(() => defineGame({ ...base, view, intents: more }));

  const states = { over: { type: 'final' } } as const;
  const mapped = setupFor<{ seen: Map<string, number> }>().createMachine({
    context: { seen: new Map() },
    initial: 'over',
    states,
    output,
  });
  // @ts-expect-error the context would not survive JSON
  refusedAtRunTimeToo(() => defineGame({ ...base, view, machine: mapped }));

  const withoutOutput = setup({ types: {} as Omit<GameTypes<{ n: number }, typeof intents>, 'output'> });
  const outcomeless = withoutOutput.createMachine({ context: { n: 0 }, initial: 'over', states });
  // @ts-expect-error no outcome
  refusedAtRunTimeToo(() => defineGame({ ...base, view, machine: outcomeless }));

  const choosy = setup({ types: {} as GameTypes<{ n: number }, typeof intents, { size: number }> });
  const sized = choosy.createMachine({ context: { n: 0 }, initial: 'over', states, output });
  // @ts-expect-error the machine needs options that the game does not have
  refusedAtRunTimeToo(() => defineGame({ ...base, view, machine: sized }));
  const options = z.strictObject({ size: z.int().default(3) });
  refusedAtRunTimeToo(() => defineGame({ ...base, view, machine: sized, options }));
});
