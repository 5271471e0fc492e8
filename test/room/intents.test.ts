import { describe, expect, test } from 'vitest';
import { saveState } from '../../src/room/room-snapshot.ts';
import { createHarness } from './fixtures/harness.ts';
import { type Faults, labGame } from './fixtures/lab-game.ts';

function match() {
  const faults: Faults = new Set();
  const game = labGame(faults);
  const all = createHarness({ games: [game] });
  const room = all.open(game);
  const [ann, ben, eve] = [all.peer('Ann'), all.peer('Ben'), all.peer('Eve')];
  ann.request('room.join', { room: room.id });
  ben.request('room.join', { room: room.id });
  eve.request('room.join', { room: room.id, as: 'spectator' });
  const intend = (seq: number, intent: unknown) => ({ room: room.id, seq, intent });
  const add = (seq: number, n = 1) => intend(seq, { type: 'add', n });
  /** Everything that a refused message must not change. */
  const state = () => JSON.stringify([saveState(room.rules, room.state), room.revision, all.store.appends]);
  return { ...all, faults, room, ann, ben, eve, intend, add, state };
}

describe('refused intents', () => {
  test('[R4] an intent that does not fit its schema is rejected with BAD_INTENT and the path', () => {
    const { ann, intend, state } = match();
    const before = state();
    for (const intent of [
      { type: 'add', n: 9 },
      { type: 'add', n: 1, seat: 1 },
      { type: 'nope' },
      'add',
      null,
    ]) {
      const answer = ann.request('intent', intend(1, intent));
      expect(answer).toMatchObject({ type: 'rejected', payload: { code: 'BAD_INTENT' } });
    }
    expect(ann.request('intent', intend(1, { type: 'add', n: 9 }))).toMatchObject({
      payload: { message: expect.stringContaining('(at n)') },
    });
    expect(ann.request('intent', intend(1, { type: 'xstate.after.end.lab.playing' }))).toMatchObject({
      payload: { code: 'BAD_INTENT' },
    });
    expect(ann.request('intent', intend(1, { type: 'seat.left' }))).toMatchObject({ type: 'rejected' });
    expect(state()).toBe(before);
  });

  test('[R4] an intent that a guard refuses is rejected with INTENT_ILLEGAL and the name of the guard', () => {
    const { ann, add, state } = match();
    for (const seq of [1, 2, 3]) ann.request('intent', add(seq, 3));
    const before = state();
    expect(ann.request('intent', add(4, 3))).toMatchObject({
      type: 'rejected',
      payload: { code: 'INTENT_ILLEGAL', reason: 'notTooMuch' },
    });
    expect(state()).toBe(before);
    // A rejected intent does not use up its seq.
    expect(ann.request('intent', add(4, 1))).toMatchObject({ type: 'diff' });
  });

  test('[R4] an intent of a spectator is NOT_A_PLAYER, of a non-member NOT_A_MEMBER, to no room UNKNOWN_ROOM', () => {
    const { peer, eve, add, state } = match();
    const before = state();
    const dan = peer('Dan');
    expect(eve.request('intent', add(1))).toMatchObject({
      type: 'rejected',
      payload: { code: 'NOT_A_PLAYER' },
    });
    expect(dan.request('intent', add(1))).toMatchObject({
      type: 'rejected',
      payload: { code: 'NOT_A_MEMBER' },
    });
    expect(dan.request('intent', { ...add(1), room: 'nowhere' })).toMatchObject({
      type: 'rejected',
      payload: { room: 'nowhere', code: 'UNKNOWN_ROOM' },
    });
    expect(state()).toBe(before);
  });

  test('[R4] an intent of a player who has not resumed on this connection is NOT_A_MEMBER', () => {
    const { ann, add, room, state } = match();
    ann.reconnect();
    const before = state();
    expect(ann.request('intent', add(1))).toMatchObject({ payload: { code: 'NOT_A_MEMBER' } });
    expect(state()).toBe(before);
    ann.resume(room.id);
    expect(ann.request('intent', add(1))).toMatchObject({ type: 'diff' });
  });

  test('[R4] an intent before or after the match is MATCH_NOT_PLAYING', () => {
    const { open, peer, ann, intend, add, games, state } = match();
    ann.request('intent', intend(1, { type: 'finish' }));
    const before = state();
    expect(ann.request('intent', add(2))).toMatchObject({ payload: { code: 'MATCH_NOT_PLAYING' } });
    expect(state()).toBe(before);
    const lab = games.get('lab')?.game;
    const waiting = lab && open(lab);
    const dan = peer('Dan');
    dan.request('room.join', { room: waiting?.id ?? '' });
    expect(dan.request('intent', { ...add(1), room: waiting?.id ?? '' })).toMatchObject({
      payload: { code: 'MATCH_NOT_PLAYING' },
    });
  });

  test('[C3] without a ref, a rejected intent is still answered, and an accepted one is sent as a plain diff', () => {
    const { ann, add, intend } = match();
    const before = ann.received('diff').length;
    ann.sendWithoutRef('intent', intend(1, { type: 'nope' }));
    expect(ann.received('rejected')).toHaveLength(1);
    ann.sendWithoutRef('intent', add(1));
    expect(ann.received('diff')).toHaveLength(before + 1);
    expect(ann.connection.messages.at(-1)).not.toHaveProperty('ref');
  });
});

