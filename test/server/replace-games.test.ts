import { describe, expect, onTestFinished, test } from 'vitest';
import game from '../../games/tic-tac-toe/game.ts';
import { connect } from '../../src/client/index.ts';
import type { AnyIntent, Game } from '../../src/game/index.ts';
import { createServer, type TurnkeeperServer } from '../../src/server/index.ts';
import { rawClient } from '../../src/testing/index.ts';

type Marked = Game<{
  name: string;
  view: { mark: string };
  secrets: null;
  intent: AnyIntent;
  options: object;
}>;

/** Tic-tac-toe whose view is this mark. */
const marked = (mark: string, name = 'marked'): Marked =>
  ({ ...game, name, view: () => ({ mark }) }) as unknown as Marked;

async function serving(games: readonly Game[]): Promise<{ server: TurnkeeperServer; url: string }> {
  const server = createServer({ games, botThinkMs: 0 });
  onTestFinished(() => server.close());
  return { server, url: (await server.listen()).url };
}

const socketOf = (url: string): string => `${url.replace('http', 'ws')}/ws`;

async function made(url: string, name = 'marked') {
  const client = connect({ url: socketOf(url) });
  onTestFinished(() => client.close());
  return client.create<Marked>(name, { bots: 1 });
}

const namesAt = async (url: string): Promise<string[]> => {
  const { games } = (await (await fetch(`${url}/games`)).json()) as { games: { name: string }[] };
  return games.map(({ name }) => name);
};

describe('games that are replaced while the server runs', () => {
  test('serve new rooms; an existing room keeps its game', async () => {
    const { server, url } = await serving([marked('old')]);
    const before = await made(url);
    server.replaceGames([marked('new')]);
    expect((await made(url)).document.view).toEqual({ mark: 'new' });
    const result = await before.send({ type: 'resign' });
    expect(result.ok).toBe(true);
    expect(before.document.view).toEqual({ mark: 'old' });
  });

  test('serve players, too, who already wait for a match', async () => {
    const { server, url } = await serving([marked('old')]);
    const [first, second] = [await rawClient(socketOf(url)), await rawClient(socketOf(url))];
    await first.hello();
    await second.hello();
    await first.expect('queued', ['match.find', { game: 'marked' }]);
    server.replaceGames([marked('new')]);
    second.send({ type: 'match.find', payload: { game: 'marked' } });
    // The player who is seated last sees that the match has begun.
    expect((await second.next('joined')).payload.document.view).toEqual({ mark: 'new' });
  });

  test('appear in and disappear from the lists of games', async () => {
    const { server, url } = await serving([marked('old')]);
    expect(await namesAt(url)).toEqual(['marked']);
    server.replaceGames([marked('new', 'other'), game]);
    expect(await namesAt(url)).toEqual(['other', 'tic-tac-toe']);
    expect((await fetch(`${url}/games/other/machine.json`)).status).toBe(200);
    expect((await fetch(`${url}/games/marked/machine.json`)).status).toBe(404);
    await expect(made(url)).rejects.toMatchObject({ code: 'UNKNOWN_GAME' });
  });

  test('bring their bots, which act in existing rooms, too', async () => {
    const { server, url } = await serving([marked('old')]);
    const room = await made(url);
    await room.send({ type: 'place', cell: 4 });
    server.replaceGames([marked('new')], { marked: () => ({ type: 'resign' }) });
    await new Promise<void>((ended) => {
      const check = (): void => (room.document.outcome === null ? undefined : ended());
      room.subscribe(check);
      check();
    });
    expect(room.document.outcome).toMatchObject({ winners: [0] });
  });
});
