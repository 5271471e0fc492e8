import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../src/clock/index.ts';
import { type Hello, type Identity, Sessions } from '../../src/session/index.ts';
import { MemorySessions } from '../../src/store/memory-storage.ts';
import { RecordingConnection } from '../room/fixtures/recording-connection.ts';

const KEEP_MS = 24 * 60 * 60_000;
/** How long one who is away stays in memory. */
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
  /** One that must be let in. */
  function admitted(hello?: Hello, identity?: Identity) {
    const { connection, welcome } = connect(hello, identity);
    if (!welcome.ok) throw new Error(welcome.code);
    return { connection, ...welcome };
  }
  return { clock, store, sessions, connect, admitted };
}

describe('hello', () => {
  test('a guest gets an id, a token and a name, its own or one of ours', () => {
    const { sessions, admitted } = setup();
    const [ann, guest] = [admitted({ name: ' Ann ' }), admitted()];
    expect(ann.session.name).toBe('Ann');
    expect(guest.session.name).toBe('Brave Badger');
    expect(ann.session.player).not.toBe(guest.session.player);
    expect(ann.token).not.toContain(guest.token);
    expect([sessions.size, [...sessions.connected()].length]).toEqual([2, 2]);
    expect(sessions.of(ann.connection)).toBe(ann.session);
  });

  test('a token resumes the session, with the name it is given now', () => {
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

  test('who comes back is stored again when the name is new, or some time has passed: not each time', () => {
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
    ['of nobody', () => 'nobody.secret'],
    ['without a secret', (token: string) => token.slice(0, token.lastIndexOf('.') + 1)],
    ['with another secret', (token: string) => `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`],
    ['with its player alone', (token: string) => token.slice(0, token.lastIndexOf('.'))],
  ])('a token %s is BAD_TOKEN, and changes nothing', (_, spoil) => {
    const { sessions, connect, admitted } = setup();
    const { token, session, connection } = admitted({ name: 'Ann' });
    const spoiled = connect({ token: spoil(token), name: 'Eve' });
    expect(spoiled.welcome).toEqual({ ok: false, code: 'BAD_TOKEN' });
    expect(sessions.of(spoiled.connection)).toBeUndefined();
    expect([session.connection, session.name, sessions.size]).toEqual([connection, 'Ann', 1]);
  });

  test('a name of which nothing can be read is BAD_NAME', () => {
    const { sessions, connect } = setup();
    expect(connect({ name: ' \u200b\u202e ' }).welcome).toEqual({ ok: false, code: 'BAD_NAME' });
    expect(sessions.size).toBe(0);
  });
});

describe('takeover', () => {
  test('a newer connection takes the session over, and the older one speaks for nobody', () => {
    const { sessions, admitted } = setup();
    const first = admitted({ name: 'Ann' });
    const second = admitted({ token: first.token });
    expect(second.replaced).toBe(first.connection);
    expect(sessions.of(first.connection)).toBeUndefined();
    expect(first.session.connection).toBe(second.connection);
    // Its end, whenever it is told, is not the end of the newer.
    expect(sessions.disconnected(first.connection)).toBeUndefined();
    expect(first.session.connection).toBe(second.connection);
    expect([...sessions.connected()]).toEqual([first.session]);
  });

  test('what is sent to a session goes to its newest connection, or nowhere', () => {
    const { sessions, admitted } = setup();
    const first = admitted();
    const second = admitted({ token: first.token });
    first.session.send('{"type":"ok","payload":{}}');
    sessions.disconnected(second.connection);
    first.session.send('{"type":"ok","payload":{}}');
    expect([first.connection.texts.length, second.connection.texts.length]).toEqual([0, 1]);
  });
});

describe('identity from outside', () => {
  const ann = { player: 'ann@example.org', name: 'Ann from Work' };

  test('who was authenticated is who the hook says, and the name is not for the client to choose', () => {
    const { admitted } = setup();
    const { session } = admitted({ name: 'Admin' }, ann);
    expect([session.player, session.name]).toEqual([ann.player, ann.name]);
  });

  test('a login without a name may choose one', () => {
    const { admitted } = setup();
    expect(admitted({ name: 'Annie' }, { player: 'ann' }).session.name).toBe('Annie');
  });

  test('the same login is the same session, with or without its token, and takes over', () => {
    const { sessions, admitted } = setup();
    const first = admitted({}, ann);
    const second = admitted({}, ann);
    expect(second.session).toBe(first.session);
    expect(second.replaced).toBe(first.connection);
    const third = admitted({ token: second.token }, ann);
    expect(third.session).toBe(first.session);
    expect(sessions.size).toBe(1);
  });

  test("another's token is of no use with a login of one's own", () => {
    const { connect, admitted } = setup();
    const { token } = admitted({}, ann);
    const { token: guest } = admitted();
    const ben = { player: 'ben' };
    expect(connect({ token }, ben).welcome).toEqual({ ok: false, code: 'BAD_TOKEN' });
    expect(connect({ token: guest }, ben).welcome).toEqual({ ok: false, code: 'BAD_TOKEN' });
  });
});

describe('forgetting', () => {
  test('[R10] a session without a room is forgotten some time after its connection went', () => {
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

  test('one who is back is known by the store, until nobody has seen it for long', () => {
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

  test('one who came back is not, and each absence counts anew', () => {
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

  test('one with a room is remembered for as long', () => {
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

  test('a login that came back without its token leaves no timer of the time before', () => {
    const { clock, sessions, admitted } = setup();
    const first = admitted({}, { player: 'ann' });
    sessions.disconnected(first.connection);
    admitted({}, { player: 'ann' });
    expect(clock.pending).toBe(0);
    clock.advance(10 * IDLE_MS);
    expect(sessions.size).toBe(1);
  });

  test('[R10] stopped, it leaves no timer', () => {
    const { clock, sessions, admitted } = setup();
    for (const { connection } of [admitted(), admitted()]) sessions.disconnected(connection);
    expect(clock.pending).toBe(2);
    sessions.stop();
    expect(clock.pending).toBe(0);
  });
});
