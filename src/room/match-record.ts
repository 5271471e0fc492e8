// All that it takes to play a match again: gathered entry by entry while it runs, whole once it has ended.
import type { AnyIntent, Outcome, Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import type { RoomEvent, RoomState } from './state.ts';

/** `at` is epoch ms. `forced`: the game failed at the leaver, so the room ended the match without it. */
export type MatchEvent = { readonly at: number } & (
  | { readonly type: 'intent'; readonly seat: Seat; readonly intent: AnyIntent }
  | { readonly type: 'seat.left'; readonly seat: Seat; readonly forced: boolean }
  | { readonly type: 'deadline'; readonly id: string }
);

/** A match so far. It grows in place: copied at each move it would cost the more the longer the match lasts. */
export type Recording = {
  readonly format: 1;
  readonly game: string;
  /** Of the game's module. */
  readonly version: number;
  /** How many there are; `names` are of those who held them when the match began. */
  readonly seats: number;
  readonly names: readonly string[];
  readonly options: Json;
  readonly seed: string;
  readonly startedAt: number;
  readonly events: MatchEvent[];
};

/** A match that has ended, as it is kept and handed out. A contract: it changes only by addition. */
export type MatchRecord = Omit<Recording, 'events'> & {
  readonly events: readonly MatchEvent[];
  readonly endedAt: number;
  readonly outcome: Outcome;
};

/** The name of a match for as long as it is kept, and in links. */
export const matchIdOf = (room: string, match: number): string => `${room}.${match}`;

type Change = { readonly event: RoomEvent; readonly from: RoomState | null; readonly to: RoomState };

/** Takes in a committed change; null where the beginning of the match is not known. */
export function recorded(running: Recording | null, { event, from, to }: Change): Recording | null {
  if (from === null) return null;
  if (isBeginning(from, to)) return 'seed' in event ? begun(to, event) : null;
  const entry = from.status === 'playing' ? entryOf(event) : undefined;
  if (entry !== undefined) running?.events.push(entry);
  return running;
}

const isBeginning = (from: RoomState, to: RoomState): boolean =>
  to.match !== from.match || (from.play === null && to.play !== null);

function begun({ setup, seats }: RoomState, { seed, at }: { seed: string; at: number }): Recording {
  const { game, version, options } = setup;
  const names = seats.map((holder) => holder?.name ?? '');
  return { format: 1, game, version, seats: seats.length, names, options, seed, startedAt: at, events: [] };
}

function entryOf(event: RoomEvent): MatchEvent | undefined {
  const { at } = event;
  switch (event.type) {
    case 'intent':
      return { at, type: 'intent', seat: event.seat, intent: event.intent };
    case 'unseated':
      return { at, type: 'seat.left', seat: event.seat, forced: event.forced };
    case 'deadline':
      return { at, type: 'deadline', id: event.id };
    default:
      return undefined;
  }
}

/** The whole record; null while the match is played. */
export function recordOf(recording: Recording, { status, outcome }: RoomState): MatchRecord | null {
  if (status !== 'finished' || outcome === null) return null;
  return { ...recording, endedAt: recording.events.at(-1)?.at ?? recording.startedAt, outcome };
}
