// The rooms that are in the store and not in memory: loaded on demand, and in the background after a start.
import type { Rules } from '../game/index.ts';
import { migrated, type Room, type RoomSurroundings, setupOf } from '../room/index.ts';
import type { Soon, StoredRoom } from '../store/index.ts';

/** A claimed room whose game is at hand. */
export type Claimed = {
  readonly id: string;
  readonly rules: Rules;
  readonly code: string;
  readonly stored: StoredRoom;
  /** Brought from an older version of its game: to be stored so before anything else. */
  readonly isMigrated: boolean;
};

export type StoredRoomsOptions = {
  readonly games: ReadonlyMap<string, Rules>;
  readonly surroundings: Pick<RoomSurroundings, 'store' | 'log'>;
  /** Makes a room of it; undefined if it was over at once. Throws if the log can't be replayed. */
  readonly take: (claimed: Claimed) => Room | undefined;
  /** Takes back what `take` began before it threw. */
  readonly drop: (id: string) => void;
};

/** Loaded at once: enough to keep the store busy, few enough that players are served in between. */
const AT_ONCE = 64;

export class StoredRooms {
  readonly #options: StoredRoomsOptions;
  readonly #ids = new Set<string>();
  readonly #setAside = new Set<string>();
  readonly #coming = new Map<string, Promise<Room | 'set-aside' | undefined>>();
  #loading: Promise<void> | undefined;
  #stopped = false;

  constructor(options: StoredRoomsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#ids.size + this.#setAside.size;
  }

  get loading(): Promise<void> | undefined {
    return this.#loading;
  }

  /** Resolves when it is known which rooms there are; they are loaded from then on. */
  async open(): Promise<void> {
    for (const id of await this.#options.surroundings.store.rooms()) this.#ids.add(id);
    if (this.#ids.size > 0) this.#loading = this.#loadAll();
  }

  find(id: string): Soon<Room | 'set-aside' | undefined> {
    if (this.#setAside.has(id)) return 'set-aside';
    if (!this.#ids.has(id)) return undefined;
    const coming = this.#coming.get(id) ?? this.#load(id).finally(() => this.#coming.delete(id));
    this.#coming.set(id, coming);
    return coming;
  }

  stop(): void {
    this.#stopped = true;
    this.#ids.clear();
  }

  async #loadAll(): Promise<void> {
    const ids = [...this.#ids];
    while (ids.length > 0 && !this.#stopped) {
      await Promise.allSettled(ids.splice(0, AT_ONCE).map((id) => this.find(id)));
    }
    this.#loading = undefined;
  }

  /** Rejects if the store can't be read: the room stays to be asked for again. */
  async #load(id: string): Promise<Room | 'set-aside' | undefined> {
    const { surroundings, take, drop } = this.#options;
    const stored = await surroundings.store.claim(id);
    if (!this.#ids.delete(id) || stored === null) return undefined;
    try {
      return take(this.#withItsGame(id, stored));
    } catch (err) {
      drop(id);
      this.#setAside.add(id);
      surroundings.log.error({ room: id, err }, 'a room is set aside: it cannot go on');
      return 'set-aside';
    }
  }

  /** Throws where the game is missing, or is another version that can't take the room over. */
  #withItsGame(id: string, stored: StoredRoom): Claimed {
    const { game, version, code } = setupOf(stored);
    const rules = this.#options.games.get(game);
    if (rules === undefined) throw new Error(`the game ${game} is not served`);
    if (rules.game.version === version) return { id, rules, code, stored, isMigrated: false };
    return { id, rules, code, stored: migrated(rules, stored), isMigrated: true };
  }
}
