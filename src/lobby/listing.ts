// The public rooms as a lobby shows them: derived from the rooms at each change, so it can't outlive them (L2).
import type { CancelTimer, Clock } from '../clock/index.ts';
import type { Json } from '../json.ts';
import { diff } from '../patch/index.ts';
import { frame, type ListedRoom, type Ref } from '../protocol/index.ts';
import { FixedWindowLimiter, type RateLimiter } from '../rate-limit/index.ts';
import type { Room, RoomObserver } from '../room/index.ts';
import type { Caller, Connection } from '../session/index.ts';
import type { LobbyLimits } from './limits.ts';

/** Who watches which game's rooms; undefined for all games. */
type Watch = { readonly game: string | undefined; behind: boolean };

/** One state of a listing, and the same as JSON: encoded once, by whoever is first to need it whole. */
type Told = { readonly rooms: readonly ListedRoom[]; text?: string };

export type ListingOptions = {
  readonly clock: Clock;
  readonly limits: Pick<LobbyLimits, 'listedRooms' | 'listingDelayMs' | 'watchesPerMinute'>;
};

export class Listing implements RoomObserver {
  readonly #options: ListingOptions;
  readonly #listed = new Map<string, ListedRoom>();
  readonly #watches = new Map<Connection, Watch>();
  /** What was last told, by game. */
  readonly #told = new Map<string | undefined, Told>();
  readonly #asked: RateLimiter<Connection>;
  #timer: CancelTimer | undefined;

  constructor(options: ListingOptions) {
    this.#options = options;
    this.#asked = new FixedWindowLimiter(options.clock, { limit: options.limits.watchesPerMinute });
  }

  get watchers(): number {
    return this.#watches.size;
  }

  /** Tells the listing now, and each change of it from now on. A second watch takes the place of the first. */
  watch(caller: Caller, game: string | undefined): void {
    const { connection, ref } = caller;
    if (!this.#asked.take(connection)) {
      caller.refuse('RATE_LIMITED');
      return;
    }
    this.unwatch(connection);
    this.#watches.set(connection, { game, behind: false });
    this.#tellWhole(connection, game, ref);
  }

  unwatch(connection: Connection): void {
    const watch = this.#watches.get(connection);
    this.#watches.delete(connection);
    // What lists nothing is not worth keeping: there are more names of games than games.
    if (watch && this.#told.get(watch.game)?.rooms.length === 0 && !this.#isWatched(watch.game))
      this.#told.delete(watch.game);
    if (this.#watches.size === 0) this.stop();
  }

  /** The connection's send queue is empty again. */
  drained(connection: Connection): void {
    const watch = this.#watches.get(connection);
    if (watch?.behind !== true) return;
    watch.behind = false;
    this.#tellWhole(connection, watch.game, undefined);
  }

  changed(room: Room): void {
    const { setup, seats, status } = room.state;
    if (setup.visibility !== 'public') return;
    const names = seats.flatMap((holder) => (holder === null ? [] : [holder.name]));
    this.#listed.set(room.id, {
      room: room.id,
      game: setup.game,
      status,
      options: setup.options,
      seats: { taken: names.length, total: seats.length },
      names,
      spectators: room.spectators,
    });
    this.#tellSoon();
  }

  closed(room: Room): void {
    if (this.#listed.delete(room.id)) this.#tellSoon();
  }

  /** Lets go of the timer, and of what it would have told. */
  stop(): void {
    if (this.#timer !== undefined) this.#told.clear();
    this.#timer?.();
    this.#timer = undefined;
  }

  #tellSoon(): void {
    if (this.#watches.size === 0) {
      this.#told.clear();
      return;
    }
    const { clock, limits } = this.#options;
    this.#timer ??= clock.at(clock.now() + limits.listingDelayMs, () => {
      this.#timer = undefined;
      for (const game of [...this.#told.keys()]) this.#tellChanges(game);
    });
  }

  #tellChanges(game: string | undefined): void {
    const before = this.#told.get(game);
    this.#told.delete(game);
    if (before === undefined || !this.#isWatched(game)) return;
    const rooms = this.#rooms(game);
    const ops = diff({ rooms: before.rooms } as Json, { rooms } as Json);
    this.#told.set(game, ops.length === 0 ? before : { rooms });
    if (ops.length === 0) return;
    const text = frame('lobby.diff', JSON.stringify({ ops }));
    for (const [connection, watch] of this.#watches) {
      if (watch.game !== game) continue;
      if (watch.behind || connection.congested) watch.behind = true;
      else connection.send(text);
    }
  }

  #tellWhole(connection: Connection, game: string | undefined, ref: Ref | undefined): void {
    const told = this.#told.get(game) ?? { rooms: this.#rooms(game) };
    this.#told.set(game, told);
    told.text ??= JSON.stringify(told);
    connection.send(frame('lobby', told.text, ref));
  }

  #rooms(game: string | undefined): ListedRoom[] {
    const rooms: ListedRoom[] = [];
    for (const listed of this.#listed.values()) {
      if (rooms.length >= this.#options.limits.listedRooms) break;
      if (game === undefined || listed.game === game) rooms.push(listed);
    }
    return rooms;
  }

  #isWatched(game: string | undefined): boolean {
    for (const watch of this.#watches.values()) if (watch.game === game) return true;
    return false;
  }
}
