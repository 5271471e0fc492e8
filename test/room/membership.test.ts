import { describe, expect, test } from 'vitest';
import { house, SPECTATOR_DELAY_MS } from './fixtures/house.ts';
import { labGame } from './fixtures/lab-game.ts';

function rig(limits = {}) {
  const game = labGame();
  const all = house({ games: [game], limits });
  const room = all.open(game);
  const id = { room: room.id };
  const [ann, ben, eve] = [all.peer('Ann'), all.peer('Ben'), all.peer('Eve')];
  const roomsOf = (peer: typeof ann) => [...(all.sessions.of(peer.connection)?.rooms ?? [])];
  return { ...all, game, room, id, ann, ben, eve, roomsOf };
}

describe('coming in', () => {
  test('players take the first free seat, joining again comes back to it, and one too many is refused', () => {
    const { ann, ben, eve, id, roomsOf } = rig();
    expect(ann.tell('room.join', id)).toMatchObject({ type: 'joined', payload: { seat: 0, seq: 0 } });
    expect(ben.tell('room.join', id)).toMatchObject({ payload: { seat: 1 } });
    expect(ann.tell('room.join', id)).toMatchObject({ payload: { seat: 0 } });
    expect(ann.tell('room.join', { ...id, as: 'spectator' })).toMatchObject({ payload: { seat: 0 } });
    expect(eve.tell('room.join', id)).toMatchObject({ type: 'error', payload: { code: 'ROOM_FULL' } });
    expect([roomsOf(ann), roomsOf(eve)]).toEqual([[id.room], []]);
  });

  test('a spectator who finds no seat free goes on watching', () => {
    const { ann, ben, eve, id, roomsOf, room } = rig();
    for (const who of [ann, ben]) who.tell('room.join', id);
    eve.tell('room.join', { ...id, as: 'spectator' });
    expect(eve.tell('room.join', id)).toMatchObject({ payload: { code: 'ROOM_FULL' } });
    expect(roomsOf(eve)).toEqual([room.id]);
    ann.tell('intent', { ...id, seq: 1, intent: { type: 'peek' } });
    expect(eve.in(room.id).revision).toBe(room.revision);
  });

  test('[C8] beyond the limit of spectators: SPECTATOR_LIMIT, but who watches already may come back', () => {
    const { peer, eve, id, roomsOf } = rig({ spectatorsPerRoom: 1 });
    const watch = { ...id, as: 'spectator' } as const;
    eve.tell('room.join', watch);
    const dan = peer('Dan');
    expect(dan.tell('room.join', watch)).toMatchObject({ payload: { code: 'SPECTATOR_LIMIT' } });
    expect(roomsOf(dan)).toEqual([]);
    expect(eve.tell('room.join', watch)).toMatchObject({ type: 'joined' });
  });

  test('[R3] many spectators at once are told once, and one who takes a seat is none any more', () => {
    const { peer, ann, eve, id, clock, room } = rig();
    ann.tell('room.join', id);
    const crowd = [eve, ...['Dan', 'Fay', 'Gus'].map((name) => peer(name))];
    const before = ann.got('diff').length;
    for (const who of crowd) who.tell('room.join', { ...id, as: 'spectator' });
    expect(ann.got('diff')).toHaveLength(before);
    clock.advance(SPECTATOR_DELAY_MS);
    expect(ann.got('diff')).toHaveLength(before + 1);
    expect(ann.in(room.id).document.spectators).toBe(4);
    eve.tell('room.join', id);
    expect(ann.got('diff')).toHaveLength(before + 2);
    expect(ann.in(room.id).document).toMatchObject({
      spectators: 3,
      seats: [{}, { name: 'Eve', connected: true }],
    });
    expect(eve.in(room.id).document).toEqual({
      ...ann.in(room.id).document,
      mine: eve.in(room.id).document.mine,
    });
  });

  test('one who asks twice at once, to play and then to watch, is a member that can go again', async () => {
    const { ann, ben, eve, id, store, roomsOf, room } = rig();
    for (const who of [ann, ben]) who.tell('room.join', id);
    store.slow = true;
    ann.say('intent', { ...id, seq: 1, intent: { type: 'peek' } });
    const play = eve.say('room.join', id);
    const watch = eve.say('room.join', { ...id, as: 'spectator' });
    await store.release();
    expect(eve.answersTo(play)).toMatchObject([{ payload: { code: 'ROOM_FULL' } }]);
    expect(eve.answersTo(watch)).toMatchObject([{ type: 'joined' }]);
    expect(roomsOf(eve)).toEqual([room.id]);
    eve.vanish();
    expect(room.members.spectators).toBe(0);
  });

  test('a bot fills a free seat at the word of a player of the room, of nobody else', () => {
    const { ann, ben, eve, id, room } = rig();
    ann.tell('room.join', id);
    eve.tell('room.join', { ...id, as: 'spectator' });
    for (const who of [ben, eve]) {
      expect(who.tell('room.bot', id)).toMatchObject({ payload: { code: 'NOT_A_PLAYER' } });
    }
    expect(ann.tell('room.bot', id)).toMatchObject({ type: 'ok' });
    expect(ann.in(room.id).document).toMatchObject({
      status: 'playing',
      seats: [{ bot: false }, { name: 'Robot', bot: true, connected: true }],
    });
    expect(ann.tell('room.bot', id)).toMatchObject({ payload: { code: 'ROOM_FULL' } });
  });
});

