import { describe, expect, test } from 'vitest';
import { createHarness } from './fixtures/harness.ts';
import { labGame } from './fixtures/lab-game.ts';

/** A finished match of `players` people and `bots` bots, with one spectator. */
function finished({ players = 2, bots = 0 } = {}) {
  const game = labGame();
  const all = createHarness({ games: [game] });
  const room = all.open(game, { seats: players + bots });
  const people = ['Ann', 'Ben', 'Cid'].slice(0, players).map((name) => all.peer(name));
  for (const person of people) person.request('room.join', { room: room.id });
  const [ann] = people;
  if (ann === undefined) throw new Error('no players');
  for (let bot = 0; bot < bots; bot += 1) ann.request('room.bot', { room: room.id });
  const eve = all.peer('Eve');
  eve.request('room.join', { room: room.id, as: 'spectator' });
  ann.request('intent', { room: room.id, seq: 1, intent: { type: 'finish' } });
  const id = { room: room.id };
  const names = () => room.state.seats.map((holder) => holder?.name);
  const violations = () => [...people, eve].flatMap((peer) => peer.violations);
  return { ...all, room, people, ann, eve, id, names, violations };
}

describe('a rematch', () => {
  test('[R3] begins when every player has offered one; all move up one seat, and spectators stay', () => {
    const { people, eve, id, names, violations, room, expectedDocument } = finished({ players: 3 });
    const [ann, ben, cid] = people;
    expect(ann?.request('room.rematch', id)).toMatchObject({ type: 'ok' });
    expect(ben?.request('room.rematch', id)).toMatchObject({ type: 'ok' });
    expect(eve.in(room.id).document).toMatchObject({ status: 'finished', rematch: [0, 1] });
    expect(cid?.request('room.rematch', id)).toMatchObject({ type: 'ok' });
    expect(names()).toEqual(['Cid', 'Ann', 'Ben']);
    expect(people.map((peer) => peer.in(room.id).seat)).toEqual([1, 2, 0]);
    for (const peer of [...people, eve]) {
      expect(peer.in(room.id)).toMatchObject({
        revision: room.revision,
        document: { status: 'playing', match: 2 },
      });
      expect(peer.in(room.id).document).toEqual(expectedDocument(room, peer.in(room.id).seat));
    }
    expect(violations()).toEqual([]);
  });

  test('[C3] counts a repeated offer once, and answers ok both times', () => {
    const { ann, id, room, store } = finished();
    ann.request('room.rematch', id);
    const { appends } = store;
    expect(ann.request('room.rematch', id)).toMatchObject({ type: 'ok' });
    expect([store.appends, room.state.rematch]).toEqual([appends, [0]]);
  });

  test('is refused to spectators and non-members, and during a match', () => {
    const { ann, people, eve, id, peer } = finished();
    expect(eve.request('room.rematch', id)).toMatchObject({ payload: { code: 'NOT_A_PLAYER' } });
    expect(peer('Dan').request('room.rematch', id)).toMatchObject({ payload: { code: 'NOT_A_PLAYER' } });
    for (const person of people) person.request('room.rematch', id);
    expect(ann.request('room.rematch', id)).toMatchObject({ payload: { code: 'MATCH_NOT_FINISHED' } });
  });

  test('moves bots up one seat as well', () => {
    const { ann, id, names, room } = finished({ players: 1, bots: 2 });
    ann.request('room.rematch', id);
    expect(names()).toEqual(['Robot', 'Ann', 'Robot']);
    expect(room.state).toMatchObject({ status: 'playing', match: 2 });
    expect(ann.in(room.id).seat).toBe(1);
  });

  test('waits while a seat is free, and needs the offer of the player who takes it', () => {
    const { people, ann, eve, id, room } = finished();
    ann.request('room.rematch', id);
    people[1]?.request('room.leave', id);
    expect(room.state.rematch).toEqual([]);
    ann.request('room.rematch', id);
    expect(room.state).toMatchObject({ status: 'finished', rematch: [0] });
    expect(eve.request('room.join', id)).toMatchObject({ type: 'joined', payload: { seat: 1 } });
    ann.request('room.rematch', id);
    eve.request('room.rematch', id);
    expect(room.state).toMatchObject({ status: 'playing', match: 2 });
    expect([ann.in(room.id).seat, eve.in(room.id).seat]).toEqual([1, 0]);
  });

  test('begins without an offer of a bot that takes the free seat', () => {
    const { people, ann, id, room } = finished();
    people[1]?.request('room.leave', id);
    expect(ann.request('room.bot', id)).toMatchObject({ type: 'ok' });
    ann.request('room.rematch', id);
    expect(room.state.status).toBe('playing');
  });

  test('[R9] counts the offer of a player who is away, who can then resume in the new seat', () => {
    const { people, ann, id, room, violations } = finished();
    const [, ben] = people;
    ben?.request('room.rematch', id);
    ben?.disconnect();
    ann.request('room.rematch', id);
    expect(ann.in(room.id).document).toMatchObject({
      status: 'playing',
      seats: [{ name: 'Ben', connected: false }, {}],
    });
    ben?.reconnect();
    expect(ben?.received('welcome')[0]?.rooms).toEqual([{ room: room.id, seat: 0 }]);
    expect(ben?.resume(room.id)).toMatchObject({ type: 'joined', payload: { seat: 0 } });
    expect(ann.in(room.id).document.seats[0]).toMatchObject({ connected: true });
    expect(violations()).toEqual([]);
  });

  test('[R11] logs a different seed for every match', () => {
    const { people, id, store } = finished();
    for (const person of people) person.request('room.rematch', id);
    const seeds = store.stored.flatMap(({ event }) => (event as { seed?: string }).seed ?? []);
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(seeds).toHaveLength(4);
  });
});
