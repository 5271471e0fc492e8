// The rooms this client is in, by id: gives each message to its room, and brings them all back after a reconnect.
import type { ClientPayload, ServerMessage, ServerPayload } from '../protocol/index.ts';
import type { Client } from './api.ts';
import { type ClientError, leftError } from './errors.ts';
import type { Link } from './link.ts';
import { payloadOf } from './outbox.ts';
import { HeldRoom } from './room.ts';
import type { Changes, ClientState } from './state.ts';

type Held = Client['held'];

export type RoomsParts = {
  readonly link: Link;
  readonly changes: Changes;
  readonly state: ClientState;
  /** Takes a room that nobody asked for by name; false: nobody waits for one like it. */
  readonly take: (room: HeldRoom) => boolean;
};

export class Rooms {
  readonly #parts: RoomsParts;
  readonly #rooms = new Map<string, HeldRoom>();

  constructor(parts: RoomsParts) {
    this.#parts = parts;
  }

  async join(payload: ClientPayload<'room.join'>): Promise<HeldRoom> {
    return this.of(await this.#parts.link.ask('room.join', payload));
  }

  /** The room that an answer speaks of. */
  of(answer: ServerMessage): HeldRoom {
    const room = this.#rooms.get(payloadOf(answer, 'joined').room);
    if (!room) throw leftError();
    return room;
  }

  received({ type, payload, ref }: ServerMessage): void {
    const room = 'room' in payload ? this.#rooms.get(payload.room) : undefined;
    if (type === 'joined') {
      if (room) room.joined(payload);
      else this.#add(payload, ref === undefined);
    } else if (type === 'diff') {
      room?.diff(payload);
    } else if (type === 'chat') {
      room?.chatted(payload);
    } else if (type === 'left') {
      room?.left(payload.reason);
    }
  }

  /** Resumes every room. Returns the seats that are new since we last heard: some answer was lost with them. */
  welcome(seats: Held): Held {
    const { state } = this.#parts;
    const known = state.held;
    const held = seats.filter(({ room }) => !this.#rooms.has(room));
    state.change({ held });
    for (const room of this.#rooms.values()) room.resume();
    return held.filter(({ room }) => !known.some((seat) => seat.room === room));
  }

  lost(): void {
    for (const room of this.#rooms.values()) room.lost();
  }

  /** The server knows none of our rooms any more. */
  forget(): void {
    for (const room of this.#rooms.values()) room.left('closed');
    this.#parts.state.change({ held: [] });
  }

  ended(error: ClientError): void {
    for (const room of this.#rooms.values()) room.left(undefined, error);
  }

  #add(joined: ServerPayload<'joined'>, isUnasked: boolean): void {
    const { link, changes, state, take } = this.#parts;
    const { room: id } = joined;
    const room = new HeldRoom(joined, { link, changes, gone: () => this.#rooms.delete(id) });
    if (isUnasked && !take(room)) return;
    this.#rooms.set(id, room);
    state.change({ held: state.held.filter((seat) => seat.room !== id) });
  }
}
