// One identified client across its reconnects: who it is, and the connection it speaks through now, if any.
import type { CloseName } from '../protocol/index.ts';

export class Session {
  /** Public: tells players apart, proves nothing. */
  readonly player: string;
  name: string;
  /** null while the client is away. */
  connection: Connection | null = null;
  /** The rooms this session is a member of, by id. */
  readonly rooms = new Set<string>();

  constructor(player: string, name: string) {
    this.player = player;
    this.name = name;
  }

  send(text: string): void {
    this.connection?.send(text);
  }
}

// The port to one live connection, as the house sees it: text goes out, nobody here knows a socket.

/**
 * Who a client is, as the `authenticate` hook found out. `player` is your own id of the player: the same id means the same
 * session, from any browser. `name` is the name that others see; without it the client's own choice, or a guest name.
 */
export type Identity = { readonly player: string; readonly name?: string };

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
  /** Hello was said in time. */
  greeted(): void;
  /** Counts one bad message; too many close the connection with 4400. */
  misbehaved(): void;
  close(close: CloseName): void;
}

/** What the receive loop tells, in this order: opened, then received and drained, then closed once. */
export interface ConnectionListener {
  opened(connection: Connection): void;
  /** One text frame within the limits of size and rate. Must not throw, must not wait (C2). */
  received(connection: Connection, text: string): void;
  /** One text frame too many for the rate: to be refused, and no more than that. */
  limited(connection: Connection, text: string): void;
  /** The send queue was past its soft limit and is empty again. */
  drained(connection: Connection): void;
  closed(connection: Connection): void;
}
