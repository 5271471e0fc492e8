// The past that a table begins with, as a room's log: who sits where, and what was played before. Pure.
import type { Seat } from '../game/index.ts';
import { asLogged, type Recording, type RoomEvent } from '../room/index.ts';

/** A person who is handed a seat; null for a bot, and for a seat that was left before. */
export type Person = { readonly player: string; readonly name: string };

/** The same match up to `step` events, as if the last of them were now: what clocks have run stays run. */
export function pastUntil(recording: Recording, step: number, now: number): Recording {
  const events = recording.events.slice(0, step);
  const later = now - (events.at(-1)?.at ?? recording.startedAt);
  return {
    ...recording,
    startedAt: recording.startedAt + later,
    events: events.map((event) => ({ ...event, at: event.at + later })),
  };
}

/** The seats that nobody holds any more at the end of a past. */
export function seatsLeft({ events }: Recording): ReadonlySet<Seat> {
  return new Set(events.flatMap((event) => (event.type === 'seat.left' ? [event.seat] : [])));
}

/** As the log of a room has it, after its opening. `people` is by seat. */
export function logOf(recording: Recording, people: readonly (Person | null)[]): [RoomEvent, ...RoomEvent[]] {
  const { seed, startedAt: at, events } = recording;
  const [first, ...others] = people.map((person, seat): RoomEvent => {
    const holder = person ?? { player: `bot:${seat}`, name: 'Robot' };
    return { type: 'seated', at, seat, ...holder, bot: person === null ? 'house' : null, seed };
  });
  if (first === undefined) throw new Error('a table has at least one seat');
  return [first, ...others, ...events.map((event, index) => asLogged(event, index + 1))];
}
