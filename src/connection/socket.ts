// The port to one raw socket: frames in and out, without their meaning.

/** Why a socket closed itself: a message beyond the size limit, or frames that violate RFC 6455. */
export type SocketFault = 'tooBig' | 'malformed';

/**
 * Events of a socket, one at a time. `closed` is always the last one and comes exactly once. No event is emitted from
 * within a call to the socket.
 */
export interface SocketEvents {
  /** A whole text message, checked to be UTF-8. */
  text(text: string): void;
  /** A binary message; its content is dropped. */
  binary(): void;
  /** The peer sent a ping; the socket itself answers it. */
  pinged(): void;
  /** The peer answered a ping. */
  ponged(): void;
  /** All queued bytes are written. Emitted after more than 64 KiB were queued, and possibly after less. */
  drained(): void;
  /** The socket is closing itself because of what the peer sent. */
  broken(fault: SocketFault): void;
  /** @param code the peer's close code, 1005 if it sent none, 1006 if the link was lost or cut */
  closed(code: number): void;
}

/**
 * One end of a WebSocket, or of anything else that carries text messages in order. A server's `accept` takes one, so a
 * test or an embedder can bring a transport of its own.
 */
export interface Socket {
  /** Network address of the peer: the key of all limits by address. An IPv6 address stands as its /64. */
  readonly address: string;
  /** Bytes that are queued until the peer reads. */
  readonly bufferedBytes: number;
  /** Called once, before control returns to the event loop: messages that arrive earlier are lost. */
  listen(events: SocketEvents): void;
  /** Queues a text message. Never throws; does nothing once the socket is closing. */
  send(text: string): void;
  /** Sends a ping; `ponged` follows if the peer answers. Never throws. */
  ping(): void;
  /**
   * Sends a close frame behind all queued messages, and waits for that of the peer.
   * @param code 1000 to 1014 as in RFC 6455, or 3000 to 4999
   * @param reason at most 123 bytes of UTF-8
   */
  close(code: number, reason: string): void;
  /** Cuts the link at once; queued messages may be lost. */
  terminate(): void;
}
