// The state of a room as its log gives it: plain values, changed by committed events alone. Presence is not in it.
import type { AnyIntent, Match, Outcome, RecordedEngine, Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import type { RoomStatus } from '../protocol/index.ts';

/** What a room is created with; it does not change. */
export type RoomSetup = {
  readonly game: string;
  /** Of the game's module. */
  readonly version: number;
  readonly options: Json;
  readonly visibility: 'public' | 'private';
  readonly code: string;
  /** How many seats there are. */
  readonly seats: number;
};

/** The holder of a seat. The seq moves with the holder, so that a rematch in another seat cannot revive an old intent. */
export type Holder = {
  readonly player: string;
  readonly name: string;
  /** The strategy that plays this seat; null for a person. */
  readonly bot: string | null;
  /** The first match played in this room: a player seated after a match must not see that match's secrets. */
  readonly from: number;
  /** The last intent accepted from this holder, and the revision it made; 0 before the first. */
  readonly seq: number;
  readonly seqRevision: number;
};

export type RoomState = {
  readonly setup: RoomSetup;
  readonly status: RoomStatus;
  /** Counts the matches of this room, from 1. */
  readonly match: number;
  readonly seats: readonly (Holder | null)[];
  /** null until the first match begins. */
  readonly play: Match | null;
  readonly outcome: Outcome | null;
  /** The seats that have offered a rematch. */
  readonly rematch: readonly Seat[];
};

/** An entry of a room's log. `at` is epoch ms; `seed` is used if the event begins a match. */
export type RoomEvent = { readonly at: number } & (
  | { readonly type: 'opened'; readonly setup: RoomSetup }
  | {
      readonly type: 'seated';
      readonly seat: Seat;
      readonly player: string;
      readonly name: string;
      readonly bot: string | null;
      readonly seed: string;
      /** The engine of the server when the event was logged; logs from before December 2026 lack it. */
      readonly engine?: RecordedEngine;
    }
  /** `forced`: the game threw at seat.left, so the room ends the match without it. */
  | { readonly type: 'unseated'; readonly seat: Seat; readonly forced: boolean }
  | { readonly type: 'intent'; readonly seat: Seat; readonly seq: number; readonly intent: AnyIntent }
  | { readonly type: 'deadline'; readonly id: string }
  | {
      readonly type: 'rematch';
      readonly seat: Seat;
      readonly seed: string;
      readonly engine?: RecordedEngine;
    }
);

export function openedState(setup: RoomSetup): RoomState {
  return {
    setup,
    status: 'waiting',
    match: 1,
    seats: Array.from({ length: setup.seats }, () => null),
    play: null,
    outcome: null,
    rematch: [],
  };
}

/** The first free seat that can be taken now; none while a match is played. */
export function freeSeat(state: RoomState): Seat | undefined {
  const seat = state.status === 'playing' ? -1 : state.seats.indexOf(null);
  return seat === -1 ? undefined : seat;
}

export function seatOf(state: RoomState, player: string): Seat | null {
  const seat = state.seats.findIndex((holder) => holder?.player === player);
  return seat === -1 ? null : seat;
}
