// The port to one raw socket: frames in and out, and nothing of what they mean.

/** What ended a socket from below: a message beyond its limit, or frames that break RFC 6455. */
export type SocketFault = 'tooBig' | 'malformed';

/** Told by a socket, one at a time; `closed` comes last, once, and never from within a call to the socket. */
export interface SocketEvents {
  text(text: string): void;
  binary(): void;
  /** The peer sent a ping; the socket itself answers it. */
  pinged(): void;
  ponged(): void;
  /** What was queued is written. Comes after more than softBytes was queued, perhaps after less too. */
  drained(): void;
  /** The socket is closing by itself because of what came in. */
  broken(fault: SocketFault): void;
  /** @param code the peer's close code, 1005 for none, 1006 where the link was lost or cut */
  closed(code: number): void;
}

export interface Socket {
  /** Network address of the other end, IPv6 as its /64: one who has a /64 has every address in it. */
  readonly address: string;
  /** Bytes that wait for the peer to read. */
  readonly bufferedBytes: number;
  /** Called once, before control returns to the event loop: what comes in earlier is lost. */
  listen(events: SocketEvents): void;
  /** Never throws; does nothing once the socket is closing. */
  send(text: string): void;
  ping(): void;
  /** Sends a close frame behind what is queued, and waits for the peer's. */
  close(code: number, reason: string): void;
  /** Cuts the link; what is queued may be lost. */
  terminate(): void;
}
