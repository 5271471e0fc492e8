import { describe, expect, test } from 'vitest';
import { createHarness, SPECTATOR_DELAY_MS } from './fixtures/harness.ts';
import { labGame } from './fixtures/lab-game.ts';

function setup(limits = {}) {
  const game = labGame();
  const all = createHarness({ games: [game], limits });
  const room = all.open(game);
  const id = { room: room.id };
  const [ann, ben, eve] = [all.peer('Ann'), all.peer('Ben'), all.peer('Eve')];
  const roomsOf = (peer: typeof ann) => [...(all.sessions.of(peer.connection)?.rooms ?? [])];
  return { ...all, game, room, id, ann, ben, eve, roomsOf };
}

describe('joining', () => {
  test('a player takes the first free seat, keeps it when joining again, and is refused when the room is full', () => {
    const { ann, ben, eve, id, roomsOf } = setup();
    expect(ann.request('room.join', id)).toMatchObject({ type: 'joined', payload: { seat: 0, seq: 0 } });
    expect(ben.request('room.join', id)).toMatchObject({ payload: { seat: 1 } });
    expect(ann.request('room.join', id)).toMatchObject({ payload: { seat: 0 } });
    expect(ann.request('room.join', { ...id, as: 'spectator' })).toMatchObject({ payload: { seat: 0 } });
    expect(eve.request('room.join', id)).toMatchObject({ type: 'error', payload: { code: 'ROOM_FULL' } });
    expect([roomsOf(ann), roomsOf(eve)]).toEqual([[id.room], []]);
  });

  test('a spectator stays a spectator when no seat is free', () => {
    const { ann, ben, eve, id, roomsOf, room } = setup();
    for (const client of [ann, ben]) client.request('room.join', id);
    eve.request('room.join', { ...id, as: 'spectator' });
    expect(eve.request('room.join', id)).toMatchObject({ payload: { code: 'ROOM_FULL' } });
    expect(roomsOf(eve)).toEqual([room.id]);
    ann.request('intent', { ...id, seq: 1, intent: { type: 'peek' } });
    expect(eve.in(room.id).revision).toBe(room.revision);
  });

  test('[C8] a spectator beyond the limit gets SPECTATOR_LIMIT; one below it may join again', () => {
    const { peer, eve, id, roomsOf } = setup({ spectatorsPerRoom: 1 });
    const watch = { ...id, as: 'spectator' } as const;
    eve.request('room.join', watch);
    const dan = peer('Dan');
    expect(dan.request('room.join', watch)).toMatchObject({ payload: { code: 'SPECTATOR_LIMIT' } });
    expect(roomsOf(dan)).toEqual([]);
    expect(eve.request('room.join', watch)).toMatchObject({ type: 'joined' });
  });

  test('[R3] several new spectators cause one diff, and a spectator who takes a seat is no longer counted', () => {
    const { peer, ann, eve, id, clock, room } = setup();
    ann.request('room.join', id);
    const crowd = [eve, ...['Dan', 'Fay', 'Gus'].map((name) => peer(name))];
    const before = ann.received('diff').length;
    for (const client of crowd) client.request('room.join', { ...id, as: 'spectator' });
    expect(ann.received('diff')).toHaveLength(before);
    clock.advance(SPECTATOR_DELAY_MS);
    expect(ann.received('diff')).toHaveLength(before + 1);
    expect(ann.in(room.id).document.spectators).toBe(4);
    eve.request('room.join', id);
    expect(ann.received('diff')).toHaveLength(before + 2);
    expect(ann.in(room.id).document).toMatchObject({
      spectators: 3,
      seats: [{}, { name: 'Eve', connected: true }],
    });
    expect(eve.in(room.id).document).toEqual({
      ...ann.in(room.id).document,
      mine: eve.in(room.id).document.mine,
    });
  });

  test('a session that sends two joins at once, as player and as spectator, becomes one spectator who can leave', async () => {
    const { ann, ben, eve, id, store, roomsOf, room } = setup();
    for (const client of [ann, ben]) client.request('room.join', id);
    store.slow = true;
    ann.send('intent', { ...id, seq: 1, intent: { type: 'peek' } });
    const play = eve.send('room.join', id);
    const watch = eve.send('room.join', { ...id, as: 'spectator' });
    await store.release();
    expect(eve.answersTo(play)).toMatchObject([{ payload: { code: 'ROOM_FULL' } }]);
    expect(eve.answersTo(watch)).toMatchObject([{ type: 'joined' }]);
    expect(roomsOf(eve)).toEqual([room.id]);
    eve.disconnect();
    expect(room.members.spectators).toBe(0);
  });

  test('only a player of the room can fill a free seat with a bot', () => {
    const { ann, ben, eve, id, room } = setup();
    ann.request('room.join', id);
    eve.request('room.join', { ...id, as: 'spectator' });
    for (const client of [ben, eve]) {
      expect(client.request('room.bot', id)).toMatchObject({ payload: { code: 'NOT_A_PLAYER' } });
    }
    expect(ann.request('room.bot', id)).toMatchObject({ type: 'ok' });
    expect(ann.in(room.id).document).toMatchObject({
      status: 'playing',
      seats: [{ bot: false }, { name: 'Robot', bot: true, connected: true }],
    });
    expect(ann.request('room.bot', id)).toMatchObject({ payload: { code: 'ROOM_FULL' } });
  });
});

