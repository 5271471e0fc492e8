// The rooms that are in the store and not in memory: loaded on demand, and in the background after a start.
import type { Rules } from '../game/index.ts';
import { migrated, type Room, type RoomContext, setupOf } from '../room/index.ts';
import type { MaybePromise, RoomIndexEntry, StoredRoom } from '../store/index.ts';

/** A claimed room whose game is at hand. */
export type Claimed = {
  readonly id: string;
  readonly rules: Rules;
  readonly code: string;
  readonly stored: StoredRoom;
  /** Brought from an older version of its game: to be stored so before anything else. */
  readonly isMigrated: boolean;
};

export type RoomLoaderOptions = {
  readonly games: ReadonlyMap<string, Rules>;
  readonly surroundings: Pick<RoomContext, 'store' | 'log'>;
  /** Makes a room of it; undefined if it was over at once. Throws if the log can't be replayed. */
  readonly take: (claimed: Claimed) => Room | undefined;
  /** Takes back what `take` began before it threw. */
  readonly drop: (id: string) => void;
};

/** Loaded at once: enough to keep the store busy, few enough that players are served in between (4 ms or so). */
const AT_ONCE = 16;

/** Under these keys a log has its players, and its code. */
const NAMES = ['player', 'code'];

export class RoomLoader {
  readonly #options: RoomLoaderOptions;
  readonly #ids = new Set<string>();
  readonly #setAside = new Set<string>();
  readonly #coming = new Map<string, Promise<Room | 'set-aside' | undefined>>();
  #loading: Promise<void> | undefined;
  /** By player, and by code; only as long as there is something to be loaded. */
  #naming: ReadonlyMap<string, readonly string[]> | undefined;
  #indexing: Promise<void> | undefined;
  #stopped = false;

  constructor(options: RoomLoaderOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#ids.size + this.#setAside.size;
  }

  /** Resolves when it is known which rooms there are; they are loaded from then on. */
  async open(): Promise<void> {
    for (const id of await this.#options.surroundings.store.rooms()) this.#ids.add(id);
    if (this.#ids.size === 0) return;
    this.#indexing = this.#index();
    this.#loading = this.#loadAll();
  }

  /** Loads, ahead of the others, every room that names this player or code. Never rejects. */
  bring(name: string): MaybePromise<void> {
    return this.#loading === undefined ? undefined : this.#bring(name);
  }

  /** Whether a room that is yet to be loaded has this code, as far as is known. */
  hasCode(code: string): boolean {
    return this.#naming?.has(code) === true;
  }

  find(id: string): MaybePromise<Room | 'set-aside' | undefined> {
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

  async #bring(name: string): Promise<void> {
    await this.#indexing;
    // Without an index one can but wait for all.
    if (this.#naming === undefined) await this.#loading;
    else await Promise.allSettled((this.#naming.get(name) ?? []).map((id) => this.find(id)));
  }

  async #index(): Promise<void> {
    const { store, log } = this.#options.surroundings;
    try {
      const naming = roomsByText(await store.roomIndex(NAMES));
      if (this.#loading !== undefined) this.#naming = naming;
    } catch (err) {
      log.error({ err }, 'the stored rooms could not be looked through');
    }
  }

  async #loadAll(): Promise<void> {
    const ids = [...this.#ids];
    await this.#indexing;
    while (ids.length > 0 && !this.#stopped) {
      // Whoever is back already goes first.
      do await Promise.allSettled(this.#coming.values());
      while (this.#coming.size > 0);
      await Promise.allSettled(ids.splice(0, AT_ONCE).map((id) => this.find(id)));
    }
    this.#loading = undefined;
    this.#naming = undefined;
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

/** Like Map.groupBy, without a second map of it: there may be a hundred thousand. */
function roomsByText(naming: readonly RoomIndexEntry[]): ReadonlyMap<string, readonly string[]> {
  const rooms = new Map<string, string[]>();
  for (const [text, room] of naming) {
    const known = rooms.get(text);
    if (known === undefined) rooms.set(text, [room]);
    else known.push(room);
  }
  return rooms;
}
