import { describe, expect, test } from 'vitest';
import { createHarness } from './fixtures/harness.ts';
import { labGame } from './fixtures/lab-game.ts';

function match({ options = {}, seats = 2 } = {}) {
  const game = labGame();
  const all = createHarness({ games: [game] });
  const room = all.open(game, { options, seats });
  const [ann, ben, eve] = [all.peer('Ann'), all.peer('Ben'), all.peer('Eve')];
  ann.request('room.join', { room: room.id });
  ben.request('room.join', { room: room.id });
  eve.request('room.join', { room: room.id, as: 'spectator' });
  all.clock.advance(1000);
  const intend = (seq: number, type: string, fields = {}) => ({
    room: room.id,
    seq,
    intent: { type, ...fields },
  });
  const add = (seq: number) => intend(seq, 'add', { n: 1 });
  const types = () => all.store.stored.map(({ event }) => (event as { type: string }).type);
  const violations = () => [ann, ben, eve].flatMap((peer) => peer.violations);
  return { ...all, room, ann, ben, eve, intend, add, types, violations };
}

describe('an append that is not stored', () => {
  test('[R2] fenced: the room is loaded under a new epoch, all members get the full document, and the intent is applied', async () => {
    const { ann, ben, eve, add, store, room, expectedDocument, violations } = match();
    ann.request('intent', add(1));
    const { epoch } = ann.in(room.id);
    store.nextFaults.push('fenced');
    const answer = await ann.requestAsync('intent', add(2));
    expect(answer).toMatchObject({ type: 'diff', payload: { ops: [{ path: '/view/total', value: 2 }] } });
    for (const peer of [ann, ben, eve]) {
      expect(peer.in(room.id).epoch).toBeGreaterThan(epoch);
      expect(peer.received('joined').at(-1)).toMatchObject({ document: { view: { total: 1 } } });
      expect(peer.in(room.id).document).toEqual(expectedDocument(room, peer.in(room.id).seat));
      expect(peer.in(room.id).revision).toBe(room.revision);
    }
    expect(violations()).toEqual([]);
  });

  test('[R2] a revision of an old epoch cannot be resumed', async () => {
    const { ann, ben, add, store, room } = match();
    const before = ben.in(room.id);
    store.nextFaults.push('fenced');
    await ann.requestAsync('intent', add(1));
    const { epoch, revision } = before;
    expect(await ben.requestAsync('room.resume', { room: room.id, epoch, revision })).toMatchObject({
      type: 'joined',
    });
  });

  test('[R5] an intent that was stored despite a reported failure is applied once and answered as accepted', async () => {
    const { ann, ben, add, store, room, types, violations } = match();
    store.nextFaults.push('lost');
    const answer = await ann.requestAsync('intent', add(1));
    expect(answer).toMatchObject({ type: 'diff', payload: { revision: room.revision } });
    expect(types().filter((type) => type === 'intent')).toHaveLength(1);
    for (const peer of [ann, ben]) expect(peer.in(room.id).document.view).toMatchObject({ total: 1 });
    expect(ann.in(room.id).seq).toBe(1);
    expect(violations()).toEqual([]);
  });

  test('[R2] an append that failed once is repeated', async () => {
    const { ann, add, store, types } = match();
    store.nextFaults.push('failed');
    expect(await ann.requestAsync('intent', add(1))).toMatchObject({ type: 'diff' });
    expect(types().filter((type) => type === 'intent')).toHaveLength(1);
  });

  test('[R2] an append that failed three times is STORE_FAILED, and the room continues when the store works again', async () => {
    const { ann, ben, add, store, room, violations } = match();
    const [{ appends }, before] = [store, ben.in(room.id).document];
    store.everyFault = 'failed';
    expect(await ann.requestAsync('intent', add(1))).toMatchObject({
      type: 'rejected',
      payload: { code: 'STORE_FAILED' },
    });
    expect(store.appends - appends).toBe(3);
    expect(ben.in(room.id).document).toEqual(before);
    store.everyFault = undefined;
    expect(ann.request('intent', add(1))).toMatchObject({ type: 'diff' });
    expect(ben.in(room.id).document.view).toMatchObject({ total: 1 });
    expect(violations()).toEqual([]);
  });

  test('[R1] commands that waited behind the append run on the reloaded room', async () => {
    const { ann, ben, add, store, room, violations } = match();
    store.slow = true;
    store.nextFaults.push('lost');
    const first = ann.requestAsync('intent', add(1));
    const second = ben.requestAsync('intent', add(1));
    store.slow = false;
    await store.release();
    expect(await first).toMatchObject({ type: 'diff' });
    expect(await second).toMatchObject({ type: 'diff' });
    expect(room.state.seats.map((holder) => holder?.seq)).toEqual([1, 1]);
    expect(violations()).toEqual([]);
  });

  test.each(['lost', 'fenced', 'failed'] as const)(
    '[C3] every command has one answer, the correct one (%s)',
    async (fault) => {
      const { peer, ann, ben, eve, intend, store, room, violations } = match({ seats: 3 });
      const id = { room: room.id };
      const dan = peer('Dan');
      store.nextFaults.push(fault);
      expect(await ann.requestAsync('room.bot', id)).toMatchObject({ type: 'ok' });
      expect(room.state.seats.filter((holder) => holder?.bot)).toHaveLength(1);
      expect(room.state.status).toBe('playing');
      await ann.requestAsync('intent', intend(1, 'finish'));
      await ann.requestAsync('room.rematch', id);
      store.nextFaults.push(fault);
      expect(await ben.requestAsync('room.rematch', id)).toMatchObject({ type: 'ok' });
      expect(room.state.match).toBe(2);
      store.nextFaults.push(fault);
      expect(await ben.requestAsync('room.leave', id)).toMatchObject({
        type: 'left',
        payload: { reason: 'left' },
      });
      expect(room.state.status).toBe('finished');
      store.nextFaults.push(fault);
      expect(await dan.requestAsync('room.join', id)).toMatchObject({ type: 'joined' });
      expect(dan.in(room.id).seat).not.toBeNull();
      expect(eve.in(room.id).document.seats).toEqual(dan.in(room.id).document.seats);
      expect([...violations(), ...dan.violations]).toEqual([]);
    },
  );

  test('[R8] a deadline that was stored despite a reported failure fires once', async () => {
    const { ann, ben, clock, store, room, add } = match({ options: { clocks: true } });
    store.nextFaults.push('lost');
    clock.advance(9_000);
    await ann.requestAsync('intent', add(1));
    const { fired } = room.state.play
      ? (room.rules.view(room.state.play) as { fired: string[] })
      : { fired: [] };
    expect(fired.map((line) => line.split(' ')[0])).toEqual(['tick', 'tock']);
    expect(ben.in(room.id).document.view).toMatchObject({ fired });
  });
});

