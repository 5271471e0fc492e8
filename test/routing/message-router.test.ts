import { describe, expect, test } from 'vitest';
import { createHarness } from '../room/fixtures/harness.ts';
import { labGame } from '../room/fixtures/lab-game.ts';
import { Peer } from '../room/fixtures/peer.ts';

function setup() {
  const game = { ...labGame(), seats: { min: 2, max: 4 } };
  const all = createHarness({ games: [game] });
  /** A client that has not sent hello. */
  const newPeer = (name = 'Dan'): Peer => new Peer(all.router, { name });
  return { ...all, game, newPeer };
}

describe('hello', () => {
  test('is answered with the player, the token and the limits of the server', () => {
    const { newPeer } = setup();
    const dan = newPeer();
    const welcome = dan.hello();
    expect(welcome).toMatchObject({ type: 'welcome', ref: 1, payload: { name: 'Dan', rooms: [] } });
    expect(welcome.payload).toMatchObject({ limits: { chatCharacters: 300, spectatorsPerRoom: 50 } });
    expect(dan.connection.isGreeted).toBe(true);
  });

  test('is required first: any other message before it is HELLO_REQUIRED, with its ref', () => {
    const { newPeer, sessions } = setup();
    const dan = newPeer();
    for (const type of ['ping', 'lobby.unwatch', 'match.cancel'] as const) {
      expect(dan.request(type, {})).toMatchObject({ type: 'error', payload: { code: 'HELLO_REQUIRED' } });
    }
    expect(dan.request('match.find', { game: 'lab' })).toMatchObject({ payload: { code: 'HELLO_REQUIRED' } });
    expect([dan.connection.isGreeted, sessions.size]).toEqual([false, 0]);
  });

  test('is accepted once: a second one is HELLO_REQUIRED and changes nothing', () => {
    const { peer, sessions } = setup();
    const ann = peer('Ann');
    const again = ann.request('hello', { protocol: 1, name: 'Eve' });
    expect(again).toMatchObject({ type: 'error', payload: { code: 'HELLO_REQUIRED' } });
    expect(sessions.of(ann.connection)?.name).toBe('Ann');
  });

  test.each([
    [{ protocol: 2 }, 'UNSUPPORTED_PROTOCOL'],
    [{ protocol: 1, token: 'nobody.x' }, 'BAD_TOKEN'],
    [{ protocol: 1, name: '\u200b' }, 'BAD_NAME'],
  ])('%j is refused with %s, and a valid one is accepted afterwards', (hello, code) => {
    const { newPeer } = setup();
    const dan = newPeer();
    expect(dan.request('hello', hello)).toMatchObject({ type: 'error', payload: { code } });
    expect(dan.connection.isGreeted).toBe(false);
    expect(dan.hello()).toMatchObject({ type: 'welcome' });
  });

  test('on a second connection takes over the session: the first is closed with 4409, shown as disconnected, and removed from listing and queue', () => {
    const { peer, open, game, listing, matchmaker, sessions } = setup();
    const [ann, ben] = [peer('Ann'), peer('Ben')];
    const room = open(game);
    for (const client of [ann, ben]) client.request('room.join', { room: room.id });
    ann.request('lobby.watch', {});
    ann.request('match.find', { game: 'lab', options: { clocks: true } });
    const old = ann.reconnect();
    expect([old.closedWith, listing.watchers, matchmaker.size]).toEqual(['takenOver', 0, 0]);
    expect(sessions.of(old)).toBeUndefined();
    expect(ann.received('welcome')).toMatchObject([
      { player: ann.player, rooms: [{ room: room.id, seat: 0 }] },
    ]);
    expect(ben.in(room.id).document.seats[0]).toMatchObject({ connected: false });
    ann.resume(room.id);
    expect(ben.in(room.id).document.seats[0]).toMatchObject({ connected: true });
    expect([...ann.violations, ...ben.violations]).toEqual([]);
  });

  test('stays in force when the replaced connection ends', () => {
    const { peer, open, game, router, matchmaker } = setup();
    const [ann, ben] = [peer('Ann'), peer('Ben')];
    const room = open(game);
    for (const client of [ann, ben]) client.request('room.join', { room: room.id });
    const old = ann.reconnect();
    ann.resume(room.id);
    ann.request('match.find', { game: 'lab', options: { clocks: true } });
    router.closed(old);
    expect(ben.in(room.id).document.seats[0]).toMatchObject({ connected: true });
    expect(matchmaker.size).toBe(1);
  });
});

