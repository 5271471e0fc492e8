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
  /** All that a refused message must leave as it was. */
  const state = () => JSON.stringify([saveState(room.rules, room.state), room.revision, all.store.appends]);
  return { ...all, faults, room, ann, ben, eve, intend, add, state };
}

describe('what an intent is refused for', () => {
  test('[R4] a shape that the schema does not take: BAD_INTENT, and where', () => {
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

  test('[R4] what the machine cannot take: INTENT_ILLEGAL, and the guard that said no', () => {
    const { ann, add, state } = match();
    for (const seq of [1, 2, 3]) ann.request('intent', add(seq, 3));
    const before = state();
    expect(ann.request('intent', add(4, 3))).toMatchObject({
      type: 'rejected',
      payload: { code: 'INTENT_ILLEGAL', reason: 'notTooMuch' },
    });
    expect(state()).toBe(before);
    // The number was not used up.
    expect(ann.request('intent', add(4, 1))).toMatchObject({ type: 'diff' });
  });

  test('[R4] a spectator: NOT_A_PLAYER; a stranger: NOT_A_MEMBER; no room: UNKNOWN_ROOM', () => {
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

  test('[R4] a player who has not resumed on this connection: NOT_A_MEMBER', () => {
    const { ann, add, room, state } = match();
    ann.reconnect();
    const before = state();
    expect(ann.request('intent', add(1))).toMatchObject({ payload: { code: 'NOT_A_MEMBER' } });
    expect(state()).toBe(before);
    ann.resume(room.id);
    expect(ann.request('intent', add(1))).toMatchObject({ type: 'diff' });
  });

  test('[R4] no match: MATCH_NOT_PLAYING, before it begins and after it ended', () => {
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

  test('[C3] a rejected intent without a ref is told all the same; an accepted one comes as the plain diff', () => {
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
  test('[R5] the same seq again is applied once, and answered the same', () => {
    const { ann, ben, add, room, state } = match();
    const first = ann.request('intent', add(1));
    const [before, told] = [state(), ben.texts.length];
    const second = ann.request('intent', add(1));
    expect(second.payload).toEqual(first.payload);
    expect(state()).toBe(before);
    expect(ben.texts).toHaveLength(told);
    expect(ann.in(room.id).document.view).toMatchObject({ total: 1 });
    expect(ann.violations).toEqual([]);
  });

  test('[R5] the seq alone counts, whatever the intent says the second time', () => {
    const { ann, add, intend, room } = match();
    ann.request('intent', add(1));
    expect(ann.request('intent', intend(1, { type: 'finish' }))).toMatchObject({ type: 'diff' });
    expect(room.state.status).toBe('playing');
  });

  test('[R5] an older seq is STALE_SEQ, gaps are allowed, and each player counts alone', () => {
    const { ann, ben, add, state } = match();
    ann.request('intent', add(5));
    const before = state();
    expect(ann.request('intent', add(4))).toMatchObject({ type: 'rejected', payload: { code: 'STALE_SEQ' } });
    expect(state()).toBe(before);
    expect(ben.request('intent', add(1))).toMatchObject({ type: 'diff' });
  });

  test('[R5] sent again after a takeover it is applied once, though the first answer was lost', async () => {
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

  test('[R5] the seq goes with the player through a rematch into another seat', () => {
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

describe('a game that fails', () => {
  test.each(['guard', 'action', 'view', 'secrets'] as const)(
    '[R6] at its %s costs that intent alone: GAME_FAULT, and the state stands',
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

  test('[R6] at the question what is legal: GAME_FAULT', () => {
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

  test('[R6] at the beginning: who would have been the last to sit down is told, and the room waits on', () => {
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

  test('[R6] at a rematch: the offer is refused, and can be made again', () => {
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

  test('[R6] at telling who is there: nothing is told, and nobody is lost', () => {
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

  test('[R6] other rooms notice nothing', () => {
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
