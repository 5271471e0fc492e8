// Wishes for a seat in a room not yet known: tickets of the quick match, and rooms to be made.
// The answer may get lost while the seat is given, so after a reconnect it looks for that seat before asking again.
import type { ClientPayload, ServerMessage } from '../protocol/index.ts';
import type { Client } from './api.ts';
import { ClientError } from './errors.ts';
import type { Link } from './link.ts';
import type { JoinedRoom } from './room.ts';
import type { JoinedRooms } from './rooms.ts';

type SeatRequestType = 'match.find' | 'room.create';

type SeatRequest = {
  readonly type: SeatRequestType;
  readonly payload: ClientPayload<SeatRequestType>;
  readonly resolve: (room: JoinedRoom) => void;
  readonly reject: (error: ClientError) => void;
  /** So it may be fulfilled by now. */
  wasSent: boolean;
};

export class SeatRequests {
  readonly #link: Link;
  readonly #rooms: Pick<JoinedRooms, 'of' | 'join'>;
  readonly #open = new Set<SeatRequest>();
  /** Games of cancelled tickets: also after the server said ok, a seat may be under way to one. */
  readonly #cancelled = new Set<string>();
  #rounds = 0;

  constructor(parts: { link: Link; rooms: Pick<JoinedRooms, 'of' | 'join'> }) {
    this.#link = parts.link;
    this.#rooms = parts.rooms;
  }

  /** `cancel` resolves once the server has let go of it; the room rejects at once. */
  add(
    type: SeatRequestType,
    payload: ClientPayload<SeatRequestType>,
  ): { readonly room: Promise<JoinedRoom>; cancel(): Promise<void> } {
    const { promise, resolve, reject } = Promise.withResolvers<JoinedRoom>();
    // Whoever only cancels need not look at it.
    promise.catch(() => {});
    const request: SeatRequest = { type, payload, resolve, reject, wasSent: false };
    this.#open.add(request);
    // Otherwise welcome will; after the end it is refused at once.
    if (this.#link.online || this.#link.isClosed) this.#send(request);
    return { room: promise, cancel: () => this.#cancel(request) };
  }

  /** Gives the room to the oldest request it fulfils. */
  claim(room: JoinedRoom): boolean {
    const { game } = room.document;
    for (const request of this.#open) {
      if (request.wasSent && request.payload.game === game) return this.#fulfil(request, room);
    }
    // Matched just as the ticket was cancelled: the others must not wait for us.
    if (this.#cancelled.delete(game)) this.#link.post('room.leave', { room: room.id });
    return false;
  }

  /** Looks at the seats that are new since the connection was lost, then asks for what is still wished. */
  async resume(found: Client['held']): Promise<void> {
    this.#rounds += 1;
    const round = this.#rounds;
    for (const { room } of found) {
      if (![...this.#open].some(({ wasSent }) => wasSent)) break;
      await this.#rooms.join({ room }).then(
        (joined) => this.claim(joined),
        () => {},
      );
    }
    // The connection may have been lost meanwhile: then the next welcome asks.
    if (round === this.#rounds) for (const request of this.#open) this.#send(request);
  }

  close(error: ClientError): void {
    for (const request of this.#open) this.#reject(request, error);
  }

  #send(request: SeatRequest): void {
    const isResent = request.wasSent;
    request.wasSent = true;
    this.#link.post(request.type, request.payload, {
      onAnswer: (answer) => this.#onAnswer(request, answer),
      onError: (error) => this.#onError(request, error, isResent),
    });
  }

  #onAnswer(request: SeatRequest, answer: ServerMessage): void {
    // A ticket's answer is `queued`; its room comes later.
    if (answer.type === 'joined') this.#fulfil(request, this.#rooms.of(answer));
  }

  #onError(request: SeatRequest, error: ClientError, isResent: boolean): void {
    // It is asked again at the next welcome.
    if (error.code === 'SERVER_DRAINING') return;
    // The server kept the ticket while we were away.
    if (isResent && error.code === 'ALREADY_QUEUED') return;
    this.#reject(request, error);
  }

  #fulfil(request: SeatRequest, room: JoinedRoom): boolean {
    request.resolve(room);
    return this.#open.delete(request);
  }

  #reject(request: SeatRequest, error: ClientError): void {
    request.reject(error);
    this.#open.delete(request);
  }

  async #cancel(request: SeatRequest): Promise<void> {
    if (!this.#open.has(request)) return;
    this.#reject(request, new ClientError('CANCELLED'));
    if (!request.wasSent) return;
    this.#cancelled.add(request.payload.game);
    // Whatever comes of it, the ticket is of no more use to anyone here.
    await this.#link.request('match.cancel', {}).catch(() => {});
  }
}