describe('messages', () => {
  test.each([
    ['{"type":"ping"', 'BAD_JSON', undefined],
    ['[]', 'BAD_MESSAGE', undefined],
    ['{"type":"ping","ref":7,"payload":{},"more":1}', 'BAD_MESSAGE', 7],
    ['{"type":"ping","ref":7,"payload":{"x":1}}', 'BAD_MESSAGE', 7],
    ['{"type":"pong","ref":"a","payload":{}}', 'UNKNOWN_TYPE', 'a'],
    ['{"type":"intent","ref":7,"payload":{"room":"r","seq":0,"intent":{}}}', 'BAD_MESSAGE', 7],
    ['{"type":"ping","ref":-1,"payload":{}}', 'BAD_MESSAGE', undefined],
  ])('[C3] %s is %s, counts as a bad message, and is answered with its readable ref', (text, code, ref) => {
    const { peer } = setup();
    const ann = peer('Ann');
    ann.sendText(text);
    expect(ann.connection.badMessages).toBe(1);
    const answer = ann.connection.messages.at(-1);
    expect(answer).toMatchObject({ type: 'error', payload: { code } });
    expect(answer?.ref).toBe(ref);
  });

  test('[C3] a message above the rate limit is RATE_LIMITED, with its ref', () => {
    const { peer, router, refused } = setup();
    const ann = peer('Ann');
    router.limited(ann.connection, '{"type":"ping","ref":9,"payload":{}}');
    expect(ann.connection.messages.at(-1)).toMatchObject({ ref: 9, payload: { code: 'RATE_LIMITED' } });
    router.limited(ann.connection, '{"type":');
    expect(ann.connection.messages.at(-1)).not.toHaveProperty('ref');
    expect(refused).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
  });

  test('[C3] without a ref, acknowledgements are not sent, and errors are', () => {
    const { peer } = setup();
    const ann = peer('Ann');
    const before = ann.connection.texts.length;
    ann.sendWithoutRef('ping', {});
    ann.sendWithoutRef('lobby.unwatch', {});
    ann.sendWithoutRef('match.cancel', {});
    expect(ann.connection.texts).toHaveLength(before);
    ann.sendWithoutRef('room.join', { room: 'nowhere' });
    expect(ann.received('error')).toMatchObject([{ code: 'UNKNOWN_ROOM' }]);
  });

  test('[C3] every message type has exactly one answer', async () => {
    const { peer } = setup();
    const ann = peer('Ann');
    const room = 'nowhere';
    const requests = [
      ann.requestAsync('ping', {}),
      ann.requestAsync('lobby.watch', {}),
      ann.requestAsync('lobby.unwatch', {}),
      ann.requestAsync('match.find', { game: 'nothing' }),
      ann.requestAsync('match.cancel', {}),
      ann.requestAsync('room.create', { game: 'nothing' }),
      ann.requestAsync('room.join', { room }),
      ann.requestAsync('room.join', { code: 'NONE22' }),
      ann.requestAsync('room.leave', { room }),
      ann.requestAsync('room.resume', { room, epoch: 1, revision: 1 }),
      ann.requestAsync('room.bot', { room }),
      ann.requestAsync('room.rematch', { room }),
      ann.requestAsync('room.legal', { room }),
      ann.requestAsync('intent', { room, seq: 1, intent: {} }),
      ann.requestAsync('chat', { room, text: 'x' }),
      ann.requestAsync('hello', { protocol: 1 }),
    ];
    const answers = await Promise.all(requests);
    const codes = answers.map(({ type, payload }) => ('code' in payload ? `${type} ${payload.code}` : type));
    const unknown = Array.from({ length: 7 }, () => 'error UNKNOWN_ROOM');
    expect(codes).toEqual([
      ...['pong', 'lobby', 'ok', 'error UNKNOWN_GAME', 'ok', 'error UNKNOWN_GAME'],
      ...unknown,
      ...['rejected UNKNOWN_ROOM', 'error UNKNOWN_ROOM', 'error HELLO_REQUIRED'],
    ]);
    expect(ann.violations).toEqual([]);
  });
});

