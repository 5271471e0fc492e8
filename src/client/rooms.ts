// The rooms this client is in, by id: passes each message to its room, and resumes all rooms after a reconnect.
import type { ClientPayload, ServerMessage, ServerPayload } from '../protocol/index.ts';
import type { Client } from './api.ts';
import { type ClientError, leftError } from './errors.ts';
import type { Link } from './link.ts';
import { payloadOf } from './outbox.ts';
import { JoinedRoom } from './room.ts';
import type { Batch, ClientState } from './state.ts';

type Held = Client['held'];

export type JoinedRoomsParts = {
  readonly link: Link;
  readonly batch: Batch;
  readonly state: ClientState;
  /** Takes a room that was not asked for by its id; false: no ticket or room to be created waits for it. */
  readonly claim: (room: JoinedRoom) => boolean;
};

export class JoinedRooms {
  readonly #parts: JoinedRoomsParts;
  readonly #rooms = new Map<string, JoinedRoom>();

  constructor(parts: JoinedRoomsParts) {
    this.#parts = parts;
  }

  async join(payload: ClientPayload<'room.join'>): Promise<JoinedRoom> {
    return this.of(await this.#parts.link.request('room.join', payload));
  }

  /** The room of a `joined` answer. @throws ClientError LEFT if it was left meanwhile */
  of(answer: ServerMessage): JoinedRoom {
    const room = this.#rooms.get(payloadOf(answer, 'joined').room);
    if (!room) throw leftError();
    return room;
  }

  received({ type, payload, ref }: ServerMessage): void {
    const room = 'room' in payload ? this.#rooms.get(payload.room) : undefined;
    if (type === 'joined') {
      if (room) room.receiveJoined(payload);
      else this.#add(payload, ref === undefined);
    } else if (type === 'diff') {
      room?.receiveDiff(payload);
    } else if (type === 'chat') {
      room?.receiveChat(payload);
    } else if (type === 'left') {
      room?.close(payload.reason);
    }
  }

  /** Resumes every room. Returns the seats that are new since the last welcome: their answers were lost. */
  resume(seats: Held): Held {
    const { state } = this.#parts;
    const known = state.held;
    const held = seats.filter(({ room }) => !this.#rooms.has(room));
    state.change({ held });
    for (const room of this.#rooms.values()) room.resume();
    return held.filter(({ room }) => !known.some((seat) => seat.room === room));
  }

  connectionLost(): void {
    for (const room of this.#rooms.values()) room.connectionLost();
  }

  /** The server has forgotten the session, and with it every seat. */
  sessionLost(): void {
    for (const room of this.#rooms.values()) room.close('closed');
    this.#parts.state.change({ held: [] });
  }

  close(error: ClientError): void {
    for (const room of this.#rooms.values()) room.close(undefined, error);
  }

  #add(joined: ServerPayload<'joined'>, isPushed: boolean): void {
    const { link, batch, state, claim } = this.#parts;
    const { room: id } = joined;
    const room = new JoinedRoom(joined, { link, batch, onLeft: () => this.#rooms.delete(id) });
    if (isPushed && !claim(room)) return;
    this.#rooms.set(id, room);
    state.change({ held: state.held.filter((seat) => seat.room !== id) });
  }
}