describe('exactly once', () => {
  test('[R5] an intent repeated with the same seq is applied once and gets the same answer', () => {
    const { ann, ben, add, room, state } = match();
    const first = ann.request('intent', add(1));
    const [before, sent] = [state(), ben.texts.length];
    const second = ann.request('intent', add(1));
    expect(second.payload).toEqual(first.payload);
    expect(state()).toBe(before);
    expect(ben.texts).toHaveLength(sent);
    expect(ann.in(room.id).document.view).toMatchObject({ total: 1 });
    expect(ann.violations).toEqual([]);
  });

  test('[R5] an intent with a used seq is not applied, even when its content differs', () => {
    const { ann, add, intend, room } = match();
    ann.request('intent', add(1));
    expect(ann.request('intent', intend(1, { type: 'finish' }))).toMatchObject({ type: 'diff' });
    expect(room.state.status).toBe('playing');
  });

  test('[R5] an older seq is STALE_SEQ; gaps are allowed; each player has a separate seq', () => {
    const { ann, ben, add, state } = match();
    ann.request('intent', add(5));
    const before = state();
    expect(ann.request('intent', add(4))).toMatchObject({ type: 'rejected', payload: { code: 'STALE_SEQ' } });
    expect(state()).toBe(before);
    expect(ben.request('intent', add(1))).toMatchObject({ type: 'diff' });
  });

  test('[R5] an intent repeated after a takeover is applied once, even when the first answer was lost', async () => {
    const { ann, add, room, store } = match();
    store.slow = true;
    const lost = ann.send('intent', add(1));
    const old = ann.reconnect();
    const { epoch, revision } = ann.in(room.id);
    const resumed = ann.send('room.resume', { room: room.id, epoch, revision });
    const again = ann.send('intent', add(1));
    await store.release();
    expect(old.closedWith).toBe('takenOver');
    expect(ann.answersTo(resumed)).toMatchObject([{ type: 'resumed', payload: { seq: 1 } }]);
    expect(ann.answersTo(again)).toMatchObject([{ type: 'diff', payload: { revision: revision + 1 } }]);
    expect(ann.answersTo(lost)).toEqual([]);
    expect(room.state.seats[0]).toMatchObject({ seq: 1 });
    expect(ann.in(room.id).document.view).toMatchObject({ total: 1 });
    expect(ann.violations).toEqual([]);
  });

  test('[R5] a player keeps the seq after a rematch in another seat', () => {
    const { ann, ben, add, intend, room } = match();
    ann.request('intent', intend(3, { type: 'finish' }));
    ann.request('room.rematch', { room: room.id });
    ben.request('room.rematch', { room: room.id });
    expect(ann.in(room.id)).toMatchObject({ seat: 1, seq: 3 });
    const again = ann.request('intent', intend(3, { type: 'finish' }));
    expect(again).toMatchObject({ type: 'diff', payload: { ops: [] } });
    expect(room.state.status).toBe('playing');
    expect(ben.request('intent', add(1))).toMatchObject({ type: 'diff' });
  });
});

