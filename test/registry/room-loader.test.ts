// The order in which stored rooms are loaded after a start. The test controls when the store answers.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { RoomLoader } from '../../src/registry/room-loader.ts';
import { MemoryStore, type RoomIndexEntry, type StoredRoom } from '../../src/store/index.ts';

const ids = Array.from({ length: 100 }, (_, i) => `room-${i}`);
/** The last room in the loading order. */
const lastRoom = 'room-99';

class ControlledStore extends MemoryStore {
  readonly claimed: string[] = [];
  readonly #answers: (() => void)[] = [];

  override rooms = async () => ids;
  readonly named = Promise.withResolvers<readonly RoomIndexEntry[]>();
  override roomIndex = () => this.named.promise;

  override claim(room: string): Promise<StoredRoom | null> {
    this.claimed.push(room);
    return new Promise((resolve) => this.#answers.push(() => resolve(null)));
  }

  answer(): void {
    for (const answer of this.#answers.splice(0)) answer();
  }
}

test('[T1] the room of a player who reconnects is loaded before all others', async () => {
  const store = new ControlledStore();
  const context = { store, log: { error: () => {} } as never };
  const rooms = new RoomLoader({ games: new Map(), context, take: () => undefined, drop: () => {} });
  await rooms.open();
  const back = rooms.loadNamed('ann');
  store.named.resolve([['ann', lastRoom]]);
  await nextTurn();
  expect(store.claimed).toEqual([lastRoom]);
  store.answer();
  await back;
  while (store.claimed.length < ids.length) {
    await nextTurn();
    store.answer();
  }
  expect(new Set(store.claimed)).toEqual(new Set(ids));
  await expect.poll(() => rooms.size).toBe(0);
});
