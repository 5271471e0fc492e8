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
  /** A public room with its maker in it. */
  function made(name = 'Ben', of: Game = game) {
    const room = all.open(of, { visibility: 'public' });
    const maker = all.peer(name);
    maker.request('room.join', { room: room.id });
    return { room, maker };
  }
  /** What a watcher holds: the last whole list, and the changes since. */
  function held(peer: Peer): { rooms: { room: string }[] } {
    let list: Json = null;
    for (const { type, payload } of peer.connection.messages) {
      if (type === 'lobby') list = payload as unknown as Json;
      else if (type === 'lobby.diff') list = apply(list, payload.ops as Patch);
    }
    return list as unknown as { rooms: { room: string }[] };
  }
  return { ...all, game, other, ann, eve, made, held };
}

describe('the listing', () => {
  test('[L2] shows public rooms, and each change, a moment after it', () => {
    const { ann, made, open, game, held, clock } = setup();
    open(game, { visibility: 'private' });
    const { room } = made();
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

  test('[L2] a room that has ended is in it no more', () => {
    const { ann, made, held, clock } = setup();
    const { room, maker } = made();
    ann.request('lobby.watch', {});
    maker.request('room.leave', { room: room.id });
    clock.advance(DELAY);
    expect(held(ann)).toEqual({ rooms: [] });
  });

  test('a burst of changes is told once, and none that came to nothing', () => {
    const { ann, made, clock } = setup();
    ann.request('lobby.watch', {});
    for (let n = 0; n < 10; n += 1) made(`B${n}`);
    clock.advance(DELAY);
    expect(ann.received('lobby.diff')).toHaveLength(1);
    const { room, maker } = made('Zoe');
    maker.request('room.leave', { room: room.id });
    clock.advance(DELAY);
    expect(ann.received('lobby.diff')).toHaveLength(1);
  });

  test('can be watched for one game', () => {
    const { ann, eve, made, other, held, clock } = setup();
    ann.request('lobby.watch', { game: 'other' });
    eve.request('lobby.watch', {});
    made();
    const { room } = made('Cid', other);
    clock.advance(DELAY);
    expect(held(ann).rooms.map((listed) => listed.room)).toEqual([room.id]);
    expect(held(eve).rooms).toHaveLength(2);
    const before = ann.received('lobby.diff').length;
    made('Dan');
    clock.advance(DELAY);
    expect(ann.received('lobby.diff')).toHaveLength(before);
  });

  test('watched twice: the second takes the place of the first', () => {
    const { ann, made, other, held, clock, listing } = setup();
    ann.request('lobby.watch', {});
    expect(ann.request('lobby.watch', { game: 'other' })).toMatchObject({ type: 'lobby' });
    expect(listing.watchers).toBe(1);
    made();
    const { room } = made('Cid', other);
    clock.advance(DELAY);
    expect(held(ann).rooms.map((listed) => listed.room)).toEqual([room.id]);
    ann.request('lobby.watch', {});
    expect(held(ann).rooms).toHaveLength(2);
    ann.request('lobby.watch', {});
    made('Dan');
    clock.advance(DELAY);
    expect(held(ann).rooms).toHaveLength(3);
  });

  test('one who comes while changes are gathered is told the same as all others', () => {
    const { ann, eve, made, held, clock } = setup();
    ann.request('lobby.watch', {});
    made();
    eve.request('lobby.watch', {});
    clock.advance(DELAY);
    expect(held(eve)).toEqual(held(ann));
    expect(held(eve).rooms).toHaveLength(1);
  });

  test('[R10] unwatched or gone, nothing is told and no timer is left', () => {
    const { ann, eve, made, clock, listing } = setup();
    ann.request('lobby.watch', {});
    eve.request('lobby.watch', {});
    made();
    expect(ann.request('lobby.unwatch', {})).toMatchObject({ type: 'ok' });
    expect(ann.request('lobby.unwatch', {})).toMatchObject({ type: 'ok' });
    const timers = clock.pending;
    eve.disconnect();
    expect([listing.watchers, clock.pending - timers]).toEqual([0, 0]);
    clock.advance(DELAY);
    expect([...ann.received('lobby.diff'), ...eve.received('lobby.diff')]).toEqual([]);
    // Watched again, it is whole.
    expect(ann.request('lobby.watch', {})).toMatchObject({ payload: { rooms: [{ names: ['Ben'] }] } });
  });

  test('a connection that was replaced watches no more', () => {
    const { ann, listing } = setup();
    ann.request('lobby.watch', {});
    ann.reconnect();
    expect(listing.watchers).toBe(0);
  });

  test('[C5] a slow reader is told nothing until its queue is empty, then the whole', () => {
    const { ann, made, held, clock } = setup();
    ann.request('lobby.watch', {});
    ann.connection.congested = true;
    made();
    clock.advance(DELAY);
    made('Cid');
    clock.advance(DELAY);
    expect(ann.received('lobby.diff')).toEqual([]);
    ann.drain();
    expect(held(ann).rooms).toHaveLength(2);
    made('Dan');
    clock.advance(DELAY);
    expect(held(ann).rooms).toHaveLength(3);
  });

  test('[C8] the oldest so many are listed', () => {
    const { ann, made, held, clock } = setup({ listedRooms: 2 });
    const [first] = [made('A'), made('B'), made('C')];
    ann.request('lobby.watch', {});
    expect(held(ann).rooms).toHaveLength(2);
    first?.maker.request('room.leave', { room: first.room.id });
    clock.advance(DELAY);
    expect(held(ann)).toMatchObject({ rooms: [{ names: ['B'] }, { names: ['C'] }] });
  });

  test('[L3] [R7] the list gives away no code and nothing of the game', () => {
    const { ann, made } = setup();
    const { room } = made();
    const { payload } = ann.request('lobby.watch', {});
    expect(JSON.stringify(payload)).not.toContain(room.state.setup.code);
    expect(JSON.stringify(payload)).not.toContain('canary');
  });
});
