// Tells whoever runs the server that a game's own code took long: nothing can interrupt it, and all others wait.

import type { RoomLogger } from './room-context.ts';
import type { RoomEvent } from './state.ts';

/** A step takes some 20 µs. At this length every player of the server can feel it. */
const SLOW_MS = 50;

type Step = { readonly room: string; readonly game: string; readonly event: RoomEvent };

/** `startedAt`: by performance.now. Names the event's type alone: what players sent is never logged. */
export function warnIfSlow(startedAt: number, { room, game, event }: Step, log: RoomLogger): void {
  const ms = Math.round(performance.now() - startedAt);
  if (ms < SLOW_MS) return;
  const about = {
    room,
    game,
    event: event.type,
    ...(event.type === 'intent' && { intent: event.intent.type }),
    ms,
  };
  log.warn(about, 'a step of the game took long, and everyone waited for it');
}
