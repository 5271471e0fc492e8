import { describe, expect, test } from 'vitest';
import crazyEights from '../../games/crazy-eights/game.ts';
import rockPaperScissors from '../../games/rock-paper-scissors/game.ts';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { ManualClock, until } from '../../src/testing/index.ts';
import { type Refusal, served } from './served.ts';

const games = [crazyEights, rockPaperScissors, ticTacToe];
const two = ['person', 'person'] as const;

describe('tables of the playground', () => {
  test('seats are played over the normal protocol, and the table shows the secrets of all seats', async () => {
    const server = await served({ games });
    const { status, body: made } = await server.post('', { game: 'rock-paper-scissors', seats: two });
    expect(status).toBe(201);
    const [ann, ben] = await server.joinSeats(made);
    expect([ann?.room.seat, ben?.room.seat]).toEqual([0, 1]);
    expect(ann?.room.document).toMatchObject({ status: 'playing', visibility: 'private', code: made.code });
    await ann?.room.send({ type: 'choose', shape: 'paper' });
    const { steps, ...table } = await server.show(made.room);
    expect(table).toMatchObject({ status: 'playing', held: 2, seats: [{ bot: false }, { bot: false }] });
    expect(steps.map(({ event }) => event)).toEqual([
      { type: 'begin' },
      { type: 'intent', seat: 0, intent: { type: 'choose', shape: 'paper' } },
    ]);
    expect(steps.map(({ value }) => value)).toEqual(['choosing', 'choosing']);
    expect(steps[1]).toMatchObject({
      revision: ann?.room.revision,
      secrets: [{ choice: 'paper' }, { choice: null }],
    });
    // The other player still does not see it.
    expect(JSON.stringify(ben?.room.document)).not.toContain('"paper"');
    expect((await server.show(made.room, 1)).steps).toEqual(steps.slice(1));
  });

  test('the same seed and options deal the same cards, another seed does not', async () => {
    const server = await served({ games });
    const request = { game: 'crazy-eights', seats: [...two, 'bot'], options: {} };
    const hands = async (seed: string) => {
      const { body } = await server.post('', { ...request, seed });
      return (await server.show(body.room)).steps[0]?.secrets;
    };
    expect(await hands('a')).toEqual(await hands('a'));
    expect(await hands('a')).not.toEqual(await hands('b'));
  });

  test('[R7] no other room can be read', async () => {
    const server = await served({ games });
    const { client } = server.player('Ann');
    const room = await client.create('rock-paper-scissors', { bots: 1 });
    expect(await server.show(room.id)).toMatchObject({ code: 'UNKNOWN_ROOM' });
    const fork = await server.post<Refusal>(`/${room.id}/forks`, { step: 0, seats: two });
    expect(fork).toMatchObject({ status: 404, body: { code: 'UNKNOWN_ROOM' } });
  });

  test('only the tokens give seats; the code lets a client watch', async () => {
    const server = await served({ games });
    const { body: made } = await server.post('', { game: 'tic-tac-toe', seats: two });
    const stranger = server.connect({ name: 'Eve' });
    await expect(stranger.join({ code: made.code })).rejects.toMatchObject({ code: 'ROOM_FULL' });
    expect((await stranger.join({ code: made.code }, 'spectator')).seat).toBeNull();
  });

  test('a rematch starts the steps again', async () => {
    const server = await served({ games });
    const { body: made } = await server.post('', { game: 'tic-tac-toe', seats: two });
    const [ann, ben] = await server.joinSeats(made);
    await ann?.room.send({ type: 'resign' });
    expect(await server.show(made.room)).toMatchObject({
      status: 'finished',
      steps: [{ outcome: null }, { value: 'resigned', outcome: { winners: [1], reason: 'resigned' } }],
    });
    await Promise.all([ann?.room.rematch(), ben?.room.rematch()]);
    expect(await server.show(made.room)).toMatchObject({
      match: 2,
      held: 1,
      steps: [{ event: { type: 'begin' } }],
    });
    expect(ann?.room.seat).toBe(1);
  });
});