describe('a game that throws', () => {
  test.each(['guard', 'action', 'view', 'secrets'] as const)(
    '[R6] an error in its %s rejects that intent with GAME_FAULT and leaves the state',
    (where) => {
      const { ann, ben, add, faults, errors, state, room } = match();
      const before = state();
      faults.add(where);
      expect(ann.request('intent', add(1))).toMatchObject({
        type: 'rejected',
        payload: { code: 'GAME_FAULT' },
      });
      expect(state()).toBe(before);
      expect(errors).toEqual(['the game threw at an event']);
      faults.clear();
      expect(ann.request('intent', add(1))).toMatchObject({ type: 'diff' });
      expect(ben.in(room.id).document.view).toMatchObject({ total: 1 });
      expect([...ann.violations, ...ben.violations]).toEqual([]);
    },
  );

  test('[R6] an error in its candidates answers room.legal with GAME_FAULT', () => {
    const { ann, faults, room, errors } = match();
    faults.add('legal');
    expect(ann.request('room.legal', { room: room.id })).toMatchObject({
      type: 'error',
      payload: { code: 'GAME_FAULT' },
    });
    expect(errors).toHaveLength(1);
    faults.clear();
    expect(ann.request('room.legal', { room: room.id })).toMatchObject({
      type: 'legal',
      payload: { complete: true, intents: [{ type: 'add', n: 1 }, { type: 'peek' }, { type: 'finish' }] },
    });
  });

  test('[R6] an error at the start of a match refuses the last player with GAME_FAULT, and the room keeps waiting', () => {
    const { open, peer, faults, games, sessions } = match();
    const lab = games.get('lab')?.game;
    if (lab === undefined) throw new Error('no game');
    const room = open(lab);
    const [dan, fay] = [peer('Dan'), peer('Fay')];
    dan.request('room.join', { room: room.id });
    faults.add('begin');
    expect(fay.request('room.join', { room: room.id })).toMatchObject({ payload: { code: 'GAME_FAULT' } });
    expect(sessions.of(fay.connection)?.rooms.size).toBe(0);
    expect(dan.in(room.id).document).toMatchObject({ status: 'waiting', seats: [{ name: 'Dan' }, null] });
    faults.clear();
    expect(fay.request('room.join', { room: room.id })).toMatchObject({
      type: 'joined',
      payload: { seat: 1 },
    });
    expect(dan.in(room.id).document.status).toBe('playing');
  });

  test('[R6] an error at the start of a rematch refuses the offer, which can be repeated', () => {
    const { ann, ben, intend, room, faults } = match();
    ann.request('intent', intend(1, { type: 'finish' }));
    ann.request('room.rematch', { room: room.id });
    faults.add('begin');
    expect(ben.request('room.rematch', { room: room.id })).toMatchObject({ payload: { code: 'GAME_FAULT' } });
    expect(room.state).toMatchObject({ status: 'finished', match: 1, rematch: [0] });
    faults.clear();
    expect(ben.request('room.rematch', { room: room.id })).toMatchObject({ type: 'ok' });
    expect(room.state).toMatchObject({ status: 'playing', match: 2 });
  });

  test('[R6] an error in its view during a change of presence sends nothing, and all members stay', () => {
    const { ann, ben, faults, room } = match();
    faults.add('view');
    ben.disconnect();
    expect(ann.in(room.id).document.seats[1]).toMatchObject({ connected: true });
    ben.reconnect();
    expect(ben.resume(room.id)).toMatchObject({ type: 'resumed' });
    faults.clear();
    ben.disconnect();
    expect(ann.in(room.id).document.seats[1]).toMatchObject({ connected: false });
    expect([...ann.violations, ...ben.violations]).toEqual([]);
  });

  test('[R6] an error in one room does not affect other rooms', () => {
    const { open, peer, faults, games, ann, add } = match();
    const lab = games.get('lab')?.game;
    const room = lab && open(lab);
    const [dan, fay] = [peer('Dan'), peer('Fay')];
    for (const client of [dan, fay]) client.request('room.join', { room: room?.id ?? '' });
    faults.add('action');
    ann.request('intent', add(1));
    faults.clear();
    expect(dan.request('intent', { ...add(1), room: room?.id ?? '' })).toMatchObject({ type: 'diff' });
  });
});
