// The types are the test: each line marked as an error must be one, or tsc fails.
import { expect, expectTypeOf, test } from 'vitest';
import { setup } from 'xstate';
import { z } from 'zod';
import type chess from '../../games/chess/game.ts';
import type ticTacToe from '../../games/tic-tac-toe/game.ts';
import type { Client, DocumentOf, IntentInputsOf, OptionsInputOf, Room } from '../../src/client/index.ts';
import { defineGame, type GameTypes } from '../../src/index.ts';
import { startTestServer, until } from '../../src/testing/index.ts';
import { startOnline } from './fake-server.ts';

type Place = { readonly type: 'place'; readonly cell: number };
type Resign = { readonly type: 'resign' };

/** As `defineGame` returns it: the shape exists only as a type. */
const nim = { name: 'nim' } as {
  readonly name: 'nim';
  readonly '~shape'?: {
    readonly view: { readonly heap: number };
    readonly secrets: { readonly hint: string };
    readonly intent: Place | Resign;
    readonly options: { readonly heap: number };
  };
};
type Nim = typeof nim;

/** Never called; its lines are only compiled. */
async function compiled(client: Client, room: Room<Nim>): Promise<void> {
  room.send({ type: 'place', cell: 3 });
  // @ts-expect-error: no such intent
  room.send({ type: 'pass' });
  // @ts-expect-error: a field of another type
  room.send({ type: 'place', cell: '3' });
  // @ts-expect-error: a missing field
  room.send({ type: 'place' });

  room.document.view?.heap.toFixed();
  // @ts-expect-error: no such field of the view
  room.document.view?.board;
  // @ts-expect-error: there is no view while the room waits
  room.document.view.heap;
  // @ts-expect-error: no such secret
  room.document.mine?.cards;
  // @ts-expect-error: documents are values
  room.document = {} as DocumentOf<Nim>;

  client.find<Nim>('nim', { heap: 3 });
  // @ts-expect-error: another game's name
  client.find<Nim>('chess');
  // @ts-expect-error: options of another shape
  client.create<Nim>('nim', { options: { size: 3 } });
  // @ts-expect-error: neither a room nor a code
  await client.join<Nim>({ id: 'r1' });
  const result = await room.send({ type: 'resign' });
  // @ts-expect-error: a revision only if it was accepted
  result.revision;
}

async function compiledForTicTacToe(client: Client): Promise<void> {
  const room = await client.join<typeof ticTacToe>({ code: 'K7MQ2P' });
  room.send({ type: 'place', cell: 4 });
  // @ts-expect-error: the stamp is the server's
  room.send({ type: 'place', cell: 4, seat: 1 });
  // @ts-expect-error: no such intent
  room.send({ type: 'pass' });
  // @ts-expect-error: no such field of the view
  room.document.view?.heap;
  client.find<typeof ticTacToe>('tic-tac-toe');
}

test('a room is typed by its game', () => {
  const { client } = startOnline();
  expectTypeOf(client.join<Nim>).returns.resolves.toEqualTypeOf<Room<Nim>>();
  expectTypeOf<DocumentOf<Nim>['view']>().toEqualTypeOf<{ readonly heap: number } | null>();
  expectTypeOf<Room<Nim>['pending']>().toEqualTypeOf<readonly (Place | Resign)[]>();
  expectTypeOf<Awaited<ReturnType<Room<Nim>['legal']>>['intents']>().toEqualTypeOf<
    readonly (Place | Resign)[]
  >();
  expect([compiled, compiledForTicTacToe]).toHaveLength(2);
});

// A game whose schemas change what is sent: a default, a coercion and a transform.
const intents = {
  bid: z.strictObject({
    amount: z.int().default(1),
    card: z.coerce.number<string>(),
    note: z.string().transform((text) => ({ text })),
  }),
  pass: z.strictObject({}),
};
const options = z.strictObject({ rounds: z.int().default(3), title: z.string().optional() });
const auction = defineGame({
  name: 'auction',
  version: 1,
  seats: 1,
  intents,
  options,
  machine: setup({
    types: {} as GameTypes<{ rounds: number }, typeof intents, z.output<typeof options>>,
  }).createMachine({
    context: ({ input }) => ({ rounds: input.options.rounds }),
    initial: 'bidding',
    states: { bidding: {}, over: { type: 'final' } },
    on: { bid: '.over', 'seat.left': '.over' },
    output: { winners: [], reason: 'sold' },
  }),
  view: ({ value }) => ({ phase: String(value) }),
});
type Auction = typeof auction;

type BidInput = {
  readonly type: 'bid';
  readonly amount?: number | undefined;
  readonly card: string;
  readonly note: string;
};

test('what a client sends has the type of the schema’s input, what it is shown the type of its output', () => {
  const { client } = startOnline();
  expectTypeOf<IntentInputsOf<Auction>>().branded.toEqualTypeOf<BidInput | { readonly type: 'pass' }>();
  expectTypeOf<Parameters<Room<Auction>['send']>[0]>().toEqualTypeOf<IntentInputsOf<Auction>>();
  expectTypeOf<Room<Auction>['pending'][number]>().toEqualTypeOf<IntentInputsOf<Auction>>();
  // `legal` lists what can be sent as it is.
  expectTypeOf<Awaited<ReturnType<Room<Auction>['legal']>>['intents'][number]>().toEqualTypeOf<
    IntentInputsOf<Auction>
  >();
  expectTypeOf<OptionsInputOf<Auction>>().toEqualTypeOf<{
    rounds?: number | undefined;
    title?: string | undefined;
  }>();
  expectTypeOf<DocumentOf<Auction>['options']>().toEqualTypeOf<{
    rounds: number;
    title?: string | undefined;
  }>();
  expectTypeOf(client.find<Auction>)
    .parameter(1)
    .toEqualTypeOf<OptionsInputOf<Auction> | undefined>();
  expectTypeOf<DocumentOf<Auction>['view']>().toEqualTypeOf<{ phase: string } | null>();
});

/** Never called; its lines are only compiled. */
async function compiledForSchemas(client: Client): Promise<void> {
  // Chess has options that all have defaults.
  await client.create<typeof chess>('chess', { options: { clock: 'none' } });
  client.find<typeof chess>('chess', { clock: 'none' });
  // @ts-expect-error: a value that the schema does not have
  await client.create<typeof chess>('chess', { options: { clock: 'sundial' } });
  const room = await client.create<Auction>('auction', { options: {} });
  room.send({ type: 'bid', card: '7', note: 'mine' });
  // @ts-expect-error: the input of the transform is a text
  room.send({ type: 'bid', card: '7', note: { text: 'mine' } });
  // @ts-expect-error: what is coerced is sent as a text
  room.send({ type: 'bid', card: 7, note: 'mine' });
  room.document.options.rounds.toFixed();
}

test('what the types allow is what a server accepts', async () => {
  await using server = await startTestServer({ games: [auction] });
  const client = server.connect();
  const room = await client.create<Auction>('auction', { options: {} });
  await until(room, ({ document }) => document.status === 'playing');
  expect(room.document.options.rounds).toBe(3);
  expect(await room.send({ type: 'bid', card: '7', note: 'mine' })).toMatchObject({ ok: true });
  await until(room, ({ document }) => document.status === 'finished');
  expect(compiledForSchemas).toHaveLength(1);
});
