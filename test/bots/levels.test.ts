// Levels of bots: a player chooses one, and the room keeps it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { levelsOf, type Strategy, searching } from '../../src/bots/index.ts';
import { openSqlite, type Storage } from '../../src/store/index.ts';
import { ManualClock, startTestServer } from '../../src/testing/index.ts';

const NEVER: Strategy = () => null;

/** A server whose bots only record the level that was called. */
async function serverWithLevels(storage?: Storage) {
  const calledLevels: string[] = [];
  const recording =
    (level: string): Strategy =>
    () => {
      calledLevels.push(level);
      return null;
    };
  const levels = { easy: recording('easy'), hard: recording('hard') };
  const server = await startTestServer({
    ...{ games: [ticTacToe], clock: new ManualClock(), botThinkMs: 0 },
    bots: { 'tic-tac-toe': { default: recording('default'), levels } },
    ...(storage ? { storage } : { transport: 'linked' }),
  });
  return { server, calledLevels, clock: server.clock };
}

/** A bot acts once its time has come; the manual clock brings it. */
async function letBotThink({ clock }: { clock: ManualClock }): Promise<void> {
  clock.advance(0);
  await new Promise((resolve) => setImmediate(resolve));
}

const create = { game: 'tic-tac-toe', visibility: 'private', bots: 1 };

describe('a bot', () => {
  test.each([
    [{}, 'default'],
    [{ level: 'easy' }, 'easy'],
    [{ level: 'hard' }, 'hard'],
  ])('of a room made with %j plays the strategy %j', async (level, strategy) => {
    const { server, calledLevels, clock } = await serverWithLevels();
    await using _ = server;
    const client = await server.raw();
    await client.hello();
    const { room } = await client.expect('joined', ['room.create', { ...create, ...level }]);
    await client.expect('diff', ['intent', { room, seq: 1, intent: { type: 'place', cell: 4 } }]);
    await letBotThink({ clock });
    expect(calledLevels).toEqual([strategy]);
  });

  test('that is added to a waiting room has the requested level', async () => {
    const { server, calledLevels, clock } = await serverWithLevels();
    await using _ = server;
    const client = server.connect();
    const room = await client.create<typeof ticTacToe>('tic-tac-toe', { visibility: 'private' });
    await room.addBot('hard');
    await room.send({ type: 'place', cell: 4 });
    await letBotThink({ clock });
    expect(calledLevels).toEqual(['hard']);
  });

  test('keeps its level over a restart of the server', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'turnkeeper-levels-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const before = await serverWithLevels(await openSqlite({ folder }));
    const client = await before.server.raw();
    const { token } = await client.hello();
    const { room } = await client.expect('joined', ['room.create', { ...create, level: 'hard' }]);
    await client.expect('diff', ['intent', { room, seq: 1, intent: { type: 'place', cell: 4 } }]);
    await before.server[Symbol.asyncDispose]();

    const after = await serverWithLevels(await openSqlite({ folder }));
    await using _ = after.server;
    const back = await after.server.raw();
    await back.hello({ token });
    await back.expect('joined', ['room.join', { room }]);
    await letBotThink(after);
    expect(after.calledLevels).toEqual(['hard']);
  });
});

test.each(['grandmaster', 'constructor'])('the unknown level %j is BAD_OPTIONS', async (level) => {
  const { server } = await serverWithLevels();
  await using _ = server;
  const client = await server.raw();
  await client.hello();
  const refused = { type: 'error', payload: { code: 'BAD_OPTIONS', path: 'payload.level' } };
  expect(await client.ask('room.create', { ...create, level })).toMatchObject(refused);
  const { room } = await client.expect('joined', ['room.create', { ...create, bots: 0 }]);
  expect(await client.ask('room.bot', { room, level })).toMatchObject(refused);
  expect(await client.ask('room.bot', { room, level: 'easy' })).toMatchObject({ type: 'ok' });
});

test('a game with a single strategy has no levels', () => {
  expect(levelsOf(NEVER)).toEqual([]);
  expect(levelsOf(undefined)).toEqual([]);
  expect(levelsOf({ default: NEVER, levels: { easy: NEVER, hard: NEVER } })).toEqual(['easy', 'hard']);
});

test('while a bot searches, a whole match is played in another room', async () => {
  const game = new URL('../../games/tic-tac-toe/game.ts', import.meta.url);
  // Far longer than the other match takes: the search ends with the server.
  const thinker = searching({ game, budget: { ms: 9_000 } });
  const begun = Promise.withResolvers<void>();
  const observed: Strategy = (turn) => {
    begun.resolve();
    return thinker(turn);
  };
  await using server = await startTestServer({
    ...{ games: [ticTacToe], transport: 'linked', botThinkMs: 0 },
    bots: { 'tic-tac-toe': observed },
  });
  const [ann, ben] = [server.connect({ name: 'Ann' }), server.connect({ name: 'Ben' })];
  const thoughtful = await ann.create<typeof ticTacToe>('tic-tac-toe', { bots: 1 });
  await thoughtful.send({ type: 'place', cell: 4 });
  const before = thoughtful.revision;
  await begun.promise;

  const first = await ben.create<typeof ticTacToe>('tic-tac-toe', {});
  const second = await ann.join<typeof ticTacToe>({ room: first.id });
  for (const [move, cell] of [0, 3, 1, 4, 2].entries()) {
    const { ok } = await (move % 2 === 0 ? first : second).send({ type: 'place', cell });
    expect(ok).toBe(true);
  }
  expect(first.document.outcome).toMatchObject({ winners: [0] });
  expect(thoughtful.revision).toBe(before);
});
