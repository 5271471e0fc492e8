// The types are the test: each line marked as an error must be one, or tsc fails.
import { expect, expectTypeOf, test } from 'vitest';
import type ticTacToe from '../../games/tic-tac-toe/game.ts';
import type { Client, DocumentOf, Room } from '../../src/client/index.ts';
import { startOnline } from './fake-server.ts';

type Place = { readonly type: 'place'; readonly cell: number };
type Resign = { readonly type: 'resign' };

/** As `defineGame` returns it: the shape is only ever a type. */
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
