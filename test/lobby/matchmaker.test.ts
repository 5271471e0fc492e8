import { describe, expect, test } from 'vitest';
import { createHarness } from '../room/fixtures/harness.ts';
import { type Faults, labGame } from '../room/fixtures/lab-game.ts';
import type { Peer } from '../room/fixtures/peer.ts';

/** A harness with a lab game of two to four seats; quick match makes rooms of the minimum. */
function setup(limits = {}) {
  const faults: Faults = new Set();
  const lab = labGame(faults);
  const game = { ...lab, seats: { min: 2, max: 4 } };
  const all = createHarness({ games: [game], limits });
  const find = { game: 'lab' };
  const peers = (count: number, prefix = 'P') =>
    Array.from({ length: count }, (_, n) => all.peer(`${prefix}${n}`));
  const roomOf = (peer: Peer) => [...peer.held.keys()][0];
  return { ...all, faults, game, find, peers, roomOf };
}

describe('quick match', () => {
  test('[L1] two tickets make a room, and both players get a joined message without a ref', () => {
    const { peers, find, matchmaker, rooms, roomOf } = setup();
    const [ann, ben] = peers(2) as [Peer, Peer];
    expect(ann.request('match.find', find)).toEqual({ type: 'queued', ref: 2, payload: { game: 'lab' } });
    expect([matchmaker.size, rooms.size]).toEqual([1, 0]);
    expect(ben.request('match.find', find)).toMatchObject({ type: 'queued' });
    expect([matchmaker.size, rooms.size]).toEqual([0, 1]);
    for (const [seat, peer] of [ann, ben].entries()) {
      expect(peer.received('joined')).toMatchObject([{ seat }]);
      expect(peer.connection.messages.at(-1)).not.toHaveProperty('ref');
    }
    expect(roomOf(ann)).toBe(roomOf(ben));
    expect(ann.in(roomOf(ann) ?? '').document).toMatchObject({ status: 'playing', visibility: 'public' });
  });

  test('[L1] a second ticket is ALREADY_QUEUED; after a cancel a new ticket is accepted', () => {
    const { peers, find, matchmaker } = setup();
    const [ann] = peers(1) as [Peer];
    ann.request('match.find', find);
    expect(ann.request('match.find', find)).toMatchObject({ payload: { code: 'ALREADY_QUEUED' } });
    expect(ann.request('match.cancel', {})).toMatchObject({ type: 'ok' });
    expect(ann.request('match.cancel', {})).toMatchObject({ type: 'ok' });
    expect(matchmaker.size).toBe(0);
    expect(ann.request('match.find', find)).toMatchObject({ type: 'queued' });
  });

  test('[L1] tickets are paired when their options are equal after defaults', () => {
    const { peers, matchmaker } = setup();
    const [ann, ben, cid] = peers(3) as [Peer, Peer, Peer];
    ann.request('match.find', { game: 'lab', options: { leaver: 'ends', clocks: false } });
    ben.request('match.find', { game: 'lab', options: { clocks: true } });
    expect(matchmaker.size).toBe(2);
    cid.request('match.find', { game: 'lab', options: { clocks: false, instant: false } });
    expect(matchmaker.size).toBe(1);
  });

  test('[L1] a ticket fills a waiting public room first, and never a private room', () => {
    const { peers, open, game, find, roomOf } = setup();
    const [ann, ben, cid] = peers(3) as [Peer, Peer, Peer];
    const hidden = open(game, { visibility: 'private' });
    const shown = open(game, { visibility: 'public' });
    ann.request('room.join', { room: hidden.id });
    ben.request('room.join', { room: shown.id });
    cid.request('match.find', find);
    expect(roomOf(cid)).toBe(shown.id);
    expect(ben.in(shown.id).document.status).toBe('playing');
  });

  test('[L1] a new waiting room is filled from the queue', async () => {
    const { peers, open, game, find, roomOf, matchmaker } = setup();
    const [ann, ben] = peers(2) as [Peer, Peer];
    ann.request('match.find', find);
    const room = open(game, { visibility: 'public' });
    ben.request('room.join', { room: room.id });
    expect(roomOf(ann)).toBe(room.id);
    await expect.poll(() => matchmaker.size).toBe(0);
  });

  test('[L1] 100 tickets make 50 matches in order of arrival, with one seat a player', async () => {
    const { peers, find, store, rooms, matchmaker, roomOf } = setup();
    store.slow = true;
    const all = peers(100);
    for (const peer of all) peer.request('match.find', find);
    for (let n = 0; n < 200; n += 1) await store.release();
    expect([rooms.size, matchmaker.size, store.waiting]).toEqual([50, 0, 0]);
    for (const [n, peer] of all.entries()) {
      expect([peer.held.size, peer.received('joined').length]).toEqual([1, 1]);
      expect(roomOf(peer)).toBe(roomOf(all[n - (n % 2)] as Peer));
    }
  });
});

