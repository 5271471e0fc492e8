// What a room needs apart from its game: the ports that it uses and the limits that it keeps.
import type { Clock } from '../clock/index.ts';
import type { Store } from '../store/index.ts';
import type { Broadcaster, BroadcastSource } from './broadcaster.ts';
import type { RoomEvent } from './state.ts';

/** The same for all rooms of a server. */
export type RoomContext = {
  readonly clock: Clock;
  readonly store: Store;
  readonly log: RoomLogger;
  readonly createBroadcaster: (source: BroadcastSource) => Broadcaster;
  /** Unpredictable: the randomness of one match. */
  readonly createSeed: () => string;
  readonly limits: RoomLimits;
  /** An intent was committed, this many seconds after it came in. */
  readonly intentCommitted: (seconds: number) => void;
};

export type RoomLogger = {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
};

/** The limits of one room. */
export type RoomLimits = {
  /** How long a seat is kept for a player who is away, in ms. */
  readonly graceMs: number;
  /** How long changes of the number of spectators are gathered before they are sent, in ms. */
  readonly spectatorDelayMs: number;
  readonly spectatorsPerRoom: number;
  /** How many commands may wait in the inbox. */
  readonly inboxLength: number;
};

/** A step takes about 20 µs. At this length every player of the server can feel it. */
export const SLOW_STEP_MS = 50;

type SlowStep = {
  readonly room: string;
  readonly game: string;
  readonly event: RoomEvent;
  readonly ms: number;
};

/**
 * Warns the operator that a game's own code took long: nothing can interrupt it, and all others wait.
 * Names the type of the event alone: what players sent is never logged.
 */
export function warnOfSlowStep({ room, game, event, ms }: SlowStep, log: RoomLogger): void {
  const intent = event.type === 'intent' ? { intent: event.intent.type } : {};
  const details = { room, game, event: event.type, ...intent, ms: Math.round(ms) };
  log.warn(details, 'slow game step blocked the event loop');
}
