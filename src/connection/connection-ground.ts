// What all connections of one manager stand on: one object, so that each of thousands holds one reference.
import type { Clock } from '../clock/index.ts';
import type { CloseName } from '../protocol/index.ts';
import type { ConnectionListener } from '../session/index.ts';
import type { ConnectionLimits } from './limits.ts';
import type { BucketSize } from './token-bucket.ts';

/** Why a connection ended: a close of ours, or what the other end or the network did. */
export type EndName = CloseName | 'byPeer' | 'lost' | 'malformed';

/** Running totals since the start, for metrics; `ended` grows a key with the first end of its kind. */
export type ConnectionCounts = {
  opened: number;
  received: number;
  sent: number;
  limited: number;
  bad: number;
  readonly ended: { [End in EndName]?: number };
};

export type ConnectionGround = {
  readonly clock: Clock;
  readonly limits: ConnectionLimits;
  readonly listener: ConnectionListener;
  readonly counts: ConnectionCounts;
  readonly messageBucket: BucketSize;
  readonly badBucket: BucketSize;
  /**
   * Ms as the sweeps count them: each adds sweepMs, however late it came. So a stalled event loop, a
   * suspended machine or a wall clock set forward ages nobody, and no message reads a clock for it.
   */
  sweptAt: number;
  /** The socket of the connection with this id is closed. */
  gone(id: string, end: EndName): void;
};
