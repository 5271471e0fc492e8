import { describe, expect, test } from 'vitest';
import { house } from '../room/fixtures/house.ts';
import { labGame } from '../room/fixtures/lab-game.ts';
import { Peer } from '../room/fixtures/peer.ts';

function rig() {
  const game = { ...labGame(), seats: { min: 2, max: 4 } };
  const all = house({ games: [game] });
  /** A connection on which nothing was said yet. */
  const stranger = (name = 'Dan'): Peer => new Peer(all.router, { name });
  return { ...all, game, stranger };
}

describe('hello', () => {
  test('is answered with who one is, the token, and what the server allows', () => {
    const { stranger } = rig();
    const dan = stranger();
    const welcome = dan.hello();
    expect(welcome).toMatchObject({ type: 'welcome', ref: 1, payload: { name: 'Dan', rooms: [] } });
    expect(welcome.payload).toMatchObject({ limits: { chatCharacters: 300, spectatorsPerRoom: 50 } });
    expect(dan.connection.isGreeted).toBe(true);
  });

  test('comes first: whatever else comes before is HELLO_REQUIRED, with its ref', () => {
    const { stranger, sessions } = rig();
    const dan = stranger();
    for (const type of ['ping', 'lobby.unwatch', 'match.cancel'] as const) {
      expect(dan.tell(type, {})).toMatchObject({ type: 'error', payload: { code: 'HELLO_REQUIRED' } });
    }
    expect(dan.tell('match.find', { game: 'lab' })).toMatchObject({ payload: { code: 'HELLO_REQUIRED' } });
    expect([dan.connection.isGreeted, sessions.size]).toEqual([false, 0]);
  });

  test('comes once: a second one is HELLO_REQUIRED, and changes nothing', () => {
    const { peer, sessions } = rig();
    const ann = peer('Ann');
    const again = ann.tell('hello', { protocol: 1, name: 'Eve' });
    expect(again).toMatchObject({ type: 'error', payload: { code: 'HELLO_REQUIRED' } });
    expect(sessions.of(ann.connection)?.name).toBe('Ann');
  });

  test.each([
    [{ protocol: 2 }, 'UNSUPPORTED_PROTOCOL'],
    [{ protocol: 1, token: 'nobody.x' }, 'BAD_TOKEN'],
    [{ protocol: 1, name: '\u200b' }, 'BAD_NAME'],
  ])('%j is refused: %s, and a better one may follow', (hello, code) => {
    const { stranger } = rig();
    const dan = stranger();
    expect(dan.tell('hello', hello)).toMatchObject({ type: 'error', payload: { code } });
    expect(dan.connection.isGreeted).toBe(false);
    expect(dan.hello()).toMatchObject({ type: 'welcome' });
  });

  test('by a newer connection takes the session over: the older is closed with 4409, and is away everywhere', () => {
    const { peer, open, game, listing, matchmaker, sessions } = rig();
    const [ann, ben] = [peer('Ann'), peer('Ben')];
    const room = open(game);
    for (const who of [ann, ben]) who.tell('room.join', { room: room.id });
    ann.tell('lobby.watch', {});
    ann.tell('match.find', { game: 'lab', options: { clocks: true } });
    const old = ann.comeBack();
    expect([old.closedWith, listing.watchers, matchmaker.size]).toEqual(['takenOver', 0, 0]);
    expect(sessions.of(old)).toBeUndefined();
    expect(ann.got('welcome')).toMatchObject([{ player: ann.player, rooms: [{ room: room.id, seat: 0 }] }]);
    expect(ben.in(room.id).document.seats[0]).toMatchObject({ connected: false });
    ann.resume(room.id);
    expect(ben.in(room.id).document.seats[0]).toMatchObject({ connected: true });
    expect([...ann.breaches, ...ben.breaches]).toEqual([]);
  });

  test('the end of a connection that was taken over disturbs nobody', () => {
    const { peer, open, game, router, matchmaker } = rig();
    const [ann, ben] = [peer('Ann'), peer('Ben')];
    const room = open(game);
    for (const who of [ann, ben]) who.tell('room.join', { room: room.id });
    const old = ann.comeBack();
    ann.resume(room.id);
    ann.tell('match.find', { game: 'lab', options: { clocks: true } });
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
  ])('[C3] %s is %s, counted as bad, and answered with the ref that could be read', (text, code, ref) => {
    const { peer } = rig();
    const ann = peer('Ann');
    ann.saidRaw(text);
    expect(ann.connection.bad).toBe(1);
    const answer = ann.connection.messages.at(-1);
    expect(answer).toMatchObject({ type: 'error', payload: { code } });
    expect(answer?.ref).toBe(ref);
  });

  test('[C3] one that comes too fast is RATE_LIMITED, and answered with its ref', () => {
    const { peer, router, refused } = rig();
    const ann = peer('Ann');
    router.limited(ann.connection, '{"type":"ping","ref":9,"payload":{}}');
    expect(ann.connection.messages.at(-1)).toMatchObject({ ref: 9, payload: { code: 'RATE_LIMITED' } });
    router.limited(ann.connection, '{"type":');
    expect(ann.connection.messages.at(-1)).not.toHaveProperty('ref');
    expect(refused).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
  });

  test('[C3] what is only of use as an answer is left out where there was no ref; what matters is told', () => {
    const { peer } = rig();
    const ann = peer('Ann');
    const before = ann.connection.texts.length;
    ann.mutter('ping', {});
    ann.mutter('lobby.unwatch', {});
    ann.mutter('match.cancel', {});
    expect(ann.connection.texts).toHaveLength(before);
    ann.mutter('room.join', { room: 'nowhere' });
    expect(ann.got('error')).toMatchObject([{ code: 'UNKNOWN_ROOM' }]);
  });

  test('[C3] every type of message has its one answer, whatever there is to it', async () => {
    const { peer } = rig();
    const ann = peer('Ann');
    const room = 'nowhere';
    const said = [
      ann.ask('ping', {}),
      ann.ask('lobby.watch', {}),
      ann.ask('lobby.unwatch', {}),
      ann.ask('match.find', { game: 'nothing' }),
      ann.ask('match.cancel', {}),
      ann.ask('room.create', { game: 'nothing' }),
      ann.ask('room.join', { room }),
      ann.ask('room.join', { code: 'NONE22' }),
      ann.ask('room.leave', { room }),
      ann.ask('room.resume', { room, epoch: 1, revision: 1 }),
      ann.ask('room.bot', { room }),
      ann.ask('room.rematch', { room }),
      ann.ask('room.legal', { room }),
      ann.ask('intent', { room, seq: 1, intent: {} }),
      ann.ask('chat', { room, text: 'x' }),
      ann.ask('hello', { protocol: 1 }),
    ];
    const answers = await Promise.all(said);
    const codes = answers.map(({ type, payload }) => ('code' in payload ? `${type} ${payload.code}` : type));
    const unknown = Array.from({ length: 7 }, () => 'error UNKNOWN_ROOM');
    expect(codes).toEqual([
      ...['pong', 'lobby', 'ok', 'error UNKNOWN_GAME', 'ok', 'error UNKNOWN_GAME'],
      ...unknown,
      ...['rejected UNKNOWN_ROOM', 'error UNKNOWN_ROOM', 'error HELLO_REQUIRED'],
    ]);
    expect(ann.breaches).toEqual([]);
  });
});

