import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../src/clock/index.ts';
import { type Hello, type Identity, Sessions } from '../../src/session/index.ts';
import { MemorySessions } from '../../src/store/memory-storage.ts';
import { RecordingConnection } from '../room/fixtures/recording-connection.ts';

const KEEP_MS = 24 * 60 * 60_000;
/** How long a session without a connection stays in memory, in ms. */
const IDLE_MS = 60_000;

class CountedSessions extends MemorySessions {
  saves = 0;

  override save(session: Parameters<MemorySessions['save']>[0]): void {
    this.saves += 1;
    super.save(session);
  }
}

function setup({ guests = Number.POSITIVE_INFINITY } = {}) {
  const clock = new ManualClock();
  const store = new CountedSessions();
  let left = guests;
  const mayBegin = (): boolean => {
    left -= 1;
    return left >= 0;
  };
  const sessions = new Sessions({
    ...{ clock, log: { error() {} }, store, mayBegin },
    ...{ keepMs: KEEP_MS, nameCharacters: 24, random: () => 0 },
  });
  let count = 0;
  function connect(hello: Hello = {}, identity?: Identity) {
    count += 1;
    const connection = new RecordingConnection(`c${count}`, { identity });
    const welcome = sessions.hello(connection, hello);
    if (welcome instanceof Promise || welcome === null) throw new Error('not answered at once');
    return { connection, welcome };
  }
  /** Connects; throws when the hello is refused. */
  function admitted(hello?: Hello, identity?: Identity) {
    const { connection, welcome } = connect(hello, identity);
    if (!welcome.ok) throw new Error(welcome.code);
    return { connection, ...welcome };
  }
  return { clock, store, sessions, connect, admitted };
}

describe('hello', () => {
  test('a guest gets an id, a token, and the requested or a generated name', () => {
    const { sessions, admitted } = setup();
    const [ann, guest] = [admitted({ name: ' Ann ' }), admitted()];
    expect(ann.session.name).toBe('Ann');
    expect(guest.session.name).toBe('Brave Badger');
    expect(ann.session.player).not.toBe(guest.session.player);
    expect(ann.token).not.toContain(guest.token);
    expect([sessions.size, [...sessions.connected()].length]).toEqual([2, 2]);
    expect(sessions.of(ann.connection)).toBe(ann.session);
  });

  test('a token resumes the session, and a new name replaces the old one', () => {
    const { sessions, admitted } = setup();
    const first = admitted({ name: 'Ann' });
    sessions.disconnected(first.connection);
    expect(first.session.connection).toBeNull();
    const again = admitted({ token: first.token });
    expect(again.session).toBe(first.session);
    expect([again.session.name, again.token, again.replaced]).toEqual(['Ann', first.token, null]);
    sessions.disconnected(again.connection);
    expect(admitted({ token: first.token, name: 'Anna' }).session.name).toBe('Anna');
  });

  test('a resumed session is saved again only when its name changed or 1/24 of the keep time has passed', () => {
    const { admitted, clock, store } = setup();
    const { token } = admitted({ name: 'Ann' });
    admitted({ token });
    admitted({ token, name: 'Ann' });
    expect(store.saves).toBe(1);
    admitted({ token, name: 'Anna' });
    expect(store.saves).toBe(2);
    clock.advance(KEEP_MS / 24);
    admitted({ token });
    expect(store.saves).toBe(3);
  });

  test('[C8] guests beyond the limit are refused and not stored; tokens and logins are not counted', () => {
    const { admitted, connect, store } = setup({ guests: 1 });
    const { token } = admitted();
    expect(connect().welcome).toEqual({ ok: false, code: 'SESSION_LIMIT' });
    admitted({ token });
    admitted({}, { player: 'login-ann' });
    expect(store.saves).toBe(2);
  });

  test.each([
    ['of an unknown player', () => 'unknown.secret'],
    ['without a secret', (token: string) => token.slice(0, token.lastIndexOf('.') + 1)],
    ['with another secret', (token: string) => `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`],
    ['of the player id only', (token: string) => token.slice(0, token.lastIndexOf('.'))],
  ])('a token %s is BAD_TOKEN and changes nothing', (_, spoil) => {
    const { sessions, connect, admitted } = setup();
    const { token, session, connection } = admitted({ name: 'Ann' });
    const spoiled = connect({ token: spoil(token), name: 'Eve' });
    expect(spoiled.welcome).toEqual({ ok: false, code: 'BAD_TOKEN' });
    expect(sessions.of(spoiled.connection)).toBeUndefined();
    expect([session.connection, session.name, sessions.size]).toEqual([connection, 'Ann', 1]);
  });

  test('a name without readable characters is BAD_NAME', () => {
    const { sessions, connect } = setup();
    expect(connect({ name: ' \u200b\u202e ' }).welcome).toEqual({ ok: false, code: 'BAD_NAME' });
    expect(sessions.size).toBe(0);
  });
});

