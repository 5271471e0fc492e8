// The live list of public rooms: one watch at the server for all watches of this client.
import type { Json } from '../json.ts';
import { apply, type Patch } from '../patch/index.ts';
import type { ListedRoom, ServerMessage } from '../protocol/index.ts';
import type { LobbyWatch } from './api.ts';
import { type ClientError, isRetryable } from './errors.ts';
import { type Link, RETRY_MS } from './link.ts';
import { type Batch, Listeners } from './state.ts';

type Listing = { readonly rooms: readonly ListedRoom[] };

/** A class, since MobX would copy a plain object, and the copy's rooms would never change. */
class Watch extends Listeners implements LobbyWatch {
  rooms: readonly ListedRoom[] = [];
  declare game: string | undefined;
  declare close: () => void;
}

export class Lobby {
  readonly #link: Link;
  readonly #batch: Batch;
  readonly #watches = new Set<Watch>();
  /** The server's list, of `#game` only if that is set. */
  #listing: Listing | undefined;
  #game: string | undefined;

  constructor(parts: { link: Link; batch: Batch }) {
    this.#link = parts.link;
    this.#batch = parts.batch;
  }

  watch(game?: string): LobbyWatch {
    const watch: Watch = Object.assign(new Watch(), { game, close: () => this.#close(watch) });
    const isFirst = this.#watches.size === 0;
    this.#watches.add(watch);
    this.#show(watch);
    if (isFirst || (this.#game !== undefined && this.#game !== game)) {
      this.#game = isFirst ? game : undefined;
      this.refresh();
    }
    return watch;
  }

  received(message: ServerMessage): void {
    if (message.type === 'lobby') this.#replace(message.payload);
    else if (message.type === 'lobby.diff' && this.#listing) this.#apply(message.payload.ops as Patch);
  }

  /** Asks for the list again if there are watches: a new connection has none at the server. */
  refresh(): void {
    this.#listing = undefined;
    // Offline the next welcome will ask.
    if (!this.#link.online || !this.#watches.size) return;
    const onError = (error: ClientError): void => {
      if (isRetryable(error)) this.#link.after(RETRY_MS, () => this.refresh());
    };
    this.#link.post('lobby.watch', { game: this.#game }, { onError });
  }

  #apply(ops: Patch): void {
    try {
      this.#replace(apply(this.#listing as unknown as Json, ops) as unknown as Listing);
    } catch {
      this.refresh();
    }
  }

  #replace(listing: Listing): void {
    this.#listing = listing;
    for (const watch of this.#watches) this.#show(watch);
  }

  #show(watch: Watch): void {
    const rooms = this.#listing?.rooms;
    if (!rooms) return;
    watch.rooms = watch.game === undefined ? rooms : rooms.filter(({ game }) => game === watch.game);
    this.#batch.notify(watch);
  }

  #close(watch: Watch): void {
    if (!this.#watches.delete(watch) || this.#watches.size) return;
    this.#listing = undefined;
    if (this.#link.online) this.#link.post('lobby.unwatch', {});
  }
}
