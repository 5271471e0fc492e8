// What a room needs besides its game: the ports it speaks through and the limits it keeps. Types only.
import type { Clock } from '../clock/index.ts';
import type { Store } from '../store/index.ts';
import type { Broadcaster, BroadcastSource } from './broadcaster.ts';

/** The same for all rooms of a server. */
export type RoomContext = {
  readonly clock: Clock;
  readonly store: Store;
  readonly log: RoomLogger;
  readonly createOutlet: (source: BroadcastSource) => Broadcaster;
  /** Unpredictable: the randomness of one match. */
  readonly createSeed: () => string;
  readonly limits: RoomLimits;
  /** An intent was committed, so many seconds after it came in. */
  readonly accepted: (seconds: number) => void;
};

export type RoomLogger = {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
};

/** The limits of one room. */
export type RoomLimits = {
  /** How long a seat is kept for one who is away, in ms. */
  readonly graceMs: number;
  /** How long a changed number of spectators may go untold, in ms. */
  readonly spectatorDelayMs: number;
  readonly spectatorsPerRoom: number;
  /** How many commands may wait in the inbox. */
  readonly inboxLength: number;
};
