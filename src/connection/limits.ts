// Every limit of a connection (C8): a safe default for each, and where its number comes from.

export type ConnectionLimits = {
  /** Bytes of one message, all its fragments together; more closes with 1009. */
  readonly frameBytes: number;
  /** Fragments of one message; more closes with 1008. */
  readonly fragments: number;
  /** Pieces of an unfinished frame kept in memory; more closes with 1008. */
  readonly chunks: number;
  /** Answers to pings that wait for a peer who does not read; more ends the connection. */
  readonly pendingPongs: number;
  /** Messages a second, control frames included, once the burst is used up; beyond it RATE_LIMITED. */
  readonly messagesPerSecond: number;
  /** Messages taken at once before the rate counts. */
  readonly messageBurst: number;
  /** Messages refused for their rate, not yet made up for by silence, before the close with 4429. */
  readonly messageOverrun: number;
  /** Bad messages at once, and in each minute after; more closes with 4400. */
  readonly badMessages: number;
  /** Time to say hello in; after it 4401. */
  readonly helloMs: number;
  /** Time that `authenticate` may take before the upgrade is refused. */
  readonly authenticateMs: number;
  /** Time between two pings; one who answers neither of two is closed with 4408. */
  readonly heartbeatMs: number;
  /** Queued bytes beyond which a connection is congested. */
  readonly softBytes: number;
  /** Queued bytes beyond which it is closed with 4413. */
  readonly hardBytes: number;
  /** How long a connection may be congested before it is closed with 4413. */
  readonly slowReaderMs: number;
  /** Time for the peer to answer a close frame; after it the socket is cut. */
  readonly closeMs: number;
  /** Connections in all; who comes beyond is closed with 1013. */
  readonly connections: number;
  /** Connections from one address (an IPv6 /64 counts as one); who comes beyond gets HTTP 429. */
  readonly connectionsPerAddress: number;
  /** Time between two sweeps over all connections; the times above are met to within two of it. */
  readonly sweepMs: number;
};

export const connectionLimits: ConnectionLimits = {
  // The largest message is an intent or a chat line: tens of times smaller. Measured with ws 8.23:
  // these three hold 20 senders of endless one-byte fragments at 3 MB, its own defaults at 37 MB.
  frameBytes: 16 * 1024,
  fragments: 16,
  chunks: 256,
  // One is normal; a few may wait behind a large document.
  pendingPongs: 8,
  // A turn takes seconds. 40 covers hello and the resumes and resends of a player in many rooms.
  messagesPerSecond: 20,
  messageBurst: 40,
  // 5 s at twice the rate: a client with a bug gets told often enough to be found, and then stopped.
  messageOverrun: 100,
  // A correct client sends none; a developer with a console should not be thrown out for a typo.
  badMessages: 10,
  // A phone on a bad line needs two round trips, about a second each.
  helloMs: 5_000,
  authenticateMs: 5_000,
  // Silence is certain after three, each up to a sweep late: a player's absence shows within 45 s.
  heartbeatMs: 14_000,
  // Node tells the drain of a socket only if more than its high-water mark was queued: 64 KiB too.
  softBytes: 64 * 1024,
  // Some hundred full documents; 100 slow readers at once then hold 100 MiB at the most.
  hardBytes: 1024 * 1024,
  slowReaderMs: 10_000,
  closeMs: 2_000,
  // About 30 KB each at rest: 300 MB.
  connections: 10_000,
  // A school or an office behind one address, with a tab or two for each; 5 % of the whole.
  connectionsPerAddress: 500,
  // A prime, so that the sweep does not fall together with the periodic work of others.
  sweepMs: 997,
};
