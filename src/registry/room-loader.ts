// The rooms that are in the store and not in memory: loaded on demand, and in the background after a start.
import type { Rules } from '../game/index.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import { migrated, type Room, type RoomContext, setupOf } from '../room/index.ts';
import type { RoomIndexEntry, StoredRoom } from '../store/index.ts';

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
  readonly context: Pick<RoomContext, 'store' | 'log'>;
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
  #index: ReadonlyMap<string, readonly string[]> | undefined;
  #reading: Promise<void> | undefined;
  #stopped = false;

  constructor(options: RoomLoaderOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#ids.size + this.#setAside.size;
  }

  /** Resolves when it is known which rooms there are; they are loaded from then on. */
  async open(): Promise<void> {
    for (const id of await this.#options.context.store.rooms()) this.#ids.add(id);
    if (this.#ids.size === 0) return;
    this.#reading = this.#readIndex();
    this.#loading = this.#loadAll();
  }

  /** Loads, ahead of the others, every room that names this player or code. Never rejects. */
  loadNamed(name: string): MaybePromise<void> {
    return this.#loading === undefined ? undefined : this.#loadNamed(name);
  }

  /** Whether a room that is yet to be loaded has this code, as far as is known. */
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
    // Without an index one can but wait for all.
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
      // Whoever is back already goes first.
      do await Promise.allSettled(this.#coming.values());
      while (this.#coming.size > 0);
      await Promise.allSettled(ids.splice(0, AT_ONCE).map((id) => this.find(id)));
    }
    this.#loading = undefined;
    this.#index = undefined;
  }

  /** Rejects if the store can't be read: the room stays to be asked for again. */
  async #load(id: string): Promise<Room | 'set-aside' | undefined> {
    const { context, take, drop } = this.#options;
    const stored = await context.store.claim(id);
    if (!this.#ids.delete(id) || stored === null) return undefined;
    try {
      return take(this.#withItsGame(id, stored));
    } catch (err) {
      drop(id);
      this.#setAside.add(id);
      context.log.error({ room: id, err }, 'a room is set aside: it cannot go on');
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
function roomsByText(index: readonly RoomIndexEntry[]): ReadonlyMap<string, readonly string[]> {
  const rooms = new Map<string, string[]>();
  for (const [text, room] of index) {
    const known = rooms.get(text);
    if (known === undefined) rooms.set(text, [room]);
    else known.push(room);
  }
  return rooms;
}
