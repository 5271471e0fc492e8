import { describe, expect, test } from 'vitest';
import { createHarness, GRACE_MS, SPECTATOR_DELAY_MS } from './fixtures/harness.ts';
import { canary, type Faults, labGame } from './fixtures/lab-game.ts';
import type { Peer } from './fixtures/peer.ts';

function match({ seats = 2 } = {}) {
  const faults: Faults = new Set();
  const game = labGame(faults);
  const all = createHarness({ games: [game] });
  const room = all.open(game, { seats, visibility: 'public', options: { leaver: 'goesOn' } });
  const [ann, ben, eve] = [all.peer('Ann'), all.peer('Ben'), all.peer('Eve')];
  ann.request('room.join', { room: room.id });
  ben.request('room.join', { room: room.id });
  eve.request('room.join', { room: room.id, as: 'spectator' });
  all.clock.advance(SPECTATOR_DELAY_MS);
  let seq = 0;
  const intend = (type: string) => {
    seq += 1;
    return { room: room.id, seq, intent: { type } };
  };
  return { ...all, faults, room, ann, ben, eve, intend };
}

const hasReceivedSecret = (peer: Peer, seat: number): boolean =>
  peer.texts.some((text) => text.includes(canary(seat)));
const mine = (peer: Peer, room: string) => peer.in(room).document.mine;

describe('secrets', () => {
  test('[R7] documents and diffs hold the secrets of the own seat only, and none for spectators', () => {
    const { ann, ben, eve, intend, room } = match();
    ann.request('intent', intend('peek'));
    ann.request('intent', intend('peek'));
    expect(mine(ann, room.id)).toEqual({ hand: canary(0), peeks: 2 });
    expect(mine(ben, room.id)).toEqual({ hand: canary(1), peeks: 0 });
    expect(mine(eve, room.id)).toBeNull();
    expect([
      hasReceivedSecret(ann, 1),
      hasReceivedSecret(ben, 0),
      hasReceivedSecret(eve, 0),
      hasReceivedSecret(eve, 1),
    ]).toEqual([false, false, false, false]);
  });

  test("[R7] a change of another seat's secrets is sent as a revision without operations", () => {
    const { ann, ben, eve, intend, room } = match();
    const before = ben.in(room.id).revision;
    ann.request('intent', intend('peek'));
    for (const peer of [ben, eve]) {
      expect(peer.received('diff').at(-1)).toEqual({ room: room.id, revision: before + 1, ops: [] });
    }
  });

  test('[R7] answers to resume, repeated intents, chat, listing and refused requests hold no secrets of others', async () => {
    const { ann, ben, eve, peer, intend, room } = match();
    const dan = peer('Dan');
    dan.request('lobby.watch', {});
    ann.request('intent', intend('peek'));
    ann.request('intent', { room: room.id, seq: 1, intent: { type: 'peek' } });
    for (const client of [ben, eve]) {
      const { epoch, revision } = client.in(room.id);
      expect(client.request('room.resume', { room: room.id, epoch, revision: revision - 1 }).type).toBe(
        'resumed',
      );
      expect(client.request('room.resume', { room: room.id, epoch: 0, revision: 0 }).type).toBe('joined');
      client.send('chat', { room: room.id, text: 'psst' });
      client.send('intent', { room: room.id, seq: 1, intent: { type: 'add', n: 99 } });
      client.send('room.legal', { room: room.id });
      client.send('room.bot', { room: room.id });
    }
    dan.send('intent', { room: room.id, seq: 1, intent: { type: 'peek' } });
    dan.send('room.resume', { room: room.id, epoch: 1, revision: 1 });
    expect([hasReceivedSecret(ann, 1), hasReceivedSecret(ben, 0)]).toEqual([false, false]);
    for (const client of [eve, dan])
      expect([hasReceivedSecret(client, 0), hasReceivedSecret(client, 1)]).toEqual([false, false]);
  });

  test('[R7] a rematch sends each player the secrets of the new seat, and earlier revisions cannot be resumed', () => {
    const { ann, ben, intend, room } = match();
    ann.request('intent', intend('finish'));
    ann.request('room.rematch', { room: room.id });
    const before = ben.in(room.id);
    ben.request('room.rematch', { room: room.id });
    expect(mine(ann, room.id)).toMatchObject({ hand: canary(1) });
    expect(mine(ben, room.id)).toMatchObject({ hand: canary(0) });
    const { epoch, revision } = before;
    expect(ben.request('room.resume', { room: room.id, epoch, revision })).toMatchObject({ type: 'joined' });
    const again = ann.request('intent', { room: room.id, seq: 1, intent: { type: 'finish' } });
    expect(again.payload).toMatchObject({ ops: [] });
  });

  test('[R7] a rematch that ends as it begins sends each player the secrets of the new seat', () => {
    const game = labGame();
    const { open, peer } = createHarness({ games: [game] });
    const room = open(game, { options: { instant: true } });
    const [ann, ben] = [peer('Ann'), peer('Ben')];
    for (const client of [ann, ben]) client.request('room.join', { room: room.id });
    for (const client of [ann, ben]) client.request('room.rematch', { room: room.id });
    expect(ann.in(room.id)).toMatchObject({
      seat: 1,
      document: { match: 2, status: 'finished', mine: { hand: canary(1) } },
    });
    expect(ben.in(room.id)).toMatchObject({ seat: 0, document: { mine: { hand: canary(0) } } });
  });

  test('[R7] a player who joins after a match receives the secrets of the next match only', () => {
    const { ann, ben, eve, intend, room, clock } = match();
    ann.request('intent', intend('finish'));
    ben.request('room.leave', { room: room.id });
    const { epoch, revision } = eve.in(room.id);
    expect(eve.request('room.join', { room: room.id })).toMatchObject({
      type: 'joined',
      payload: { seat: 1 },
    });
    expect(mine(eve, room.id)).toBeNull();
    expect(eve.request('room.resume', { room: room.id, epoch, revision })).toMatchObject({ type: 'joined' });
    expect([hasReceivedSecret(eve, 0), hasReceivedSecret(eve, 1)]).toEqual([false, false]);
    for (const client of [ann, eve]) client.request('room.rematch', { room: room.id });
    clock.advance(SPECTATOR_DELAY_MS);
    expect([mine(ann, room.id), mine(eve, room.id)]).toMatchObject([
      { hand: canary(1) },
      { hand: canary(0) },
    ]);
    expect([hasReceivedSecret(eve, 1), eve.violations]).toEqual([false, []]);
  });

  test('[R7] a player who lost the seat receives no more secrets', () => {
    const { ann, ben, intend, room, clock } = match();
    ben.disconnect();
    clock.advance(GRACE_MS);
    ben.reconnect();
    ben.request('room.join', { room: room.id, as: 'spectator' });
    const [before, secrets] = [ben.texts.length, mine(ben, room.id)];
    ann.request('intent', intend('peek'));
    expect(secrets).toBeNull();
    expect(ben.texts.slice(before).join()).not.toContain('canary');
  });

  test('[R7] the message of an error in the game is sent to no member', () => {
    const { ann, eve, intend, faults } = match();
    faults.add('action');
    faults.add('guard');
    ann.send('intent', { ...intend('add'), intent: { type: 'add', n: 1 } });
    for (const client of [ann, eve]) expect(client.texts.join()).not.toContain('fault at');
  });
});
