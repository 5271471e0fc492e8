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
const SLOW_STEP_MS = 50;

type Step = { readonly room: string; readonly game: string; readonly event: RoomEvent };

/**
 * Warns the operator that a game's own code took long: nothing can interrupt it, and all others wait.
 * `startedAt`: by performance.now. Names the type of the event alone: what players sent is never logged.
 */
export function warnIfSlow(startedAt: number, { room, game, event }: Step, log: RoomLogger): void {
  const ms = Math.round(performance.now() - startedAt);
  if (ms < SLOW_STEP_MS) return;
  const intent = event.type === 'intent' ? { intent: event.intent.type } : {};
  log.warn({ room, game, event: event.type, ...intent, ms }, 'slow game step blocked the event loop');
}