describe('what is said in a room', () => {
  test('[C3] each type leads to its function, and its answer', async () => {
    const { peer, open, game } = rig();
    const [ann, ben] = [peer('Ann'), peer('Ben')];
    const room = open(game, { seats: 3 });
    const id = { room: room.id };
    expect(ann.tell('room.join', id)).toMatchObject({ type: 'joined' });
    expect(ben.tell('room.join', id)).toMatchObject({ type: 'joined' });
    expect(ann.tell('room.bot', id)).toMatchObject({ type: 'ok' });
    expect(ann.tell('room.legal', id)).toMatchObject({ type: 'legal' });
    expect(ann.tell('chat', { ...id, text: 'hi' })).toMatchObject({ type: 'chat' });
    expect(ann.tell('intent', { ...id, seq: 1, intent: { type: 'finish' } })).toMatchObject({ type: 'diff' });
    expect(ann.tell('room.rematch', id)).toMatchObject({ type: 'ok' });
    expect(ann.resume(room.id)).toMatchObject({ type: 'resumed' });
    expect(ann.tell('room.leave', id)).toMatchObject({ type: 'left' });
    expect(ann.tell('ping', {})).toMatchObject({ type: 'pong', payload: { at: expect.any(Number) } });
  });

  test('chat: members only, readable only', () => {
    const { peer, open, game } = rig();
    const [ann, dan] = [peer('Ann'), peer('Dan')];
    const room = open(game);
    ann.tell('room.join', { room: room.id });
    const say = (text: string) => ({ room: room.id, text });
    expect(dan.tell('chat', say('hi'))).toMatchObject({ payload: { code: 'NOT_A_MEMBER' } });
    expect(ann.tell('chat', say('\u200b \u202e'))).toMatchObject({
      payload: { code: 'BAD_MESSAGE', path: 'payload.text' },
    });
    expect(ann.tell('chat', say('x'.repeat(300)))).toMatchObject({ type: 'chat' });
    expect(ann.tell('chat', say('x'.repeat(301)))).toMatchObject({ payload: { code: 'BAD_MESSAGE' } });
  });

  test('legal: players only', () => {
    const { peer, open, game } = rig();
    const [eve, dan] = [peer('Eve'), peer('Dan')];
    const room = open(game);
    eve.tell('room.join', { room: room.id, as: 'spectator' });
    expect(eve.tell('room.legal', { room: room.id })).toMatchObject({ payload: { code: 'NOT_A_PLAYER' } });
    expect(dan.tell('room.legal', { room: room.id })).toMatchObject({ payload: { code: 'NOT_A_MEMBER' } });
    dan.tell('room.join', { room: room.id });
    expect(dan.tell('room.legal', { room: room.id })).toMatchObject({
      payload: { intents: [], complete: true },
    });
  });

  test('refusals and rejections are counted by their code', () => {
    const { peer, refused } = rig();
    const ann = peer('Ann');
    ann.tell('room.join', { room: 'nowhere' });
    ann.tell('intent', { room: 'nowhere', seq: 1, intent: {} });
    ann.saidRaw('{');
    expect(refused).toEqual(['UNKNOWN_ROOM', 'UNKNOWN_ROOM', 'BAD_JSON']);
  });
});