describe('connections that change on the way', () => {
  test('[C4] lost while the seat is given: seated, away from the start, and shown so', async () => {
    const { ann, ben, id, store, room } = rig();
    ann.tell('room.join', id);
    store.slow = true;
    ben.say('room.join', id);
    ben.vanish();
    await store.release();
    expect(ann.in(room.id).document.seats[1]).toMatchObject({ name: 'Ben', connected: false });
    ben.comeBack();
    expect(ben.tell('room.join', id)).toMatchObject({ payload: { seat: 1 } });
    expect(ann.in(room.id).document.seats[1]).toMatchObject({ connected: true });
  });

  test('[C3] another connection took over while the seat was given: the seat is told there', async () => {
    const { ann, ben, id, store, room } = rig();
    ann.tell('room.join', id);
    store.slow = true;
    const lost = ben.say('room.join', id);
    ben.comeBack();
    expect(ben.got('welcome')[0]?.rooms).toEqual([]);
    await store.release();
    expect(ben.got('joined')).toMatchObject([{ room: room.id, seat: 1 }]);
    expect(ben.answersTo(lost)).toEqual([]);
    expect(ann.in(room.id).document.seats[1]).toMatchObject({ connected: true });
    store.slow = false;
    expect(ben.tell('intent', { ...id, seq: 1, intent: { type: 'peek' } })).toMatchObject({ type: 'diff' });
    expect(ben.breaches).toEqual([]);
  });

  test('[C1] a late message of an old connection does not put out the new one', async () => {
    const { ann, ben, id, room, router } = rig();
    for (const who of [ann, ben]) who.tell('room.join', id);
    // Joining by code waits for the limit on wrong codes; the takeover comes in between.
    const { code } = room.state.setup;
    const old = ben.connection;
    router.received(old, JSON.stringify({ type: 'room.join', ref: 77, payload: { code } }));
    ben.comeBack();
    ben.resume(room.id);
    await ann.ask('room.join', { code });
    ann.tell('intent', { ...id, seq: 1, intent: { type: 'peek' } });
    expect(ben.in(room.id).revision).toBe(room.revision);
    expect(ann.in(room.id).document.seats[1]).toMatchObject({ connected: true });
  });

  test('[C7] leaving a room is not disconnecting, and other rooms go on', () => {
    const { ann, ben, id, open, game, room, roomsOf } = rig();
    const other = open(game);
    for (const who of [ann, ben]) {
      who.tell('room.join', id);
      who.tell('room.join', { room: other.id });
    }
    ann.tell('room.leave', id);
    expect(room.state.status).toBe('finished');
    expect(roomsOf(ann)).toEqual([other.id]);
    expect(ann.tell('intent', { room: other.id, seq: 1, intent: { type: 'peek' } })).toMatchObject({
      type: 'diff',
    });
    ann.vanish();
    expect(ben.in(other.id).document.seats[0]).toMatchObject({ connected: false });
    expect(ben.breaches).toEqual([]);
  });

  test('[C5] chat reaches all members, a slow store and a full inbox or not; the ref only the sender', async () => {
    const { ann, ben, eve, id, store } = rig({ inboxLength: 1 });
    for (const who of [ann, ben]) who.tell('room.join', id);
    eve.tell('room.join', { ...id, as: 'spectator' });
    store.slow = true;
    ann.say('intent', { ...id, seq: 1, intent: { type: 'peek' } });
    ann.say('intent', { ...id, seq: 2, intent: { type: 'peek' } });
    expect(eve.tell('chat', { ...id, text: '  hi\u202e there ' })).toMatchObject({
      type: 'chat',
      payload: { from: { name: 'Eve', seat: null }, text: 'hi there' },
    });
    for (const who of [ann, ben]) expect(who.got('chat')).toHaveLength(1);
    expect(ben.connection.messages.at(-1)).not.toHaveProperty('ref');
    await store.release(2);
  });
});
