import { describe, expect, test } from 'vitest';
import type { ClientMessageType } from '../../src/protocol/index.ts';
import { createHarness } from './fixtures/harness.ts';
import { labGame } from './fixtures/lab-game.ts';

/** A running match of two players, one spectator, and a store whose appends wait. */
function slowMatch(limits = {}) {
  const game = labGame();
  const all = createHarness({ games: [game], limits });
  const room = all.open(game, { visibility: 'public' });
  const [ann, ben, eve] = [all.peer('Ann'), all.peer('Ben'), all.peer('Eve')];
  ann.request('room.join', { room: room.id });
  ben.request('room.join', { room: room.id });
  eve.request('room.join', { room: room.id, as: 'spectator' });
  all.clock.advance(1000);
  all.store.slow = true;
  const sent = (): number => [ann, ben, eve].reduce((sum, { texts }) => sum + texts.length, 0);
  const add = (seq: number) => ({ room: room.id, seq, intent: { type: 'add', n: 1 } });
  return { ...all, room, ann, ben, eve, sent, add };
}

describe('commit before send', () => {
  test('[R2] the room sends nothing of an intent before the store has stored it', async () => {
    const { ann, ben, eve, sent, add, store, room } = slowMatch();
    const before = sent();
    const ref = ann.send('intent', add(1));
    expect(store.waiting).toBe(1);
    expect(sent()).toBe(before);
    expect(room.revision).toBe(ann.in(room.id).revision);
    await store.release();
    expect(ann.answersTo(ref)).toMatchObject([{ type: 'diff' }]);
    for (const peer of [ann, ben, eve]) expect(peer.in(room.id).document.view).toMatchObject({ total: 1 });
  });

  test.each([
    ['room.leave', {}],
    ['room.join', {}],
    ['room.bot', {}],
    ['room.rematch', {}],
  ] as [ClientMessageType, object][])(
    '[R2] the room sends nothing of the changes of %s before they are stored',
    async (type) => {
      const { ann, ben, eve, sent, add, store, room } = slowMatch();
      const finish = { ...add(1), intent: { type: 'finish' } };
      store.slow = false;
      ann.request('intent', finish);
      if (type === 'room.join' || type === 'room.bot') ben.request('room.leave', { room: room.id });
      store.slow = true;
      const client = type === 'room.join' ? eve : ann;
      const before = sent();
      const ref = client.send(type, { room: room.id });
      expect(store.waiting).toBe(1);
      expect(sent()).toBe(before);
      await store.release();
      expect(client.answersTo(ref)).toHaveLength(1);
      expect(sent()).toBeGreaterThan(before + 1);
    },
  );

  test('[R2] a query during an append is answered from the committed state', async () => {
    const { ann, ben, add, store, room } = slowMatch();
    const { revision } = ann.in(room.id);
    ann.send('intent', add(1));
    expect(ben.request('room.legal', { room: room.id })).toMatchObject({
      type: 'legal',
      payload: { revision },
    });
    expect(ben.request('chat', { room: room.id, text: 'hm' })).toMatchObject({ type: 'chat' });
    await store.release();
  });

  test('[R2] a new room is neither listed nor open before it is stored', async () => {
    const game = labGame();
    const { store, open, rooms, listing, peer } = createHarness({ games: [game] });
    store.slow = true;
    const room = open(game, { visibility: 'public' });
    expect(room.isOpen).toBe(false);
    expect(rooms.get(room.id)).toBe(room);
    const ann = peer('Ann');
    expect(ann.request('lobby.watch', {})).toMatchObject({ payload: { rooms: [] } });
    await store.release();
    expect(room.isOpen).toBe(true);
    expect(listing.watchers).toBe(1);
  });
});

describe('one command at a time', () => {
  test('[R1] during an append, all later commands wait in order', async () => {
    const { ann, ben, add, store, room } = slowMatch();
    const first = ann.send('intent', add(1));
    const second = ben.send('intent', add(1));
    const leave = ann.send('room.leave', { room: room.id });
    expect(store.appends).toBe(4);
    await store.release();
    expect(ann.answersTo(first)).toHaveLength(1);
    expect(ben.answersTo(second)).toHaveLength(0);
    expect(store.waiting).toBe(1);
    await store.release();
    expect(ben.answersTo(second)).toHaveLength(1);
    expect(ann.answersTo(leave)).toHaveLength(0);
    await store.release();
    expect(ann.answersTo(leave)).toHaveLength(1);
    expect(store.stored.map(({ event }) => (event as { type: string }).type)).toEqual([
      ...['opened', 'seated', 'seated', 'intent', 'intent', 'unseated'],
    ]);
    expect([...ann.violations, ...ben.violations]).toEqual([]);
  });

  test('[C8] a room whose inbox is full answers ROOM_BUSY and changes nothing; it answers an intent with a rejection', async () => {
    const { ann, ben, eve, add, store, room } = slowMatch({ inboxLength: 1 });
    ann.send('intent', add(1));
    ben.send('intent', add(1));
    expect(ann.request('intent', add(2))).toMatchObject({ type: 'rejected', payload: { code: 'ROOM_BUSY' } });
    const id = { room: room.id };
    for (const type of ['room.leave', 'room.rematch', 'room.bot'] as const) {
      expect(ben.request(type, id)).toMatchObject({ type: 'error', payload: { code: 'ROOM_BUSY' } });
    }
    expect(eve.request('room.join', id)).toMatchObject({ payload: { code: 'ROOM_BUSY' } });
    await store.release(1);
    await store.release(1);
    expect(room.state.seats.map((holder) => holder?.seq)).toEqual([1, 1]);
  });

  test('[C8] a session that a busy room refuses is not counted as a member', async () => {
    const { peer, sessions, ann, ben, eve, add, store, room } = slowMatch({ inboxLength: 1 });
    ann.send('intent', add(1));
    ben.send('intent', add(1));
    const dan = peer('Dan');
    dan.request('room.join', { room: room.id, as: 'spectator' });
    expect(sessions.of(dan.connection)?.rooms.size).toBe(0);
    // A refused member stays a member.
    eve.request('room.join', { room: room.id, as: 'spectator' });
    expect(sessions.of(eve.connection)?.rooms.size).toBe(1);
    await store.release(1);
    await store.release(1);
  });

  test('[R1] a room records a lost connection even when its inbox is full', async () => {
    const { clock, ann, ben, add, store, room } = slowMatch({ inboxLength: 1 });
    ann.send('intent', add(1));
    ann.send('intent', add(2));
    ben.disconnect();
    await store.release(1);
    await store.release(1);
    expect(ann.in(room.id).document.seats[1]).toMatchObject({ connected: false });
    store.slow = false;
    clock.advance(120_000);
    expect(ann.in(room.id).document.seats[1]).toBeNull();
  });

  test('[R10] an append that ends after the server has stopped sets no timer and sends nothing', async () => {
    const { clock, rooms, ann, eve, add, store, sent } = slowMatch();
    eve.request('lobby.watch', {});
    ann.send('intent', add(1));
    rooms.stop();
    const [timers, texts] = [clock.pending, sent()];
    await store.release();
    expect(clock.pending).toBe(timers);
    expect(sent()).toBe(texts);
  });
});
