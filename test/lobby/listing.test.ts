import { describe, expect, test } from 'vitest';
import type { Game } from '../../src/game/index.ts';
import type { Json } from '../../src/json.ts';
import { LOBBY_LIMITS } from '../../src/lobby/index.ts';
import { apply, type Patch } from '../../src/patch/index.ts';
import { createHarness } from '../room/fixtures/harness.ts';
import { labGame } from '../room/fixtures/lab-game.ts';
import type { Peer } from '../room/fixtures/peer.ts';

const DELAY = LOBBY_LIMITS.listingDelayMs;

function setup(limits = {}) {
  const game = labGame();
  const other = { ...labGame(), name: 'other' };
  const all = createHarness({ games: [game, other], limits });
  const [ann, eve] = [all.peer('Ann'), all.peer('Eve')];
  /** A public room with its creator in it. */
  function createRoom(name = 'Ben', of: Game = game) {
    const room = all.open(of, { visibility: 'public' });
    const creator = all.peer(name);
    creator.request('room.join', { room: room.id });
    return { room, creator };
  }
  /** The list that a watcher holds: the last full list with all later diffs applied. */
  function held(peer: Peer): { rooms: { room: string }[] } {
    let list: Json = null;
    for (const { type, payload } of peer.connection.messages) {
      if (type === 'lobby') list = payload as unknown as Json;
      else if (type === 'lobby.diff') list = apply(list, payload.ops as Patch);
    }
    return list as unknown as { rooms: { room: string }[] };
  }
  return { ...all, game, other, ann, eve, createRoom, held };
}

