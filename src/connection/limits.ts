// Every limit of a connection (C8), with a safe default and the reason for its number.

/** Limits of one connection, and of all together. Sizes are in bytes on the wire, times in milliseconds. */
export type ConnectionLimits = {
  /** Bytes of one message, all its fragments together; a larger message closes with 1009. */
  readonly frameBytes: number;
  /** Fragments of one message; more close with 1008. */
  readonly fragments: number;
  /** Chunks of an unfinished frame that are kept in memory; more close with 1008. */
  readonly chunks: number;
  /** Pongs that wait for a peer which does not read; one more ends the connection. */
  readonly pendingPongs: number;
  /** Messages a second after the burst, control frames included; further ones get RATE_LIMITED. */
  readonly messagesPerSecond: number;
  /** Messages accepted at once before the rate applies. */
  readonly messageBurst: number;
  /** Messages refused for their rate, and not yet made up for by silence, before the close with 4429. */
  readonly messageOverrun: number;
  /** Bad messages at once, and in each minute after that; more close with 4400. */
  readonly badMessages: number;
  /** Time from the opening to `hello`; after it the connection is closed with 4401. */
  readonly helloMs: number;
  /** Time for `authenticate`; after it the upgrade is refused with HTTP 503. */
  readonly authenticateMs: number;
  /** Time between two pings. A peer that is silent after two of them is closed with 4408. */
  readonly heartbeatMs: number;
  /** Queued bytes beyond which a connection is congested. */
  readonly softBytes: number;
  /** Queued bytes beyond which a connection is closed with 4413. */
  readonly hardBytes: number;
  /** How long a connection may be congested before it is closed with 4413. */
  readonly slowReaderMs: number;
  /** Time for the peer to answer a close frame; after it the socket is destroyed. */
  readonly closeMs: number;
  /** Open connections; further ones are closed with 1013. */
  readonly connections: number;
  /** Open connections from one address (an IPv6 /64 counts as one); further ones are refused with HTTP 429. */
  readonly connectionsPerAddress: number;
  /** Time between two sweeps over all connections. Each time limit above is enforced at most two sweeps late. */
  readonly sweepMs: number;
};

/** Defaults that are safe on the open internet. */
export const connectionLimits: ConnectionLimits = {
  // The largest message is an intent or a line of chat: tens of times smaller. Measured with ws 8.23 and 20 senders of
  // endless one-byte fragments: with these three they hold 3 MB, with the defaults of ws 37 MB.
  frameBytes: 16 * 1024,
  fragments: 16,
  chunks: 256,
  // One is normal. A few may wait behind a large document.
  pendingPongs: 8,
  // A move takes seconds. 40 covers hello, resumes and resent intents of a player in several rooms.
  messagesPerSecond: 20,
  messageBurst: 40,
  // 5 s at twice the rate: a faulty client gets enough errors to be found, and is then stopped.
  messageOverrun: 100,
  // A correct client sends none. A developer at a console is not disconnected for a typing error.
  badMessages: 10,
  // A phone on a bad network needs two round trips, about a second each.
  helloMs: 5_000,
  authenticateMs: 5_000,
  // A silent peer is closed after three of them, each up to one sweep late: an absent player shows within 45 s.
  heartbeatMs: 14_000,
  // Node emits 'drain' only after a socket's high-water mark was exceeded, which is 64 KiB as well.
  softBytes: 64 * 1024,
  // Several hundred full documents. 100 slow readers then hold 100 MiB at most.
  hardBytes: 1024 * 1024,
  slowReaderMs: 10_000,
  closeMs: 2_000,
  // An idle connection takes about 30 KB: 300 MB in all.
  connections: 10_000,
  // A school or an office behind one address, with a tab or two for each person; 5 % of all connections.
  connectionsPerAddress: 500,
  // A prime number, so that sweeps do not coincide with other periodic work.
  sweepMs: 997,
};
