// Limits of rate that no test runs into.
import type { ServerLimits } from '../server/index.ts';

/** Simulated players are faster than people, and all come from one address. */
export const UNLIMITED_RATES: Partial<ServerLimits> = {
  messagesPerSecond: 1_000_000,
  messageBurst: 1_000_000,
  createdPerMinute: 1_000_000,
  findsPerMinute: 1_000_000,
  sessionsPerMinute: 1_000_000,
  watchesPerMinute: 1_000_000,
  connectionsPerAddress: 10_000,
};
