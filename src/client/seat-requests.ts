// Wishes for a seat in a room not yet known: tickets of the quick match, and rooms to be made.
// The answer may get lost while the seat is given, so after a reconnect it looks for that seat before asking again.
import type { ClientPayload, ServerMessage } from '../protocol/index.ts';
import type { Client } from './api.ts';
import { ClientError } from './errors.ts';
import type { Link } from './link.ts';
import type { HeldRoom } from './room.ts';
import type { Rooms } from './rooms.ts';

type WishType = 'match.find' | 'room.create';

type Wish = {
  readonly type: WishType;
  readonly payload: ClientPayload<WishType>;
  readonly grant: (room: HeldRoom) => void;
  readonly refuse: (error: ClientError) => void;
  /** So it may be fulfilled by now. */
  wasAsked: boolean;
};

export class Wishes {
  readonly #link: Link;
  readonly #rooms: Pick<Rooms, 'of' | 'join'>;
  readonly #open = new Set<Wish>();
  /** Games of cancelled tickets: also after the server said ok, a seat may be under way to one. */
  readonly #cancelled = new Set<string>();
  #welcomes = 0;

  constructor(parts: { link: Link; rooms: Pick<Rooms, 'of' | 'join'> }) {
    this.#link = parts.link;
    this.#rooms = parts.rooms;
  }

  /** `cancel` resolves once the server has let go of it; the room rejects at once. */
  make(
    type: WishType,
    payload: ClientPayload<WishType>,
  ): { readonly room: Promise<HeldRoom>; cancel(): Promise<void> } {
    const { promise, resolve, reject } = Promise.withResolvers<HeldRoom>();
    // Whoever only cancels need not look at it.
    promise.catch(() => {});
    const wish: Wish = { type, payload, grant: resolve, refuse: reject, wasAsked: false };
    this.#open.add(wish);
    // Otherwise welcome will; after the end it is refused at once.
    if (this.#link.online || this.#link.isOver) this.#ask(wish);
    return { room: promise, cancel: () => this.#cancel(wish) };
  }

  /** Gives the room to the oldest wish it fulfils. */
  take(room: HeldRoom): boolean {
    const { game } = room.document;
    for (const wish of this.#open) {
      if (wish.wasAsked && wish.payload.game === game) return this.#grant(wish, room);
    }
    // Matched just as the ticket was cancelled: the others must not wait for us.
    if (this.#cancelled.delete(game)) this.#link.post('room.leave', { room: room.id });
    return false;
  }

  /** Looks at the seats that are new since the connection was lost, then asks for what is still wished. */
  async welcome(found: Client['held']): Promise<void> {
    this.#welcomes += 1;
    const turn = this.#welcomes;
    for (const { room } of found) {
      if (![...this.#open].some(({ wasAsked }) => wasAsked)) break;
      await this.#rooms.join({ room }).then(
        (joined) => this.take(joined),
        () => {},
      );
    }
    // The connection may have been lost meanwhile: then the next welcome asks.
    if (turn === this.#welcomes) for (const wish of this.#open) this.#ask(wish);
  }

  ended(error: ClientError): void {
    for (const wish of this.#open) this.#refuse(wish, error);
  }

  #ask(wish: Wish): void {
    const isAgain = wish.wasAsked;
    wish.wasAsked = true;
    this.#link.post(wish.type, wish.payload, {
      answered: (answer) => this.#answered(wish, answer),
      failed: (error) => this.#failed(wish, error, isAgain),
    });
  }

  #answered(wish: Wish, answer: ServerMessage): void {
    // A ticket's answer is `queued`; its room comes later.
    if (answer.type === 'joined') this.#grant(wish, this.#rooms.of(answer));
  }

  #failed(wish: Wish, error: ClientError, isAgain: boolean): void {
    // It is asked again at the next welcome.
    if (error.code === 'SERVER_DRAINING') return;
    // The server kept the ticket while we were away.
    if (isAgain && error.code === 'ALREADY_QUEUED') return;
    this.#refuse(wish, error);
  }

  #grant(wish: Wish, room: HeldRoom): boolean {
    wish.grant(room);
    return this.#open.delete(wish);
  }

  #refuse(wish: Wish, error: ClientError): void {
    wish.refuse(error);
    this.#open.delete(wish);
  }

  async #cancel(wish: Wish): Promise<void> {
    if (!this.#open.has(wish)) return;
    this.#refuse(wish, new ClientError('CANCELLED'));
    if (!wish.wasAsked) return;
    this.#cancelled.add(wish.payload.game);
    // Whatever comes of it, the ticket is of no more use to anyone here.
    await this.#link.ask('match.cancel', {}).catch(() => {});
  }
}