describe('the listing', () => {
  test('[L2] shows public rooms, and sends changes after the listing delay', () => {
    const { ann, createRoom, open, game, held, clock } = setup();
    open(game, { visibility: 'private' });
    const { room } = createRoom();
    expect(ann.request('lobby.watch', {})).toMatchObject({
      type: 'lobby',
      payload: {
        rooms: [
          {
            ...{ room: room.id, game: 'lab', status: 'waiting', names: ['Ben'], spectators: 0 },
            seats: { taken: 1, total: 2 },
          },
        ],
      },
    });
    ann.request('room.join', { room: room.id });
    expect(ann.received('lobby.diff')).toEqual([]);
    clock.advance(DELAY);
    expect(ann.received('lobby.diff')).toHaveLength(1);
    expect(held(ann)).toMatchObject({ rooms: [{ status: 'playing', names: ['Ben', 'Ann'] }] });
    expect(clock.pending).toBe(0);
  });

  test('[L2] does not show a room that has ended', () => {
    const { ann, createRoom, held, clock } = setup();
    const { room, creator } = createRoom();
    ann.request('lobby.watch', {});
    creator.request('room.leave', { room: room.id });
    clock.advance(DELAY);
    expect(held(ann)).toEqual({ rooms: [] });
  });

  test('sends one diff for several changes, and none for changes that cancel out', () => {
    const { ann, createRoom, clock } = setup();
    ann.request('lobby.watch', {});
    for (let n = 0; n < 10; n += 1) createRoom(`B${n}`);
    clock.advance(DELAY);
    expect(ann.received('lobby.diff')).toHaveLength(1);
    const { room, creator } = createRoom('Zoe');
    creator.request('room.leave', { room: room.id });
    clock.advance(DELAY);
    expect(ann.received('lobby.diff')).toHaveLength(1);
  });

  test('sends a watcher of one game only the rooms of that game', () => {
    const { ann, eve, createRoom, other, held, clock } = setup();
    ann.request('lobby.watch', { game: 'other' });
    eve.request('lobby.watch', {});
    createRoom();
    const { room } = createRoom('Cid', other);
    clock.advance(DELAY);
    expect(held(ann).rooms.map((listed) => listed.room)).toEqual([room.id]);
    expect(held(eve).rooms).toHaveLength(2);
    const before = ann.received('lobby.diff').length;
    createRoom('Dan');
    clock.advance(DELAY);
    expect(ann.received('lobby.diff')).toHaveLength(before);
  });

  test('replaces the first subscription of a connection by the second', () => {
    const { ann, createRoom, other, held, clock, listing } = setup();
    ann.request('lobby.watch', {});
    expect(ann.request('lobby.watch', { game: 'other' })).toMatchObject({ type: 'lobby' });
    expect(listing.watchers).toBe(1);
    createRoom();
    const { room } = createRoom('Cid', other);
    clock.advance(DELAY);
    expect(held(ann).rooms.map((listed) => listed.room)).toEqual([room.id]);
    ann.request('lobby.watch', {});
    expect(held(ann).rooms).toHaveLength(2);
    ann.request('lobby.watch', {});
    createRoom('Dan');
    clock.advance(DELAY);
    expect(held(ann).rooms).toHaveLength(3);
  });

  test('sends the same list to a watcher who subscribes during the delay', () => {
    const { ann, eve, createRoom, held, clock } = setup();
    ann.request('lobby.watch', {});
    createRoom();
    eve.request('lobby.watch', {});
    clock.advance(DELAY);
    expect(held(eve)).toEqual(held(ann));
    expect(held(eve).rooms).toHaveLength(1);
  });

  test('[R10] sends nothing and leaves no timer after unwatch or a lost connection', () => {
    const { ann, eve, createRoom, clock, listing } = setup();
    ann.request('lobby.watch', {});
    eve.request('lobby.watch', {});
    createRoom();
    expect(ann.request('lobby.unwatch', {})).toMatchObject({ type: 'ok' });
    expect(ann.request('lobby.unwatch', {})).toMatchObject({ type: 'ok' });
    const timers = clock.pending;
    eve.disconnect();
    expect([listing.watchers, clock.pending - timers]).toEqual([0, 0]);
    clock.advance(DELAY);
    expect([...ann.received('lobby.diff'), ...eve.received('lobby.diff')]).toEqual([]);
    // A new subscription gets the full list.
    expect(ann.request('lobby.watch', {})).toMatchObject({ payload: { rooms: [{ names: ['Ben'] }] } });
  });

  test('ends the subscription of a replaced connection', () => {
    const { ann, listing } = setup();
    ann.request('lobby.watch', {});
    ann.reconnect();
    expect(listing.watchers).toBe(0);
  });

  test('[C5] sends a slow reader nothing until its queue is empty, then the full list', () => {
    const { ann, createRoom, held, clock } = setup();
    ann.request('lobby.watch', {});
    ann.connection.congested = true;
    createRoom();
    clock.advance(DELAY);
    createRoom('Cid');
    clock.advance(DELAY);
    expect(ann.received('lobby.diff')).toEqual([]);
    ann.drain();
    expect(held(ann).rooms).toHaveLength(2);
    createRoom('Dan');
    clock.advance(DELAY);
    expect(held(ann).rooms).toHaveLength(3);
  });

  test('[C8] lists the oldest rooms up to the limit', () => {
    const { ann, createRoom, held, clock } = setup({ listedRooms: 2 });
    const [first] = [createRoom('A'), createRoom('B'), createRoom('C')];
    ann.request('lobby.watch', {});
    expect(held(ann).rooms).toHaveLength(2);
    first?.creator.request('room.leave', { room: first.room.id });
    clock.advance(DELAY);
    expect(held(ann)).toMatchObject({ rooms: [{ names: ['B'] }, { names: ['C'] }] });
  });

  test('[L3] [R7] contains no code and no secret of the game', () => {
    const { ann, createRoom } = setup();
    const { room } = createRoom();
    const { payload } = ann.request('lobby.watch', {});
    expect(JSON.stringify(payload)).not.toContain(room.state.setup.code);
    expect(JSON.stringify(payload)).not.toContain('canary');
  });
});