describe('a store that stays unavailable', () => {
  test('[C3] while the store cannot be read, intents are STORE_FAILED and nothing changes', async () => {
    const { ann, ben, eve, add, store, room, rooms, closed } = match({
      options: { clocks: true },
    });
    store.nextFaults.push('failed');
    store.unreadable = true;
    store.slow = true;
    const first = ann.requestAsync('intent', add(1));
    const second = ben.requestAsync('intent', add(1));
    const third = eve.requestAsync('room.leave', { room: room.id });
    await store.release();
    expect(await first).toMatchObject({ type: 'rejected', payload: { code: 'STORE_FAILED' } });
    expect(await second).toMatchObject({ type: 'rejected', payload: { code: 'STORE_FAILED' } });
    // Spectators are not in the log, so their leaving needs no store.
    expect(await third).toMatchObject({ type: 'left' });
    expect([store.waiting, closed, rooms.get(room.id)]).toEqual([0, [], room]);
    store.unreadable = false;
    store.slow = false;
    expect(await ben.requestAsync('intent', add(1))).toMatchObject({ type: 'diff' });
    for (const peer of [ann, ben, eve]) expect(peer.violations).toEqual([]);
    expect(ann.in(room.id).document.view).toEqual(ben.in(room.id).document.view);
  });

  test('[R10] a room that cannot be stored is removed at once, and its creator gets an error', async () => {
    const { peer, store, rooms, sessions, listing, clock } = match();
    store.everyFault = 'failed';
    const dan = peer('Dan');
    const [before, timers] = [rooms.size, clock.pending];
    const answer = await dan.requestAsync('room.create', { game: 'lab', seats: 2, bots: 1 });
    expect(answer).toMatchObject({ type: 'error' });
    expect(rooms.size).toBe(before);
    expect(clock.pending).toBe(timers);
    expect(listing.watchers).toBe(0);
    expect(sessions.of(dan.connection)?.rooms.size).toBe(0);
  });

  test('[R9] a leave that cannot be stored is STORE_FAILED, and the end of a grace time is repeated later', async () => {
    const { ann, ben, store, room, clock, violations } = match();
    store.everyFault = 'failed';
    expect(await ben.requestAsync('room.leave', { room: room.id })).toMatchObject({
      payload: { code: 'STORE_FAILED' },
    });
    ben.disconnect();
    clock.advance(60_000);
    // The answer to a later request shows that the command has ended.
    await ann.requestAsync('room.resume', { room: room.id, epoch: 0, revision: 0 });
    expect(room.state.seats[1]).not.toBeNull();
    store.everyFault = undefined;
    clock.advance(60_000);
    expect(room.state.seats[1]).toBeNull();
    expect(violations()).toEqual([]);
  });
});
