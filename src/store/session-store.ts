// The port to sessions that outlive the process: who a token is of, by its hash, never the token.

import type { Soon } from './soon.ts';

export type StoredSession = {
  readonly player: string;
  readonly name: string;
  /** Of the token's secret. */
  readonly hash: Uint8Array;
  /** Epoch ms. */
  readonly seenAt: number;
};

/** Everything here rejects with a StoreError when the disk refuses; what needs no disk may answer at once. */
export interface SessionStore {
  /** Durable when it resolves: only then may the client be told its token. Replaces the player's last one. */
  save(session: StoredSession): Soon<void>;
  load(player: string): Soon<StoredSession | null>;
  forget(player: string): Soon<void>;
  /** Forgets who was last seen before `before` (epoch ms); resolves with how many. */
  prune(before: number): Soon<number>;
}
