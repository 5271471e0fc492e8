import { describe, expect, test } from 'vitest';
import { createHarness, GRACE_MS, SPECTATOR_DELAY_MS } from './fixtures/harness.ts';
import { type Faults, labGame } from './fixtures/lab-game.ts';

function match({ options = {}, seats = 2 } = {}) {
  const faults: Faults = new Set();
  const game = labGame(faults);
  const all = createHarness({ games: [game] });
  const room = all.open(game, { options, seats, visibility: 'public' });
  const names = ['Ann', 'Ben', 'Cid'].slice(0, seats);
  const players = names.map((name) => all.peer(name));
  for (const player of players) player.request('room.join', { room: room.id });
  const [ann = all.peer('Ann'), ben = all.peer('Ben')] = players;
  const rooms = (peer: typeof ann) => all.sessions.of(peer.connection)?.rooms.size;
  return { ...all, game, faults, room, players, ann, ben, roomsOf: rooms };
}

describe('a player who is away', () => {
  test('[R9] keeps the seat for the grace time, and is shown as disconnected', () => {
    const { ann, ben, clock, room } = match();
    ben.disconnect();
    expect(ann.in(room.id).document.seats[1]).toMatchObject({ name: 'Ben', connected: false });
    clock.advance(GRACE_MS - 1);
    expect(room.state.status).toBe('playing');
    expect(ben.reconnect().closedWith).toBe('heartbeatLost');
    expect(ben.resume(room.id)).toMatchObject({ type: 'resumed', payload: { seat: 1 } });
    expect(ann.in(room.id).document.seats[1]).toMatchObject({ connected: true });
    clock.advance(2 * GRACE_MS);
    expect(room.state.status).toBe('playing');
    expect(clock.pending).toBe(0);
  });

  test('[R9] loses the seat after the grace time, and the machine gets seat.left', () => {
    const { ann, ben, clock, room, roomsOf } = match();
    ben.disconnect();
    clock.advance(GRACE_MS);
    expect(ann.in(room.id).document).toMatchObject({ status: 'finished', seats: [{ name: 'Ann' }, null] });
    ben.reconnect();
    expect(roomsOf(ben)).toBe(0);
    expect(ben.received('welcome')[0]?.rooms).toEqual([]);
    const { epoch, revision } = ann.in(room.id);
    const resume = { room: room.id, epoch, revision };
    expect(ben.request('room.resume', resume)).toMatchObject({ payload: { code: 'NOT_A_MEMBER' } });
  });

  test('[R9] is still away after reconnecting without resuming, and gets a left message after the grace time', () => {
    const { ann, ben, clock, room } = match();
    ben.reconnect();
    expect(ann.in(room.id).document.seats[1]).toMatchObject({ connected: false });
    expect(ben.received('welcome')[0]?.rooms).toEqual([{ room: room.id, seat: 1 }]);
    clock.advance(GRACE_MS);
    expect(ben.received('left')).toEqual([{ room: room.id, reason: 'expired' }]);
  });

  test('[R9] gets the seat back by joining', () => {
    const { ann, ben, room } = match();
    ben.disconnect();
    ben.held.clear();
    ben.reconnect();
    expect(ben.request('room.join', { room: room.id })).toMatchObject({
      type: 'joined',
      payload: { seat: 1 },
    });
    expect(ann.in(room.id).document.seats[1]).toMatchObject({ connected: true });
    expect(ben.violations).toEqual([]);
  });

  test('[R9] a spectator who is away is removed after the grace time', () => {
    const { peer, room, clock, ann, sessions } = match();
    const eve = peer('Eve');
    eve.request('room.join', { room: room.id, as: 'spectator' });
    const session = sessions.of(eve.connection);
    clock.advance(SPECTATOR_DELAY_MS);
    expect(ann.in(room.id).document.spectators).toBe(1);
    eve.disconnect();
    clock.advance(SPECTATOR_DELAY_MS);
    expect(ann.in(room.id).document.spectators).toBe(0);
    expect(room.members.size).toBe(3);
    clock.advance(GRACE_MS);
    expect(room.members.size).toBe(2);
    expect(session?.rooms.size).toBe(0);
  });
});

describe('a player who leaves', () => {
  test('[R9] gets a left message, loses the seat at once, and stays connected (C7)', () => {
    const { ann, ben, room, roomsOf } = match();
    expect(ben.request('room.leave', { room: room.id })).toMatchObject({
      type: 'left',
      payload: { reason: 'left' },
    });
    expect(roomsOf(ben)).toBe(0);
    expect(ann.in(room.id).document).toMatchObject({ status: 'finished', seats: [{}, null] });
    expect(ben.request('ping', {})).toMatchObject({ type: 'pong' });
    expect(ben.request('room.leave', { room: room.id })).toMatchObject({ payload: { code: 'NOT_A_MEMBER' } });
  });

  test('[R9] ends a match whose game ignores seat.left', () => {
    const { ann, ben, room } = match({ options: { leaver: 'ignored' } });
    ben.request('room.leave', { room: room.id });
    expect(ann.in(room.id).document).toMatchObject({
      status: 'finished',
      outcome: { winners: [0], reason: 'left' },
    });
  });

  test('[R9] leaves an empty seat in a match whose game continues', () => {
    const { ann, ben, room, players } = match({ options: { leaver: 'goesOn' }, seats: 3 });
    ben.request('room.leave', { room: room.id });
    expect(ann.in(room.id).document).toMatchObject({
      status: 'playing',
      seats: [{}, null, {}],
      view: { left: [1] },
    });
    const intent = { room: room.id, seq: 1, intent: { type: 'add', n: 1 } };
    expect(players[2]?.request('intent', intent)).toMatchObject({ type: 'diff' });
    // The free seat of a running match cannot be taken.
    expect(ben.request('room.join', { room: room.id })).toMatchObject({ payload: { code: 'ROOM_FULL' } });
  });

  test('[R9] [R6] leaves even when the game throws at seat.left', () => {
    const { ann, ben, room, faults, errors } = match();
    faults.add('leave');
    expect(ben.request('room.leave', { room: room.id })).toMatchObject({ type: 'left' });
    expect(ann.in(room.id).document).toMatchObject({ outcome: { winners: [0], reason: 'left' } });
    expect(errors).toHaveLength(1);
  });

  test('[R9] loses the seat after the grace time even when the game throws at seat.left', () => {
    const { ann, ben, room, faults, clock } = match();
    faults.add('leave');
    ben.disconnect();
    clock.advance(GRACE_MS);
    expect(ann.in(room.id).document).toMatchObject({ status: 'finished', seats: [{}, null] });
  });

  test('[R9] frees the seat for another player before the match begins', () => {
    const { open, peer, game } = match();
    const room = open(game, { seats: 3 });
    const [dan, fay] = [peer('Dan'), peer('Fay')];
    for (const client of [dan, fay]) client.request('room.join', { room: room.id });
    dan.request('room.leave', { room: room.id });
    expect(fay.in(room.id).document).toMatchObject({
      status: 'waiting',
      seats: [null, { name: 'Fay' }, null],
    });
    expect(peer('Gus').request('room.join', { room: room.id })).toMatchObject({ payload: { seat: 0 } });
  });
});