describe('connections', () => {
  test('[C4] one that goes before hello leaves nothing behind', () => {
    const { stranger, sessions, clock } = rig();
    stranger().vanish();
    expect([sessions.size, clock.pending]).toEqual([0, 0]);
  });

  test('[C4] what is answered after a connection has gone is dropped without a word', async () => {
    const { peer, open, game, store } = rig();
    const [ann, ben] = [peer('Ann'), peer('Ben')];
    const room = open(game);
    for (const who of [ann, ben]) who.tell('room.join', { room: room.id });
    store.slow = true;
    ann.say('intent', { room: room.id, seq: 1, intent: { type: 'peek' } });
    const before = ann.connection.texts.length;
    ann.vanish();
    await store.release();
    expect(ann.connection.texts).toHaveLength(before);
    expect(room.state.seats[0]).toMatchObject({ seq: 1 });
  });

  test('[C5] a matchmaker that is empty again is told to each room and to the listing', () => {
    const { peer, open, game, clock } = rig();
    const [ann, ben] = [peer('Ann'), peer('Ben')];
    const rooms = [open(game, { visibility: 'public' }), open(game, { visibility: 'public' })];
    ann.tell('lobby.watch', {});
    for (const room of rooms) {
      ann.tell('room.join', { room: room.id });
      ann.connection.congested = true;
      ben.tell('room.join', { room: room.id });
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

  test('[C5] the matchmaker of one who has not said hello concerns nobody', () => {
    const { stranger } = rig();
    const dan = stranger();
    dan.drain();
    expect(dan.connection.texts).toEqual([]);
  });
});