describe('takeover', () => {
  test('a newer connection takes over the session, and the older one no longer has a session', () => {
    const { sessions, admitted } = setup();
    const first = admitted({ name: 'Ann' });
    const second = admitted({ token: first.token });
    expect(second.replaced).toBe(first.connection);
    expect(sessions.of(first.connection)).toBeUndefined();
    expect(first.session.connection).toBe(second.connection);
    // The end of the older connection does not disconnect the newer.
    expect(sessions.disconnected(first.connection)).toBeUndefined();
    expect(first.session.connection).toBe(second.connection);
    expect([...sessions.connected()]).toEqual([first.session]);
  });

  test('a session sends to its newest connection, and drops messages without one', () => {
    const { sessions, admitted } = setup();
    const first = admitted();
    const second = admitted({ token: first.token });
    first.session.send('{"type":"ok","payload":{}}');
    sessions.disconnected(second.connection);
    first.session.send('{"type":"ok","payload":{}}');
    expect([first.connection.texts.length, second.connection.texts.length]).toEqual([0, 1]);
  });
});

describe('external identity', () => {
  const ann = { player: 'ann@example.org', name: 'Ann from Work' };

  test('an authenticated client gets the player and name of the hook, not the name of its hello', () => {
    const { admitted } = setup();
    const { session } = admitted({ name: 'Admin' }, ann);
    expect([session.player, session.name]).toEqual([ann.player, ann.name]);
  });

  test('a login without a name uses the name of the hello', () => {
    const { admitted } = setup();
    expect(admitted({ name: 'Annie' }, { player: 'ann' }).session.name).toBe('Annie');
  });

  test('a second connection of a login takes over its session, with or without the token', () => {
    const { sessions, admitted } = setup();
    const first = admitted({}, ann);
    const second = admitted({}, ann);
    expect(second.session).toBe(first.session);
    expect(second.replaced).toBe(first.connection);
    const third = admitted({ token: second.token }, ann);
    expect(third.session).toBe(first.session);
    expect(sessions.size).toBe(1);
  });

  test('a login with the token of another player is BAD_TOKEN', () => {
    const { connect, admitted } = setup();
    const { token } = admitted({}, ann);
    const { token: guest } = admitted();
    const ben = { player: 'ben' };
    expect(connect({ token }, ben).welcome).toEqual({ ok: false, code: 'BAD_TOKEN' });
    expect(connect({ token: guest }, ben).welcome).toEqual({ ok: false, code: 'BAD_TOKEN' });
  });
});

describe('removing sessions', () => {
  test('[R10] a session without a room is removed 60 s after its connection ended', () => {
    const { clock, sessions, admitted } = setup();
    const { connection } = admitted();
    clock.advance(10 * IDLE_MS);
    expect(sessions.size).toBe(1);
    sessions.disconnected(connection);
    clock.advance(IDLE_MS - 1);
    expect(sessions.size).toBe(1);
    clock.advance(1);
    expect([sessions.size, clock.pending]).toEqual([0, 0]);
  });

  test('a removed session is loaded from the store until the keep time has passed', () => {
    const { clock, sessions, connect, admitted } = setup();
    const first = admitted({ name: 'Ann' });
    sessions.disconnected(first.connection);
    clock.advance(IDLE_MS);
    const second = admitted({ token: first.token });
    expect([second.session.player, second.session.name]).toEqual([first.session.player, 'Ann']);
    sessions.disconnected(second.connection);
    clock.advance(KEEP_MS + 1);
    expect(connect({ token: first.token }).welcome).toEqual({ ok: false, code: 'BAD_TOKEN' });
  });

  test('a reconnected session is not removed, and each absence starts a new timer', () => {
    const { clock, sessions, admitted } = setup();
    const first = admitted();
    sessions.disconnected(first.connection);
    clock.advance(IDLE_MS - 1);
    const second = admitted({ token: first.token });
    expect(clock.pending).toBe(0);
    sessions.disconnected(second.connection);
    clock.advance(IDLE_MS - 1);
    expect(sessions.size).toBe(1);
    clock.advance(1);
    expect(sessions.size).toBe(0);
  });

  test('a session with a room is not removed', () => {
    const { clock, sessions, admitted } = setup();
    const { session, connection } = admitted();
    session.rooms.add('room');
    sessions.disconnected(connection);
    clock.advance(10 * IDLE_MS);
    expect(sessions.size).toBe(1);
    session.rooms.delete('room');
    clock.advance(IDLE_MS);
    expect([sessions.size, clock.pending]).toEqual([0, 0]);
  });

  test('a login that reconnects without its token cancels the timer of its absence', () => {
    const { clock, sessions, admitted } = setup();
    const first = admitted({}, { player: 'ann' });
    sessions.disconnected(first.connection);
    admitted({}, { player: 'ann' });
    expect(clock.pending).toBe(0);
    clock.advance(10 * IDLE_MS);
    expect(sessions.size).toBe(1);
  });

  test('[R10] stop cancels all timers', () => {
    const { clock, sessions, admitted } = setup();
    for (const { connection } of [admitted(), admitted()]) sessions.disconnected(connection);
    expect(clock.pending).toBe(2);
    sessions.stop();
    expect(clock.pending).toBe(0);
  });
});