describe('the end of a room', () => {
  test('[R10] a room is removed with its code, listing and timers when the last member leaves', async () => {
    const { ann, ben, room, rooms, store, clock, listing, closed, roomsOf } = match({
      options: { clocks: true },
    });
    ben.request('room.leave', { room: room.id });
    expect(rooms.size).toBe(1);
    ann.request('room.leave', { room: room.id });
    expect([rooms.size, clock.pending, roomsOf(ann), roomsOf(ben)]).toEqual([0, 0, 0, 0]);
    expect(rooms.byCode(room.state.setup.code)).toBeUndefined();
    expect(await store.rooms()).toEqual([]);
    expect(closed).toEqual([room.id]);
    expect(ann.request('lobby.watch', {})).toMatchObject({ payload: { rooms: [] } });
    expect(listing.watchers).toBe(1);
    expect(ann.request('room.join', { room: room.id })).toMatchObject({ payload: { code: 'UNKNOWN_ROOM' } });
  });

  test('[R10] a room is removed after the grace time when the last members lose their connections', () => {
    const { ann, ben, rooms, clock, sessions } = match({ options: { clocks: true } });
    ann.disconnect();
    ben.disconnect();
    clock.advance(GRACE_MS);
    expect(rooms.size).toBe(0);
    expect(sessions.size).toBe(2);
    clock.advance(60_000 * 4);
    expect([sessions.size, clock.pending]).toEqual([0, 0]);
  });

  test('[R10] a spectator keeps a room open, and leaves no timer as the last member', () => {
    const { ann, ben, peer, room, rooms, clock } = match();
    const eve = peer('Eve');
    eve.request('room.join', { room: room.id, as: 'spectator' });
    for (const client of [ann, ben]) client.request('room.leave', { room: room.id });
    clock.advance(SPECTATOR_DELAY_MS);
    expect([rooms.size, clock.pending]).toEqual([1, 0]);
    eve.request('room.leave', { room: room.id });
    expect([rooms.size, clock.pending]).toEqual([0, 0]);
  });

  test('[R10] a room is removed when only bots are left', () => {
    const { open, peer, game, rooms } = match();
    const before = rooms.size;
    const room = open(game);
    const dan = peer('Dan');
    dan.request('room.join', { room: room.id });
    dan.request('room.bot', { room: room.id });
    expect(room.state.status).toBe('playing');
    dan.request('room.leave', { room: room.id });
    expect(rooms.size).toBe(before);
  });

  test('[R10] a new room is removed when its creator cannot join', async () => {
    const { peer, rooms, faults, sessions, clock, errors } = match();
    const [before, timers] = [rooms.size, clock.pending];
    faults.add('begin');
    const dan = peer('Dan');
    // With one seat, the match begins when the creator joins.
    const answer = await dan.requestAsync('room.create', { game: 'lab', seats: 1 });
    expect(answer).toMatchObject({ type: 'error', payload: { code: 'GAME_FAULT' } });
    expect([rooms.size, clock.pending, sessions.of(dan.connection)?.rooms.size]).toEqual([before, timers, 0]);
    expect(errors).toHaveLength(1);
  });

  test('[R10] a removed room answers each waiting command once with UNKNOWN_ROOM', async () => {
    const { peer, open, game, store, rooms, sessions } = match();
    const before = rooms.size;
    const room = open(game);
    const [dan, fay] = [peer('Dan'), peer('Fay')];
    dan.request('room.join', { room: room.id });
    store.slow = true;
    const leave = dan.send('room.leave', { room: room.id });
    const refs = Array.from({ length: 200 }, () => fay.send('room.join', { room: room.id }));
    const intent = fay.send('intent', { room: room.id, seq: 1, intent: {} });
    await store.release();
    expect(dan.answersTo(leave)).toHaveLength(1);
    for (const ref of refs) expect(fay.answersTo(ref)).toMatchObject([{ payload: { code: 'UNKNOWN_ROOM' } }]);
    expect(fay.answersTo(intent)).toMatchObject([{ type: 'rejected', payload: { code: 'UNKNOWN_ROOM' } }]);
    expect([rooms.size, sessions.of(fay.connection)?.rooms.size]).toEqual([before, 0]);
  });
});