describe('connections that change during a command', () => {
  test('[C4] a player who loses the connection while joining is seated and shown as disconnected', async () => {
    const { ann, ben, id, store, room } = setup();
    ann.request('room.join', id);
    store.slow = true;
    ben.send('room.join', id);
    ben.disconnect();
    await store.release();
    expect(ann.in(room.id).document.seats[1]).toMatchObject({ name: 'Ben', connected: false });
    ben.reconnect();
    expect(ben.request('room.join', id)).toMatchObject({ payload: { seat: 1 } });
    expect(ann.in(room.id).document.seats[1]).toMatchObject({ connected: true });
  });

  test('[C3] a player whose connection is replaced while joining gets the joined message on the new connection', async () => {
    const { ann, ben, id, store, room } = setup();
    ann.request('room.join', id);
    store.slow = true;
    const lost = ben.send('room.join', id);
    ben.reconnect();
    expect(ben.received('welcome')[0]?.rooms).toEqual([]);
    await store.release();
    expect(ben.received('joined')).toMatchObject([{ room: room.id, seat: 1 }]);
    expect(ben.answersTo(lost)).toEqual([]);
    expect(ann.in(room.id).document.seats[1]).toMatchObject({ connected: true });
    store.slow = false;
    expect(ben.request('intent', { ...id, seq: 1, intent: { type: 'peek' } })).toMatchObject({
      type: 'diff',
    });
    expect(ben.violations).toEqual([]);
  });

  test('[C1] a late message of a replaced connection does not disconnect the new one', async () => {
    const { ann, ben, id, room, router } = setup();
    for (const client of [ann, ben]) client.request('room.join', id);
    // Joining by code awaits the limit on wrong codes; the takeover happens during that wait.
    const { code } = room.state.setup;
    const old = ben.connection;
    router.received(old, JSON.stringify({ type: 'room.join', ref: 77, payload: { code } }));
    ben.reconnect();
    ben.resume(room.id);
    await ann.requestAsync('room.join', { code });
    ann.request('intent', { ...id, seq: 1, intent: { type: 'peek' } });
    expect(ben.in(room.id).revision).toBe(room.revision);
    expect(ann.in(room.id).document.seats[1]).toMatchObject({ connected: true });
  });

  test('[C7] a player who leaves a room stays connected and a member of other rooms', () => {
    const { ann, ben, id, open, game, room, roomsOf } = setup();
    const other = open(game);
    for (const client of [ann, ben]) {
      client.request('room.join', id);
      client.request('room.join', { room: other.id });
    }
    ann.request('room.leave', id);
    expect(room.state.status).toBe('finished');
    expect(roomsOf(ann)).toEqual([other.id]);
    expect(ann.request('intent', { room: other.id, seq: 1, intent: { type: 'peek' } })).toMatchObject({
      type: 'diff',
    });
    ann.disconnect();
    expect(ben.in(other.id).document.seats[0]).toMatchObject({ connected: false });
    expect(ben.violations).toEqual([]);
  });

  test('[C5] chat reaches all members despite a slow store and a full inbox; only the sender gets the ref', async () => {
    const { ann, ben, eve, id, store } = setup({ inboxLength: 1 });
    for (const client of [ann, ben]) client.request('room.join', id);
    eve.request('room.join', { ...id, as: 'spectator' });
    store.slow = true;
    ann.send('intent', { ...id, seq: 1, intent: { type: 'peek' } });
    ann.send('intent', { ...id, seq: 2, intent: { type: 'peek' } });
    expect(eve.request('chat', { ...id, text: '  hi\u202e there ' })).toMatchObject({
      type: 'chat',
      payload: { from: { name: 'Eve', seat: null }, text: 'hi there' },
    });
    for (const client of [ann, ben]) expect(client.received('chat')).toHaveLength(1);
    expect(ben.connection.messages.at(-1)).not.toHaveProperty('ref');
    await store.release(2);
  });
});