describe('messages of a room', () => {
  test('[C3] each message type gets its answer', async () => {
    const { peer, open, game } = setup();
    const [ann, ben] = [peer('Ann'), peer('Ben')];
    const room = open(game, { seats: 3 });
    const id = { room: room.id };
    expect(ann.request('room.join', id)).toMatchObject({ type: 'joined' });
    expect(ben.request('room.join', id)).toMatchObject({ type: 'joined' });
    expect(ann.request('room.bot', id)).toMatchObject({ type: 'ok' });
    expect(ann.request('room.legal', id)).toMatchObject({ type: 'legal' });
    expect(ann.request('chat', { ...id, text: 'hi' })).toMatchObject({ type: 'chat' });
    expect(ann.request('intent', { ...id, seq: 1, intent: { type: 'finish' } })).toMatchObject({
      type: 'diff',
    });
    expect(ann.request('room.rematch', id)).toMatchObject({ type: 'ok' });
    expect(ann.resume(room.id)).toMatchObject({ type: 'resumed' });
    expect(ann.request('room.leave', id)).toMatchObject({ type: 'left' });
    expect(ann.request('ping', {})).toMatchObject({ type: 'pong', payload: { at: expect.any(Number) } });
  });

  test('chat is refused to non-members, and when the text is unreadable or too long', () => {
    const { peer, open, game } = setup();
    const [ann, dan] = [peer('Ann'), peer('Dan')];
    const room = open(game);
    ann.request('room.join', { room: room.id });
    const chat = (text: string) => ({ room: room.id, text });
    expect(dan.request('chat', chat('hi'))).toMatchObject({ payload: { code: 'NOT_A_MEMBER' } });
    expect(ann.request('chat', chat('\u200b \u202e'))).toMatchObject({
      payload: { code: 'BAD_MESSAGE', path: 'payload.text' },
    });
    expect(ann.request('chat', chat('x'.repeat(300)))).toMatchObject({ type: 'chat' });
    expect(ann.request('chat', chat('x'.repeat(301)))).toMatchObject({ payload: { code: 'BAD_MESSAGE' } });
  });

  test('room.legal is refused to spectators and non-members', () => {
    const { peer, open, game } = setup();
    const [eve, dan] = [peer('Eve'), peer('Dan')];
    const room = open(game);
    eve.request('room.join', { room: room.id, as: 'spectator' });
    expect(eve.request('room.legal', { room: room.id })).toMatchObject({ payload: { code: 'NOT_A_PLAYER' } });
    expect(dan.request('room.legal', { room: room.id })).toMatchObject({ payload: { code: 'NOT_A_MEMBER' } });
    dan.request('room.join', { room: room.id });
    expect(dan.request('room.legal', { room: room.id })).toMatchObject({
      payload: { intents: [], complete: true },
    });
  });

  test('errors and rejections are counted by code', () => {
    const { peer, refused } = setup();
    const ann = peer('Ann');
    ann.request('room.join', { room: 'nowhere' });
    ann.request('intent', { room: 'nowhere', seq: 1, intent: {} });
    ann.sendText('{');
    expect(refused).toEqual(['UNKNOWN_ROOM', 'UNKNOWN_ROOM', 'BAD_JSON']);
  });
});

describe('connections', () => {
  test('[C4] a connection that ends before hello leaves no session and no timer', () => {
    const { newPeer, sessions, clock } = setup();
    newPeer().disconnect();
    expect([sessions.size, clock.pending]).toEqual([0, 0]);
  });

  test('[C4] an answer to a closed connection is dropped', async () => {
    const { peer, open, game, store } = setup();
    const [ann, ben] = [peer('Ann'), peer('Ben')];
    const room = open(game);
    for (const client of [ann, ben]) client.request('room.join', { room: room.id });
    store.slow = true;
    ann.send('intent', { room: room.id, seq: 1, intent: { type: 'peek' } });
    const before = ann.connection.texts.length;
    ann.disconnect();
    await store.release();
    expect(ann.connection.texts).toHaveLength(before);
    expect(room.state.seats[0]).toMatchObject({ seq: 1 });
  });

  test('[C5] a connection whose send queue is empty again gets the document of each room and the listing', () => {
    const { peer, open, game, clock } = setup();
    const [ann, ben] = [peer('Ann'), peer('Ben')];
    const rooms = [open(game, { visibility: 'public' }), open(game, { visibility: 'public' })];
    ann.request('lobby.watch', {});
    for (const room of rooms) {
      ann.request('room.join', { room: room.id });
      ann.connection.congested = true;
      ben.request('room.join', { room: room.id });
    }
    clock.advance(1000);
    const before = ann.connection.messages.length;
    ann.drain();
    expect(ann.connection.messages.slice(before).map(({ type }) => type)).toEqual([
      'lobby',
      'joined',
      'joined',
    ]);
    for (const room of rooms) expect(ann.in(room.id).document.status).toBe('playing');
  });

  test('[C5] an empty send queue before hello sends nothing', () => {
    const { newPeer } = setup();
    const dan = newPeer();
    dan.drain();
    expect(dan.connection.texts).toEqual([]);
  });
});
