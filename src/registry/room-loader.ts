// The rooms that are in the store and not in memory: loaded on demand, and in the background after a start.
import type { Rules } from '../game/index.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import { migrated, type Room, type RoomContext, setupOf } from '../room/index.ts';
import type { RoomIndexEntry, StoredRoom } from '../store/index.ts';

/** A claimed room whose game is served. */
export type Claimed = {
  readonly id: string;
  readonly rules: Rules;
  readonly code: string;
  readonly stored: StoredRoom;
  /** Migrated from an older version of its game: a snapshot is stored before anything else. */
  readonly isMigrated: boolean;
};

export type RoomLoaderOptions = {
  readonly games: ReadonlyMap<string, Rules>;
  readonly context: Pick<RoomContext, 'store' | 'log'>;
  /** Makes a room of it; undefined if the room was closed at once. Throws if the log cannot be replayed. */
  readonly take: (claimed: Claimed) => Room | undefined;
  /** Undoes what `take` began before it threw. */
  readonly drop: (id: string) => void;
};

/** Rooms loaded at a time: enough to keep the store busy, few enough (about 4 ms) that players are served in between. */
const AT_ONCE = 16;

/** The keys under which a log has its players, and its code. */
const NAMES = ['player', 'code'];

export class RoomLoader {
  readonly #options: RoomLoaderOptions;
  readonly #ids = new Set<string>();
  readonly #setAside = new Set<string>();
  readonly #coming = new Map<string, Promise<Room | 'set-aside' | undefined>>();
  #loading: Promise<void> | undefined;
  /** Room ids by player, and by code; only while there are rooms to load. */
  #index: ReadonlyMap<string, readonly string[]> | undefined;
  #reading: Promise<void> | undefined;
  #stopped = false;

  constructor(options: RoomLoaderOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#ids.size + this.#setAside.size;
  }

  /** Resolves when the ids of all stored rooms are known; the rooms are loaded from then on. */
  async open(): Promise<void> {
    for (const id of await this.#options.context.store.rooms()) this.#ids.add(id);
    if (this.#ids.size === 0) return;
    this.#reading = this.#readIndex();
    this.#loading = this.#loadAll();
  }

  /** Loads every room with this player or code before the others. Never rejects. */
  loadNamed(name: string): MaybePromise<void> {
    return this.#loading === undefined ? undefined : this.#loadNamed(name);
  }

  /** Whether a room that is not loaded yet has this code, as far as the index knows. */
  hasCode(code: string): boolean {
    return this.#index?.has(code) === true;
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

  async #loadNamed(name: string): Promise<void> {
    await this.#reading;
    // Without an index, all rooms must be loaded first.
    if (this.#index === undefined) await this.#loading;
    else await Promise.allSettled((this.#index.get(name) ?? []).map((id) => this.find(id)));
  }

  async #readIndex(): Promise<void> {
    const { store, log } = this.#options.context;
    try {
      const index = roomsByText(await store.roomIndex(NAMES));
      if (this.#loading !== undefined) this.#index = index;
    } catch (err) {
      log.error({ err }, 'cannot index the stored rooms');
    }
  }

  async #loadAll(): Promise<void> {
    const ids = [...this.#ids];
    await this.#reading;
    while (ids.length > 0 && !this.#stopped) {
      // Rooms of players who are back go first.
      do await Promise.allSettled(this.#coming.values());
      while (this.#coming.size > 0);
      await Promise.allSettled(ids.splice(0, AT_ONCE).map((id) => this.find(id)));
    }
    this.#loading = undefined;
    this.#index = undefined;
  }

  /** Rejects if the store cannot be read: the room can be loaded later. */
  async #load(id: string): Promise<Room | 'set-aside' | undefined> {
    const { context, take, drop } = this.#options;
    const stored = await context.store.claim(id);
    if (!this.#ids.delete(id) || stored === null) return undefined;
    try {
      return take(this.#withItsGame(id, stored));
    } catch (err) {
      drop(id);
      this.#setAside.add(id);
      context.log.error({ room: id, err }, 'a stored room cannot continue and is set aside');
      return 'set-aside';
    }
  }

  /** Throws where the game is not served, or its version cannot take the room over. */
  #withItsGame(id: string, stored: StoredRoom): Claimed {
    const { game, version, code } = setupOf(stored);
    const rules = this.#options.games.get(game);
    if (rules === undefined) throw new Error(`the game ${game} is not served`);
    if (rules.game.version === version) return { id, rules, code, stored, isMigrated: false };
    return { id, rules, code, stored: migrated(rules, stored), isMigrated: true };
  }
}

/** Like Map.groupBy, without a second map of entries: there may be 100,000. */
function roomsByText(index: readonly RoomIndexEntry[]): ReadonlyMap<string, readonly string[]> {
  const rooms = new Map<string, string[]>();
  for (const [text, room] of index) {
    const known = rooms.get(text);
    if (known === undefined) rooms.set(text, [room]);
    else known.push(room);
  }
  return rooms;
}
