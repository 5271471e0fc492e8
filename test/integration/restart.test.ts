// A server that is stopped and started again with the same folder: rooms, timers and codes are still there.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { assign, setup } from 'xstate';
import { z } from 'zod';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { defineGame, type Game, type GameTypes } from '../../src/game/index.ts';
import { openSqlite } from '../../src/store/index.ts';
import { ManualClock, startTestServer, type TestServer } from '../../src/testing/index.ts';
import { arrive, place, seatTwoRaw } from './fixtures/table.ts';

type Start = { readonly games?: readonly Game[]; readonly clock?: ManualClock };

/** Starts servers one after the other with one folder. */
async function folder(): Promise<(start?: Start) => Promise<TestServer>> {
  const path = await mkdtemp(join(tmpdir(), 'turnkeeper-restart-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return async ({ games = [ticTacToe], clock = new ManualClock() } = {}) =>
    startTestServer({ games, clock, storage: await openSqlite({ folder: path }) });
}

const stop = (server: TestServer): Promise<void> => server[Symbol.asyncDispose]();

test('[R2] [R5] seats, boards and counters are as before, and the last intent is answered again', async () => {
  const start = await folder();
  const before = await start();
  const { ann, bob, room } = await seatTwoRaw(before);
  await ann.client.expect('diff', ['intent', { room, seq: 7, intent: place(4) }]);
  await stop(before);

  await using after = await start();
  const back = await after.raw();
  const welcome = await back.hello({ token: ann.token });
  expect(welcome).toMatchObject({ name: 'Ann', rooms: [{ room, seat: 0 }] });
  const joined = await back.expect('joined', ['room.resume', { room, epoch: 1, revision: 4 }]);
  expect(joined).toMatchObject({ seat: 0, epoch: 2, seq: 7, document: { status: 'playing' } });
  expect(joined.document.view).toMatchObject({ lastCell: 4, turn: 1 });
  expect(joined.document.seats).toMatchObject([{ connected: true }, { connected: false }]);
  const again = await back.ask('intent', { room, seq: 7, intent: place(4) });
  expect(again).toMatchObject({ type: 'diff', payload: { ops: [] } });

  const other = await arrive(after, { token: bob.token });
  await other.client.expect('joined', ['room.resume', { room, epoch: 1, revision: 4 }]);
  await other.client.expect('diff', ['intent', { room, seq: 1, intent: place(0) }]);
});

test('[R8] a deadline that passed while the server was down fires once; a later one fires at its time', async () => {
  const start = await folder();
  const clock = new ManualClock();
  const before = await start({ clock });
  const { ann, room } = await seatTwoRaw(before);
  await stop(before);

  clock.advance(29_000);
  const between = await start({ clock });
  const still = await arrive(between, { token: ann.token });
  const { document } = await still.client.expect('joined', ['room.join', { room }]);
  expect(document).toMatchObject({ status: 'playing', deadlines: [{ name: 'turnTime' }] });
  await stop(between);

  clock.advance(5_000);
  await using after = await start({ clock });
  const late = await arrive(after, { token: ann.token });
  clock.advance(0);
  const { document: ended } = await late.client.expect('joined', ['room.join', { room }]);
  expect(ended).toMatchObject({ status: 'finished', outcome: { winners: [1], reason: 'time' } });
});

test('[R8] [T15] [E7] no deadline is late by the hour that the wall clock was set back while the server was down', async () => {
  const start = await folder();
  const clock = new ManualClock();
  const before = await start({ clock });
  const { ann, room } = await seatTwoRaw(before);
  await ann.client.expect('diff', ['intent', { room, seq: 1, intent: place(0) }]);
  await stop(before);

  const setBack = new ManualClock(clock.now() - 3_600_000);
  await using after = await start({ clock: setBack });
  const back = await arrive(after, { token: ann.token });
  setBack.advance(29_999);
  const { document } = await back.client.expect('joined', ['room.join', { room }]);
  expect(document.status).toBe('playing');
  setBack.advance(1);
  const { document: ended } = await back.client.expect('joined', ['room.join', { room }]);
  expect(ended).toMatchObject({ status: 'finished', outcome: { winners: [0], reason: 'time' } });
});

test('[R9] [R10] a player who does not return in time gives up the seat, and an empty room is deleted', async () => {
  const start = await folder();
  const clock = new ManualClock();
  const before = await start({ clock });
  await seatTwoRaw(before);
  await stop(before);

  const after = await start({ clock });
  // The room is loaded without a request, and the grace time of its players begins.
  await expect.poll(() => after.left.rooms).toBe(1);
  clock.advance(60_000);
  await expect.poll(() => after.left.rooms).toBe(0);
  await stop(after);
  await using last = await start({ clock });
  expect((await arrive(last)).client.all('joined')).toEqual([]);
  expect(last.left.rooms).toBe(0);
});

test('[L2] the listing and the codes are those of the loaded rooms', async () => {
  const start = await folder();
  const before = await start();
  const ann = await arrive(before, { name: 'Ann' });
  const { room, document } = await ann.client.expect('joined', ['room.create', { game: 'tic-tac-toe' }]);
  await stop(before);

  await using after = await start();
  const bob = await arrive(after, { name: 'Bob' });
  const joined = await bob.client.expect('joined', ['room.join', { code: document.code }]);
  expect(joined).toMatchObject({ room, seat: 1, document: { status: 'playing' } });
  const { rooms } = await bob.client.expect('lobby', ['lobby.watch', {}]);
  expect(rooms).toMatchObject([{ room, names: ['Ann', 'Bob'] }]);
});

/** Counts to three. Version 2 has its count under another name. */
function counting(version: 1 | 2, migrate?: 'migrates'): Game {
  type Context = { count: number };
  const intents = { add: z.strictObject({}) };
  const machine = setup({
    types: {} as GameTypes<Context, typeof intents>,
    actions: { add: assign({ count: ({ context }) => context.count + 1 }) },
    guards: { atThree: ({ context }) => context.count >= 3 },
  }).createMachine({
    context: { count: 0 },
    initial: 'counting',
    states: {
      counting: {
        on: { add: { actions: 'add' }, 'seat.left': 'over' },
        always: { guard: 'atThree', target: 'over' },
      },
      over: { type: 'final' },
    },
    output: { winners: [], reason: 'counted' },
  });
  return defineGame({
    name: 'counting',
    version,
    seats: 1,
    intents,
    machine,
    view: ({ context }) => ({ count: context.count }),
    ...(migrate && {
      migrate: ({ value, context }) => ({ value, context: { count: context.count + 0 } }),
    }),
  });
}

async function playedWith(start: (start: Start) => Promise<TestServer>) {
  const before = await start({ games: [counting(1), ticTacToe] });
  const ann = await arrive(before);
  const { room } = await ann.client.expect('joined', ['room.create', { game: 'counting' }]);
  await ann.client.expect('diff', ['intent', { room, seq: 1, intent: { type: 'add' } }]);
  return { before, ann, room };
}

test('a room continues with a newer version of its game if the game has a migration', async () => {
  const start = await folder();
  const { before, ann, room } = await playedWith(start);
  await before.drain();

  for (const seq of [2, 3]) {
    const after = await start({ games: [counting(2, 'migrates')] });
    const { client } = await arrive(after, { token: ann.token });
    const { document } = await client.expect('joined', ['room.join', { room }]);
    expect(document.view).toEqual({ count: seq - 1 });
    await client.expect('diff', ['intent', { room, seq, intent: { type: 'add' } }]);
    await stop(after);
  }
});

test.each([
  ['of another version without a migration', [counting(2), ticTacToe]],
  ['missing', [ticTacToe]],
])(
  'a room whose game is %s is set aside, harms no other room, and is loaded again when the game is back',
  async (_, games) => {
    const start = await folder();
    const { before, ann, room } = await playedWith(start);
    const other = await seatTwoRaw(before);
    await before.drain();

    const without = await start({ games });
    const back = await arrive(without, { token: ann.token });
    expect(await back.client.ask('room.join', { room })).toMatchObject({
      payload: { code: 'ROOM_SET_ASIDE' },
    });
    const intent = await back.client.ask('intent', { room, seq: 2, intent: { type: 'add' } });
    expect(intent).toMatchObject({ type: 'rejected', payload: { code: 'ROOM_SET_ASIDE' } });
    const bob = await arrive(without, { token: other.bob.token });
    await bob.client.expect('joined', ['room.join', { room: other.room }]);
    await stop(without);

    await using again = await start({ games: [counting(1), ticTacToe] });
    const { client } = await arrive(again, { token: ann.token });
    const { document } = await client.expect('joined', ['room.join', { room }]);
    expect(document.view).toEqual({ count: 1 });
  },
);
