import { describe, expect, test } from 'vitest';
import { house } from './fixtures/house.ts';
import { labGame } from './fixtures/lab-game.ts';

function match({ options = {}, seats = 2 } = {}) {
  const game = labGame();
  const all = house({ games: [game] });
  const room = all.open(game, { options, seats });
  const [ann, ben, eve] = [all.peer('Ann'), all.peer('Ben'), all.peer('Eve')];
  ann.tell('room.join', { room: room.id });
  ben.tell('room.join', { room: room.id });
  eve.tell('room.join', { room: room.id, as: 'spectator' });
  all.clock.advance(1000);
  const intend = (seq: number, type: string, fields = {}) => ({
    room: room.id,
    seq,
    intent: { type, ...fields },
  });
  const add = (seq: number) => intend(seq, 'add', { n: 1 });
  const types = () => all.store.stored.map(({ event }) => (event as { type: string }).type);
  const breaches = () => [ann, ben, eve].flatMap((peer) => peer.breaches);
  return { ...all, room, ann, ben, eve, intend, add, types, breaches };
}

describe('an append that is not stored', () => {
  test('[R2] fenced: the room is loaded under a new epoch, everyone gets it whole, and the intent is taken', async () => {
    const { ann, ben, eve, add, store, room, truth, breaches } = match();
    ann.tell('intent', add(1));
    const { epoch } = ann.in(room.id);
    store.mishaps.push('fenced');
    const answer = await ann.ask('intent', add(2));
    expect(answer).toMatchObject({ type: 'diff', payload: { ops: [{ path: '/view/total', value: 2 }] } });
    for (const peer of [ann, ben, eve]) {
      expect(peer.in(room.id).epoch).toBeGreaterThan(epoch);
      expect(peer.got('joined').at(-1)).toMatchObject({ document: { view: { total: 1 } } });
      expect(peer.in(room.id).document).toEqual(truth(room, peer.in(room.id).seat));
      expect(peer.in(room.id).revision).toBe(room.revision);
    }
    expect(breaches()).toEqual([]);
  });

  test('[R2] an epoch that is over cannot be resumed', async () => {
    const { ann, ben, add, store, room } = match();
    const before = ben.in(room.id);
    store.mishaps.push('fenced');
    await ann.ask('intent', add(1));
    const { epoch, revision } = before;
    expect(await ben.ask('room.resume', { room: room.id, epoch, revision })).toMatchObject({
      type: 'joined',
    });
  });

  test('[R5] failed, but stored after all: applied once, and answered as accepted', async () => {
    const { ann, ben, add, store, room, types, breaches } = match();
    store.mishaps.push('lost');
    const answer = await ann.ask('intent', add(1));
    expect(answer).toMatchObject({ type: 'diff', payload: { revision: room.revision } });
    expect(types().filter((type) => type === 'intent')).toHaveLength(1);
    for (const peer of [ann, ben]) expect(peer.in(room.id).document.view).toMatchObject({ total: 1 });
    expect(ann.in(room.id).seq).toBe(1);
    expect(breaches()).toEqual([]);
  });

  test('[R2] failed once: it is tried again', async () => {
    const { ann, add, store, types } = match();
    store.mishaps.push('failed');
    expect(await ann.ask('intent', add(1))).toMatchObject({ type: 'diff' });
    expect(types().filter((type) => type === 'intent')).toHaveLength(1);
  });

  test('[R2] failed again and again: STORE_FAILED after a few tries, and the room goes on when the store does', async () => {
    const { ann, ben, add, store, room, breaches } = match();
    const [{ appends }, before] = [store, ben.in(room.id).document];
    store.broken = 'failed';
    expect(await ann.ask('intent', add(1))).toMatchObject({
      type: 'rejected',
      payload: { code: 'STORE_FAILED' },
    });
    expect(store.appends - appends).toBe(3);
    expect(ben.in(room.id).document).toEqual(before);
    store.broken = undefined;
    expect(ann.tell('intent', add(1))).toMatchObject({ type: 'diff' });
    expect(ben.in(room.id).document.view).toMatchObject({ total: 1 });
    expect(breaches()).toEqual([]);
  });

  test('[R1] what waited behind it is carried out on the room as it was loaded', async () => {
    const { ann, ben, add, store, room, breaches } = match();
    store.slow = true;
    store.mishaps.push('lost');
    const first = ann.ask('intent', add(1));
    const second = ben.ask('intent', add(1));
    store.slow = false;
    await store.release();
    expect(await first).toMatchObject({ type: 'diff' });
    expect(await second).toMatchObject({ type: 'diff' });
    expect(room.state.seats.map((holder) => holder?.seq)).toEqual([1, 1]);
    expect(breaches()).toEqual([]);
  });

  test.each(['lost', 'fenced', 'failed'] as const)(
    '[C3] every command has its one right answer (%s)',
    async (mishap) => {
      const { peer, ann, ben, eve, intend, store, room, breaches } = match({ seats: 3 });
      const id = { room: room.id };
      const dan = peer('Dan');
      store.mishaps.push(mishap);
      expect(await ann.ask('room.bot', id)).toMatchObject({ type: 'ok' });
      expect(room.state.seats.filter((holder) => holder?.bot)).toHaveLength(1);
      expect(room.state.status).toBe('playing');
      await ann.ask('intent', intend(1, 'finish'));
      await ann.ask('room.rematch', id);
      store.mishaps.push(mishap);
      expect(await ben.ask('room.rematch', id)).toMatchObject({ type: 'ok' });
      expect(room.state.match).toBe(2);
      store.mishaps.push(mishap);
      expect(await ben.ask('room.leave', id)).toMatchObject({ type: 'left', payload: { reason: 'left' } });
      expect(room.state.status).toBe('finished');
      store.mishaps.push(mishap);
      expect(await dan.ask('room.join', id)).toMatchObject({ type: 'joined' });
      expect(dan.in(room.id).seat).not.toBeNull();
      expect(eve.in(room.id).document.seats).toEqual(dan.in(room.id).document.seats);
      expect([...breaches(), ...dan.breaches]).toEqual([]);
    },
  );

  test('[R8] a deadline that was stored after all fires once', async () => {
    const { ann, ben, clock, store, room, add } = match({ options: { clocks: true } });
    store.mishaps.push('lost');
    clock.advance(9_000);
    await ann.ask('intent', add(1));
    const { fired } = room.state.play
      ? (room.rules.view(room.state.play) as { fired: string[] })
      : { fired: [] };
    expect(fired.map((line) => line.split(' ')[0])).toEqual(['tick', 'tock']);
    expect(ben.in(room.id).document.view).toMatchObject({ fired });
  });
});

