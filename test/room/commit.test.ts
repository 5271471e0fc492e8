import { describe, expect, test } from 'vitest';
import type { ClientMessageType } from '../../src/protocol/index.ts';
import { house } from './fixtures/house.ts';
import { labGame } from './fixtures/lab-game.ts';

/** Two players in a running match, one spectator, and a store that waits from now on. */
function slowMatch(limits = {}) {
  const game = labGame();
  const all = house({ games: [game], limits });
  const room = all.open(game, { visibility: 'public' });
  const [ann, ben, eve] = [all.peer('Ann'), all.peer('Ben'), all.peer('Eve')];
  ann.tell('room.join', { room: room.id });
  ben.tell('room.join', { room: room.id });
  eve.tell('room.join', { room: room.id, as: 'spectator' });
  all.clock.advance(1000);
  all.store.slow = true;
  const sent = (): number => [ann, ben, eve].reduce((sum, { texts }) => sum + texts.length, 0);
  const add = (seq: number) => ({ room: room.id, seq, intent: { type: 'add', n: 1 } });
  return { ...all, room, ann, ben, eve, sent, add };
}

describe('commit before tell', () => {
  test('[R2] not a byte of an intent leaves the room before the store says stored', async () => {
    const { ann, ben, eve, sent, add, store, room } = slowMatch();
    const before = sent();
    const ref = ann.say('intent', add(1));
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
  ] as [ClientMessageType, object][])('[R2] neither does what %s changes', async (type) => {
    const { ann, ben, eve, sent, add, store, room } = slowMatch();
    const finish = { ...add(1), intent: { type: 'finish' } };
    store.slow = false;
    ann.tell('intent', finish);
    if (type === 'room.join' || type === 'room.bot') ben.tell('room.leave', { room: room.id });
    store.slow = true;
    const who = type === 'room.join' ? eve : ann;
    const before = sent();
    const ref = who.say(type, { room: room.id });
    expect(store.waiting).toBe(1);
    expect(sent()).toBe(before);
    await store.release();
    expect(who.answersTo(ref)).toHaveLength(1);
    expect(sent()).toBeGreaterThan(before + 1);
  });

  test('[R2] what is asked of a room meanwhile is answered from what is committed', async () => {
    const { ann, ben, add, store, room } = slowMatch();
    const { revision } = ann.in(room.id);
    ann.say('intent', add(1));
    expect(ben.tell('room.legal', { room: room.id })).toMatchObject({ type: 'legal', payload: { revision } });
    expect(ben.tell('chat', { room: room.id, text: 'hm' })).toMatchObject({ type: 'chat' });
    await store.release();
  });

  test('[R2] a room is in no listing and has no revision before it is stored', async () => {
    const game = labGame();
    const { store, open, rooms, listing, peer } = house({ games: [game] });
    store.slow = true;
    const room = open(game, { visibility: 'public' });
    expect(room.isOpen).toBe(false);
    expect(rooms.get(room.id)).toBe(room);
    const ann = peer('Ann');
    expect(ann.tell('lobby.watch', {})).toMatchObject({ payload: { rooms: [] } });
    await store.release();
    expect(room.isOpen).toBe(true);
    expect(listing.watchers).toBe(1);
  });
});

describe('one at a time', () => {
  test('[R1] while one append is under way, everything else waits its turn', async () => {
    const { ann, ben, add, store, room } = slowMatch();
    const first = ann.say('intent', add(1));
    const second = ben.say('intent', add(1));
    const leave = ann.say('room.leave', { room: room.id });
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
    expect([...ann.breaches, ...ben.breaches]).toEqual([]);
  });

  test('[C8] a full inbox answers ROOM_BUSY, an intent by rejection, and changes nothing', async () => {
    const { ann, ben, eve, add, store, room } = slowMatch({ inboxLength: 1 });
    ann.say('intent', add(1));
    ben.say('intent', add(1));
    expect(ann.tell('intent', add(2))).toMatchObject({ type: 'rejected', payload: { code: 'ROOM_BUSY' } });
    const id = { room: room.id };
    for (const type of ['room.leave', 'room.rematch', 'room.bot'] as const) {
      expect(ben.tell(type, id)).toMatchObject({ type: 'error', payload: { code: 'ROOM_BUSY' } });
    }
    expect(eve.tell('room.join', id)).toMatchObject({ payload: { code: 'ROOM_BUSY' } });
    await store.release(1);
    await store.release(1);
    expect(room.state.seats.map((holder) => holder?.seq)).toEqual([1, 1]);
  });

  test('[C8] who is turned away from a busy room is not counted as being in it', async () => {
    const { peer, sessions, ann, ben, eve, add, store, room } = slowMatch({ inboxLength: 1 });
    ann.say('intent', add(1));
    ben.say('intent', add(1));
    const dan = peer('Dan');
    dan.tell('room.join', { room: room.id, as: 'spectator' });
    expect(sessions.of(dan.connection)?.rooms.size).toBe(0);
    // A member stays one.
    eve.tell('room.join', { room: room.id, as: 'spectator' });
    expect(sessions.of(eve.connection)?.rooms.size).toBe(1);
    await store.release(1);
    await store.release(1);
  });

  test('[R1] a connection lost while the inbox is full is noted all the same', async () => {
    const { clock, ann, ben, add, store, room } = slowMatch({ inboxLength: 1 });
    ann.say('intent', add(1));
    ann.say('intent', add(2));
    ben.vanish();
    await store.release(1);
    await store.release(1);
    expect(ann.in(room.id).document.seats[1]).toMatchObject({ connected: false });
    store.slow = false;
    clock.advance(120_000);
    expect(ann.in(room.id).document.seats[1]).toBeNull();
  });

  test('[R10] a server that stops with an append under way sets no timer when it comes back', async () => {
    const { clock, rooms, ann, eve, add, store, sent } = slowMatch();
    eve.tell('lobby.watch', {});
    ann.say('intent', add(1));
    rooms.stop();
    const [timers, texts] = [clock.pending, sent()];
    await store.release();
    expect(clock.pending).toBe(timers);
    expect(sent()).toBe(texts);
  });
});