describe('events during matchmaking', () => {
  test('[L1] a player who loses the connection loses the ticket', () => {
    const { peers, find, matchmaker } = setup();
    const [ann, ben] = peers(2) as [Peer, Peer];
    ann.request('match.find', find);
    ann.disconnect();
    expect(matchmaker.size).toBe(0);
    ben.request('match.find', find);
    expect(matchmaker.size).toBe(1);
  });

  test('[L1] a player who loses the connection while being seated is seated as disconnected', async () => {
    const { peers, find, matchmaker, store, roomOf } = setup();
    const [ann, ben] = peers(2) as [Peer, Peer];
    store.slow = true;
    ann.request('match.find', find);
    ben.request('match.find', find);
    ann.disconnect();
    for (let n = 0; n < 3; n += 1) await store.release();
    expect(matchmaker.size).toBe(0);
    expect(ben.in(roomOf(ben) ?? '').document.seats[0]).toMatchObject({ connected: false });
    ann.reconnect();
    expect(ann.received('welcome')[0]?.rooms).toEqual([{ room: roomOf(ben), seat: 0 }]);
  });

  test('[L1] a player who reconnects while being seated gets the joined message on the new connection', async () => {
    const { peers, find, matchmaker, store } = setup();
    const [ann, ben] = peers(2) as [Peer, Peer];
    store.slow = true;
    for (const client of [ann, ben]) client.request('match.find', find);
    ann.reconnect();
    expect(ann.request('match.find', find)).toMatchObject({ payload: { code: 'ALREADY_QUEUED' } });
    for (let n = 0; n < 3; n += 1) await store.release();
    expect(ann.received('joined')).toMatchObject([{ seat: 0 }]);
    expect(matchmaker.size).toBe(0);
    expect(ann.violations).toEqual([]);
  });

  test('[L1] a cancel while being seated has no effect', async () => {
    const { peers, find, store } = setup();
    const [ann, ben] = peers(2) as [Peer, Peer];
    store.slow = true;
    for (const client of [ann, ben]) client.request('match.find', find);
    expect(ann.request('match.cancel', {})).toMatchObject({ type: 'ok' });
    for (let n = 0; n < 3; n += 1) await store.release();
    expect([ann.received('joined').length, ben.received('joined').length]).toEqual([1, 1]);
  });

  test('[L1] a ticket keeps its place when another player takes the seat first', async () => {
    const { peers, open, game, find, store, matchmaker, roomOf } = setup();
    const [ann, ben, cid, dan] = peers(4) as [Peer, Peer, Peer, Peer];
    const room = open(game, { visibility: 'public' });
    ann.request('room.join', { room: room.id });
    store.slow = true;
    ben.send('room.join', { room: room.id });
    cid.request('match.find', find);
    await store.release();
    expect([ben.held.size, cid.held.size, matchmaker.size]).toEqual([1, 0, 1]);
    dan.request('match.find', find);
    for (let n = 0; n < 3; n += 1) await store.release();
    expect(roomOf(cid)).toBe(roomOf(dan));
    expect(cid.in(roomOf(cid) ?? '').seat).toBe(0);
    expect(cid.received('error')).toEqual([]);
  });

  test('[L1] a ticket keeps its place when the room ends first', async () => {
    const { peers, open, game, find, store, matchmaker, rooms } = setup();
    const [ann, ben, cid] = peers(3) as [Peer, Peer, Peer];
    const room = open(game, { visibility: 'public' });
    ann.request('room.join', { room: room.id });
    store.slow = true;
    ann.send('room.leave', { room: room.id });
    ben.request('match.find', find);
    await store.release();
    expect([rooms.size, matchmaker.size]).toEqual([0, 1]);
    cid.request('match.find', find);
    for (let n = 0; n < 3; n += 1) await store.release();
    expect([ben.received('joined').length, cid.received('joined').length, matchmaker.size]).toEqual([
      1, 1, 0,
    ]);
  });

  test('[L1] a store that fails loses no ticket and causes no endless retries', async () => {
    const { peers, find, store, matchmaker, rooms, clock } = setup();
    const [ann, ben, cid, dan] = peers(4) as [Peer, Peer, Peer, Peer];
    store.everyFault = 'failed';
    ann.request('match.find', find);
    ben.request('match.find', find);
    // The answer comes after the failed rooms are removed.
    await cid.requestAsync('room.create', { game: 'lab' });
    expect([matchmaker.size, rooms.size, clock.pending]).toEqual([2, 0, 0]);
    expect(store.appends).toBeLessThan(5);
    store.everyFault = undefined;
    dan.request('match.find', find);
    expect([ann, ben].map((peer) => peer.received('joined').length)).toEqual([1, 1]);
    expect(matchmaker.size).toBe(1);
  });

  test('[L1] [R6] a game that throws at the start of a match loses no ticket', () => {
    const { peers, find, faults, matchmaker } = setup();
    const [ann, ben, cid] = peers(3) as [Peer, Peer, Peer];
    faults.add('begin');
    for (const client of [ann, ben]) client.request('match.find', find);
    expect([ann.received('joined').length, matchmaker.size]).toEqual([1, 1]);
    faults.clear();
    cid.request('match.find', find);
    expect([ben.received('joined').length, matchmaker.size]).toEqual([1, 1]);
  });

  test('[L1] a player with a ticket and a seat in a waiting room is not seated twice', () => {
    const { peers, open, game, find, matchmaker } = setup();
    const [ann] = peers(1) as [Peer];
    const room = open(game, { visibility: 'public' });
    ann.request('match.find', find);
    ann.request('room.join', { room: room.id });
    expect([room.state.status, matchmaker.size]).toEqual(['waiting', 1]);
  });

  test('requested bots get their seats before waiting tickets', async () => {
    const { peers, find, matchmaker } = setup();
    const [ann, ben] = peers(2) as [Peer, Peer];
    ben.request('match.find', find);
    const answer = await ann.requestAsync('room.create', { game: 'lab', seats: 2, bots: 1 });
    expect(answer).toMatchObject({ type: 'joined', payload: { seat: 0 } });
    const { room } = answer.payload as { room: string };
    expect(ann.in(room).document.seats).toMatchObject([{ bot: false }, { bot: true }]);
    expect([matchmaker.size, ann.received('error')]).toEqual([1, []]);
  });
});