describe('a store that gives the room away', () => {
  test('[C3] unreadable: whoever asks is told and nothing changes, until the store can be read again', async () => {
    const { ann, ben, eve, add, store, room, rooms, closed } = match({
      options: { clocks: true },
    });
    store.mishaps.push('failed');
    store.unreadable = true;
    store.slow = true;
    const first = ann.ask('intent', add(1));
    const second = ben.ask('intent', add(1));
    const third = eve.ask('room.leave', { room: room.id });
    await store.release();
    expect(await first).toMatchObject({ type: 'rejected', payload: { code: 'STORE_FAILED' } });
    expect(await second).toMatchObject({ type: 'rejected', payload: { code: 'STORE_FAILED' } });
    // Who only watches is not in the log, so going needs no store.
    expect(await third).toMatchObject({ type: 'left' });
    expect([store.waiting, closed, rooms.get(room.id)]).toEqual([0, [], room]);
    store.unreadable = false;
    store.slow = false;
    expect(await ben.ask('intent', add(1))).toMatchObject({ type: 'diff' });
    for (const peer of [ann, ben, eve]) expect(peer.breaches).toEqual([]);
    expect(ann.in(room.id).document.view).toEqual(ben.in(room.id).document.view);
  });

  test('[R10] a room that cannot be made is gone at once, and its maker is told', async () => {
    const { peer, store, rooms, sessions, listing, clock } = match();
    store.broken = 'failed';
    const dan = peer('Dan');
    const [before, timers] = [rooms.size, clock.pending];
    const answer = await dan.ask('room.create', { game: 'lab', seats: 2, bots: 1 });
    expect(answer).toMatchObject({ type: 'error' });
    expect(rooms.size).toBe(before);
    expect(clock.pending).toBe(timers);
    expect(listing.watchers).toBe(0);
    expect(sessions.of(dan.connection)?.rooms.size).toBe(0);
  });

  test('[R9] a leaver whose leaving cannot be stored is told, and one who was away is tried again later', async () => {
    const { ann, ben, store, room, clock, breaches } = match();
    store.broken = 'failed';
    expect(await ben.ask('room.leave', { room: room.id })).toMatchObject({
      payload: { code: 'STORE_FAILED' },
    });
    ben.vanish();
    clock.advance(60_000);
    // Settled when what is asked after it is answered.
    await ann.ask('room.resume', { room: room.id, epoch: 0, revision: 0 });
    expect(room.state.seats[1]).not.toBeNull();
    store.broken = undefined;
    clock.advance(60_000);
    expect(room.state.seats[1]).toBeNull();
    expect(breaches()).toEqual([]);
  });
});
