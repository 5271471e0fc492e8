// Requests for a seat in a room that is not known yet: tickets of the quick match, and rooms to be created.
// The answer may be lost while the seat was given, so after a reconnect that seat is looked for before asking again.
import type { ClientPayload, ServerMessage } from '../protocol/index.ts';
import type { Client } from './api.ts';
import { type Deferred, deferred } from './deferred.ts';
import { ClientError } from './errors.ts';
import type { Link } from './link.ts';
import type { JoinedRoom } from './room.ts';
import type { JoinedRooms } from './rooms.ts';

type SeatRequestType = 'match.find' | 'room.create';

type SeatRequest = {
  readonly type: SeatRequestType;
  readonly payload: ClientPayload<SeatRequestType>;
  readonly room: Deferred<JoinedRoom>;
  /** Sent at least once, so it may be fulfilled by now. */
  wasSent: boolean;
};

export class SeatRequests {
  readonly #link: Link;
  readonly #rooms: Pick<JoinedRooms, 'of' | 'join'>;
  readonly #open = new Set<SeatRequest>();
  /** Games of cancelled tickets. Even after the server has confirmed, a seat may still arrive for one. */
  readonly #cancelled = new Set<string>();
  #rounds = 0;

  constructor(parts: { link: Link; rooms: Pick<JoinedRooms, 'of' | 'join'> }) {
    this.#link = parts.link;
    this.#rooms = parts.rooms;
  }

  /** `cancel` rejects the room at once, and resolves when the server has confirmed. */
  add(
    type: SeatRequestType,
    payload: ClientPayload<SeatRequestType>,
  ): { readonly room: Promise<JoinedRoom>; cancel(): Promise<void> } {
    const room = deferred<JoinedRoom>();
    const request: SeatRequest = { type, payload, room, wasSent: false };
    this.#open.add(request);
    // Offline the next welcome sends it. A closed link refuses it at once.
    if (this.#link.online || this.#link.isClosed) this.#send(request);
    return { room: room.promise, cancel: () => this.#cancel(request) };
  }

  /** Gives the room to the oldest request that it fulfils. */
  claim(room: JoinedRoom): boolean {
    const { game } = room.document;
    for (const request of this.#open) {
      if (request.wasSent && request.payload.game === game) return this.#fulfil(request, room);
    }
    // Matched just as the ticket was cancelled: the other players must not wait for this one.
    if (this.#cancelled.delete(game)) this.#link.post('room.leave', { room: room.id });
    return false;
  }

  /** Joins the seats that are new since the connection was lost, then sends the requests that are still open. */
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
    // If the connection was lost meanwhile, the next welcome sends them.
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
    // Sent again at the next welcome.
    if (error.code === 'SERVER_DRAINING') return;
    // The server kept the ticket while this client was away.
    if (isResent && error.code === 'ALREADY_QUEUED') return;
    this.#reject(request, error);
  }

  #fulfil(request: SeatRequest, room: JoinedRoom): boolean {
    request.room.resolve(room);
    return this.#open.delete(request);
  }

  #reject(request: SeatRequest, error: ClientError): void {
    request.room.reject(error);
    this.#open.delete(request);
  }

  async #cancel(request: SeatRequest): Promise<void> {
    if (!this.#open.has(request)) return;
    this.#reject(request, new ClientError('CANCELLED', 'The ticket was cancelled.'));
    if (!request.wasSent) return;
    this.#cancelled.add(request.payload.game);
    // A refusal changes nothing: the room was rejected already.
    await this.#link.request('match.cancel', {}).catch(() => {});
  }
}
