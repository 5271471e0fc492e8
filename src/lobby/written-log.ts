// Writes the log of a room that nobody has opened yet: what it begins with, before it is loaded like any other.
import type { Json } from '../json.ts';
import type { RoomEvent } from '../room/index.ts';
import { type AppendOutcome, FIRST_EPOCH, type Store } from '../store/index.ts';

/** Resolves with how the last entry fared: appends are settled in order, and none lands behind one that did not. */
export function writtenLog(store: Store, room: string, events: readonly RoomEvent[]): Promise<AppendOutcome> {
  const { promise, resolve } = Promise.withResolvers<AppendOutcome>();
  for (const [expected, event] of events.entries()) {
    const revision = expected + 1;
    store.append(
      { room, epoch: FIRST_EPOCH, expected },
      { revision, event: event as Json },
      (outcome) => void (revision === events.length && resolve(outcome)),
    );
  }
  return promise;
}
