// The public rooms as a lobby shows them: derived from the rooms at each change, so it cannot outlive them (L2).
import type { CancelTimer, Clock } from '../clock/index.ts';
import type { Json } from '../json.ts';
import { diff } from '../patch/index.ts';
import { frame, type ListedRoom, type Ref } from '../protocol/index.ts';
import { FixedWindowLimiter, type RateLimiter } from '../rate-limit/index.ts';
import type { RoomObserver, RoomSummary } from '../room/index.ts';
import type { Caller, Connection } from '../session/index.ts';
import type { LobbyLimits } from './limits.ts';

/** `game`: undefined for the rooms of all games. `behind`: reads too slowly, and gets the full listing later (C5). */
type Watch = { readonly game: string | undefined; behind: boolean };

/** One state of a listing; `text` is the same as JSON, encoded once, when it is first needed. */
type SentListing = { readonly rooms: readonly ListedRoom[]; text?: string };

export type ListingOptions = {
  readonly clock: Clock;
  readonly limits: Pick<LobbyLimits, 'listedRooms' | 'listingDelayMs' | 'watchesPerMinute'>;
};

export class Listing implements RoomObserver {
  readonly #options: ListingOptions;
  readonly #listed = new Map<string, ListedRoom>();
  readonly #watches = new Map<Connection, Watch>();
  /** What was last sent, by game. */
  readonly #sent = new Map<string | undefined, SentListing>();
  readonly #watchLimit: RateLimiter<Connection>;
  #timer: CancelTimer | undefined;

  constructor(options: ListingOptions) {
    this.#options = options;
    this.#watchLimit = new FixedWindowLimiter(options.clock, { limit: options.limits.watchesPerMinute });
  }

  get watchers(): number {
    return this.#watches.size;
  }

  /** Sends the listing now, and each change of it from now on. A second watch replaces the first. */
  watch(caller: Caller, game: string | undefined): void {
    const { connection, ref } = caller;
    if (!this.#watchLimit.take(connection)) {
      caller.refuse('RATE_LIMITED');
      return;
    }
    this.unwatch(connection);
    this.#watches.set(connection, { game, behind: false });
    this.#sendFull(connection, game, ref);
  }

  unwatch(connection: Connection): void {
    const watch = this.#watches.get(connection);
    this.#watches.delete(connection);
    // An empty listing is not kept: clients can name more games than there are.
    if (watch && this.#sent.get(watch.game)?.rooms.length === 0 && !this.#isWatched(watch.game))
      this.#sent.delete(watch.game);
    if (this.#watches.size === 0) this.stop();
  }

  /** The connection's send queue is empty again. */
  drained(connection: Connection): void {
    const watch = this.#watches.get(connection);
    if (watch?.behind !== true) return;
    watch.behind = false;
    this.#sendFull(connection, watch.game, undefined);
  }

  changed({ room, game, visibility, status, options, seats, spectators }: RoomSummary): void {
    if (visibility !== 'public') return;
    const names = seats.flatMap((holder) => (holder === null ? [] : [holder.name]));
    const taken = { taken: names.length, total: seats.length };
    this.#listed.set(room, { room, game, status, options, seats: taken, names, spectators });
    this.#sendSoon();
  }

  closed(room: string): void {
    if (this.#listed.delete(room)) this.#sendSoon();
  }

  /** Clears the timer, and what it would have sent. */
  stop(): void {
    if (this.#timer !== undefined) this.#sent.clear();
    this.#timer?.();
    this.#timer = undefined;
  }

  #sendSoon(): void {
    if (this.#watches.size === 0) {
      this.#sent.clear();
      return;
    }
    const { clock, limits } = this.#options;
    this.#timer ??= clock.at(clock.now() + limits.listingDelayMs, () => {
      this.#timer = undefined;
      for (const game of [...this.#sent.keys()]) this.#sendChanges(game);
    });
  }

  #sendChanges(game: string | undefined): void {
    const before = this.#sent.get(game);
    this.#sent.delete(game);
    if (before === undefined || !this.#isWatched(game)) return;
    const rooms = this.#rooms(game);
    const ops = diff({ rooms: before.rooms } as Json, { rooms } as Json);
    this.#sent.set(game, ops.length === 0 ? before : { rooms });
    if (ops.length === 0) return;
    const text = frame('lobby.diff', JSON.stringify({ ops }));
    for (const [connection, watch] of this.#watches) {
      if (watch.game !== game) continue;
      if (watch.behind || connection.congested) watch.behind = true;
      else connection.send(text);
    }
  }

  #sendFull(connection: Connection, game: string | undefined, ref: Ref | undefined): void {
    const listing = this.#sent.get(game) ?? { rooms: this.#rooms(game) };
    this.#sent.set(game, listing);
    listing.text ??= JSON.stringify(listing);
    connection.send(frame('lobby', listing.text, ref));
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
