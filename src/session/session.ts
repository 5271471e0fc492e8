// One identified client across its reconnects, and the port to the connection that it uses now.

import type { MaybePromise } from '../maybe-promise.ts';
import type { CloseName } from '../protocol/index.ts';

export class Session {
  /** Public: tells players apart, proves nothing. */
  readonly player: string;
  name: string;
  /** null while the client is away. */
  connection: Connection | null = null;
  /** The rooms this session is a member of, by id. */
  readonly rooms = new Set<string>();
  /** Requests to enter that are under way, by room. */
  readonly #entering = new Map<string, number>();

  constructor(player: string, name: string) {
    this.player = player;
    this.name = name;
  }

  send(text: string): void {
    this.connection?.send(text);
  }

  /** How many rooms it is in or is about to enter: what the limit of rooms per player counts. */
  get roomCount(): number {
    let count = this.rooms.size;
    for (const room of this.#entering.keys()) if (!this.rooms.has(room)) count += 1;
    return count;
  }

  /** Whether this room is among those that are counted. */
  isCounted(room: string): boolean {
    return this.rooms.has(room) || this.#entering.has(room);
  }

  /** Counts the room until the request to enter it is over, so that many requests at once cannot pass the limit. */
  whileEntering<Outcome>(room: string, enter: () => MaybePromise<Outcome>): MaybePromise<Outcome> {
    this.#entering.set(room, (this.#entering.get(room) ?? 0) + 1);
    let outcome: MaybePromise<Outcome>;
    try {
      outcome = enter();
    } catch (error) {
      this.#entered(room);
      throw error;
    }
    if (outcome instanceof Promise) return outcome.finally(() => this.#entered(room));
    this.#entered(room);
    return outcome;
  }

  #entered(room: string): void {
    const left = (this.#entering.get(room) ?? 1) - 1;
    if (left === 0) this.#entering.delete(room);
    else this.#entering.set(room, left);
  }
}

/**
 * Who a client is, as the `authenticate` hook found out. `player` is your own id of the player: the same id means the same
 * session, from any browser. `name` is the name that others see; without it the client's own choice, or a guest name.
 */
export type Identity = { readonly player: string; readonly name?: string };

/** The port to one live connection: text goes out, and nothing behind this port knows a socket. */
export interface Connection {
  readonly id: string;
  /** The network address of the other end, as limits and logs know it. */
  readonly address: string;
  /** What `authenticate` returned for the upgrade request; undefined for guests. */
  readonly identity: Identity | undefined;
  /** Past the soft limit of the send queue: hold back what a full document can replace (C5). */
  readonly congested: boolean;
  /** Queues one frame. Never throws, never waits; after a close it does nothing (C4). */
  send(text: string): void;
  /** Hello came in time. */
  greeted(): void;
  /** Counts one bad message; too many close the connection with 4400. */
  misbehaved(): void;
  close(close: CloseName): void;
}

/** What the receive loop calls, in this order: opened, then received and drained, then closed once. */
export interface ConnectionListener {
  opened(connection: Connection): void;
  /** One text frame within the limits of size and rate. Must not throw, must not wait (C2). */
  received(connection: Connection, text: string): void;
  /** One text frame beyond the rate limit: it is refused, and nothing else is done with it. */
  limited(connection: Connection, text: string): void;
  /** The send queue was past its soft limit and is empty again. */
  drained(connection: Connection): void;
  closed(connection: Connection): void;
}