describe('a fork at a step', () => {
  test('creates another table that starts there, and leaves the first one as it is', async () => {
    const server = await served({ games });
    const { body: made } = await server.post('', { game: 'tic-tac-toe', seed: 's', seats: two });
    const [ann, ben] = await server.joinSeats(made);
    await ann?.room.send({ type: 'place', cell: 4 });
    await ben?.room.send({ type: 'place', cell: 0 });
    const { status, body: fork } = await server.post(`/${made.room}/forks`, { step: 1, seats: two });
    expect(status).toBe(201);
    const [cat, dan] = await server.joinSeats(fork);
    expect(await cat?.room.send({ type: 'place', cell: 1 })).toMatchObject({ ok: false, reason: 'yourTurn' });
    expect(await dan?.room.send({ type: 'place', cell: 8 })).toMatchObject({ ok: true });
    expect(await server.show(fork.room)).toMatchObject({
      held: 3,
      seed: 's',
      steps: [
        {},
        { event: { seat: 0 } },
        { view: { board: [null, null, null, null, 0, null, null, null, 1] } },
      ],
    });
    const { steps } = await server.show(made.room);
    expect(steps.at(-1)?.view.board).toEqual([1, null, null, null, 0, null, null, null, null]);
  });

  test('[R8] a deadline keeps the time that is left', async () => {
    const clock = new ManualClock();
    const server = await served({ games, clock });
    const { body: made } = await server.post('', { game: 'tic-tac-toe', seats: two });
    const [ann] = await server.joinSeats(made);
    await ann?.room.send({ type: 'place', cell: 4 });
    clock.advance(29_000);
    const { body: fork } = await server.post(`/${made.room}/forks`, { step: 1, seats: two });
    const { steps } = await server.show(fork.room);
    expect(steps[1]?.deadlines).toEqual([{ name: 'turnTime', at: clock.now() + 30_000 }]);
    clock.advance(30_000);
    expect((await server.show(fork.room)).steps.at(-1)).toMatchObject({
      event: { type: 'deadline', name: 'turnTime' },
      outcome: { winners: [0], reason: 'time' },
    });
  });

  test('bots in all seats play the match to its end while a spectator watches', async () => {
    const server = await served({ games, botThinkMs: 0 });
    const { body: made } = await server.post('', { game: 'tic-tac-toe', seats: two });
    const [ann] = await server.joinSeats(made);
    await ann?.room.send({ type: 'place', cell: 4 });
    const request = { step: 1, seats: ['bot', 'bot'] };
    const { body: fork } = await server.post(`/${made.room}/forks`, request);
    expect(fork.tokens).toEqual([null, null]);
    const onlooker = await server.connect().join({ room: fork.room }, 'spectator');
    await until(onlooker, ({ document }) => document.status === 'finished');
    const shown = await server.show(fork.room);
    expect(shown.steps[1]?.event).toMatchObject({ intent: { type: 'place', cell: 4 } });
    expect(shown.steps.at(-1)?.outcome).toEqual(onlooker.document.outcome);
  });

  test('a seat that was left stays empty', async () => {
    const server = await served({ games });
    const { body: made } = await server.post('', { game: 'crazy-eights', seats: [...two, 'person'] });
    const [, , cat] = await server.joinSeats(made);
    await cat?.room.leave();
    const request = { step: 1, seats: [...two, 'person'] };
    const { body: fork } = await server.post(`/${made.room}/forks`, request);
    expect(fork.tokens[2]).toBeNull();
    const { seats } = await server.show(fork.room);
    expect(seats.map((holder) => holder !== null)).toEqual([true, true, false]);
  });
});

describe('[R10] an abandoned table', () => {
  test('with persons is closed after their grace time', async () => {
    const clock = new ManualClock();
    const server = await served({ games, clock });
    const { body: made } = await server.post('', { game: 'tic-tac-toe', seats: two });
    expect(server.left.rooms).toBe(1);
    clock.advance(60_000);
    expect(server.left.rooms).toBe(0);
    expect(await server.show(made.room)).toMatchObject({ code: 'UNKNOWN_ROOM' });
  });

  test('with bots only is closed after 30 s without a spectator, or with the last spectator', async () => {
    const clock = new ManualClock();
    const server = await served({ games, clock, botThinkMs: 10_000_000 });
    const request = { game: 'tic-tac-toe', seats: ['bot', 'bot'] };
    const [unwatched, watched] = [await server.post('', request), await server.post('', request)];
    const onlooker = await server.connect().join({ room: watched.body.room }, 'spectator');
    clock.advance(29_999);
    expect(server.left.rooms).toBe(2);
    clock.advance(1);
    expect(await server.show(unwatched.body.room)).toMatchObject({ code: 'UNKNOWN_ROOM' });
    expect(server.left.rooms).toBe(1);
    await onlooker.leave();
    expect(server.left.rooms).toBe(0);
  });
});
