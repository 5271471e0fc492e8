import { describe, expect, test } from 'vitest';
import { createHarness } from '../room/fixtures/harness.ts';
import { type Faults, labGame } from '../room/fixtures/lab-game.ts';
import type { Peer } from '../room/fixtures/peer.ts';

/** The lab game is played by one or more, so tickets are for a room of the least seats; `bigger` makes it two. */
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
  test('[L1] queued, then joined unasked, once there are enough', () => {
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

  test('[L1] waiting twice is ALREADY_QUEUED; cancelled, one can wait anew', () => {
    const { peers, find, matchmaker } = setup();
    const [ann] = peers(1) as [Peer];
    ann.request('match.find', find);
    expect(ann.request('match.find', find)).toMatchObject({ payload: { code: 'ALREADY_QUEUED' } });
    expect(ann.request('match.cancel', {})).toMatchObject({ type: 'ok' });
    expect(ann.request('match.cancel', {})).toMatchObject({ type: 'ok' });
    expect(matchmaker.size).toBe(0);
    expect(ann.request('match.find', find)).toMatchObject({ type: 'queued' });
  });

  test('[L1] the same wish in other words is the same, another wish is not', () => {
    const { peers, matchmaker } = setup();
    const [ann, ben, cid] = peers(3) as [Peer, Peer, Peer];
    ann.request('match.find', { game: 'lab', options: { leaver: 'ends', clocks: false } });
    ben.request('match.find', { game: 'lab', options: { clocks: true } });
    expect(matchmaker.size).toBe(2);
    cid.request('match.find', { game: 'lab', options: { clocks: false, instant: false } });
    expect(matchmaker.size).toBe(1);
  });

  test('[L1] a public room that waits is filled first, a private one never', () => {
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

  test('[L1] a room that comes to wait fills from the queue', async () => {
    const { peers, open, game, find, roomOf, matchmaker } = setup();
    const [ann, ben] = peers(2) as [Peer, Peer];
    ann.request('match.find', find);
    const room = open(game, { visibility: 'public' });
    ben.request('room.join', { room: room.id });
    expect(roomOf(ann)).toBe(room.id);
    await expect.poll(() => matchmaker.size).toBe(0);
  });

  test('[L1] a hundred at once make fifty matches, nobody twice, in the order they came', async () => {
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

describe('what happens in between', () => {
  test('[L1] gone before the match: the ticket goes too', () => {
    const { peers, find, matchmaker } = setup();
    const [ann, ben] = peers(2) as [Peer, Peer];
    ann.request('match.find', find);
    ann.disconnect();
    expect(matchmaker.size).toBe(0);
    ben.request('match.find', find);
    expect(matchmaker.size).toBe(1);
  });

  test('[L1] gone while being seated: seated as away, the ticket is used', async () => {
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

  test('[L1] one who came by another connection while being seated is told there', async () => {
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

  test('[L1] while being seated it is too late to cancel, and the room comes', async () => {
    const { peers, find, store } = setup();
    const [ann, ben] = peers(2) as [Peer, Peer];
    store.slow = true;
    for (const client of [ann, ben]) client.request('match.find', find);
    expect(ann.request('match.cancel', {})).toMatchObject({ type: 'ok' });
    for (let n = 0; n < 3; n += 1) await store.release();
    expect([ann.received('joined').length, ben.received('joined').length]).toEqual([1, 1]);
  });

  test('[L1] somebody else takes the seat on the way: the ticket keeps its place', async () => {
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

  test('[L1] a room that ends on the way: the ticket keeps its place', async () => {
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

  test('[L1] a store that fails loses no ticket and is not asked without end', async () => {
    const { peers, find, store, matchmaker, rooms, clock } = setup();
    const [ann, ben, cid, dan] = peers(4) as [Peer, Peer, Peer, Peer];
    store.everyFault = 'failed';
    ann.request('match.find', find);
    ben.request('match.find', find);
    // Answered after the failed rooms are gone.
    await cid.requestAsync('room.create', { game: 'lab' });
    expect([matchmaker.size, rooms.size, clock.pending]).toEqual([2, 0, 0]);
    expect(store.appends).toBeLessThan(5);
    store.everyFault = undefined;
    dan.request('match.find', find);
    expect([ann, ben].map((peer) => peer.received('joined').length)).toEqual([1, 1]);
    expect(matchmaker.size).toBe(1);
  });

  test('[L1] [R6] a game that fails to begin loses no ticket', () => {
    const { peers, find, faults, matchmaker } = setup();
    const [ann, ben, cid] = peers(3) as [Peer, Peer, Peer];
    faults.add('begin');
    for (const client of [ann, ben]) client.request('match.find', find);
    expect([ann.received('joined').length, matchmaker.size]).toEqual([1, 1]);
    faults.clear();
    cid.request('match.find', find);
    expect([ben.received('joined').length, matchmaker.size]).toEqual([1, 1]);
  });

  test('[L1] a player who waits in a room and in the matchmaker does not play against themselves', () => {
    const { peers, open, game, find, matchmaker } = setup();
    const [ann] = peers(1) as [Peer];
    const room = open(game, { visibility: 'public' });
    ann.request('match.find', find);
    ann.request('room.join', { room: room.id });
    expect([room.state.status, matchmaker.size]).toEqual(['waiting', 1]);
  });

  test('bots that a maker asked for get their seats, whoever waits in the matchmaker', async () => {
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
