// What the rest of the server knows of a room: its commands, their outcomes, and values that describe it. Types only.
import type { Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import type { RoomStatus } from '../protocol/index.ts';
import type { Caller, Connection, Session } from '../session/index.ts';
import type { ResumePoint } from './broadcaster.ts';
import type { MatchRecord } from './match-record.ts';
import type { CommandOutcome, JoinOutcome } from './outcome.ts';
import type { Holder } from './state.ts';

/**
 * A room as routing and lobby use it, wherever it runs. Commands wait for their turn in the room's inbox; they send
 * their success themselves, in order with the diffs, and return a refusal for the caller's side to send.
 */
export interface RoomHandle {
  readonly id: string;
  /** The name of its game. */
  readonly game: string;
  /** The seat that this player holds; null without one, and before the room is stored. */
  seatOf(player: string): Seat | null;

  /** Answers `joined`. A player who holds a seat, or a spectator, comes (back) in; another takes a free seat. */
  join(caller: Caller, as: 'player' | 'spectator'): MaybePromise<JoinOutcome>;
  /** Answers `left`. */
  leave(caller: Caller): MaybePromise<CommandOutcome>;
  /** Answers `resumed` and the missed diffs, or `joined` with a full document. */
  resume(caller: Caller, from: ResumePoint): MaybePromise<CommandOutcome>;
  /** Answers `ok`. Offers a rematch, or accepts one. */
  rematch(caller: Caller): MaybePromise<CommandOutcome>;
  /** Answers `ok`. Fills a free seat with a bot that plays by the strategy of that name. */
  seatBot(caller: Caller, strategy?: string): MaybePromise<CommandOutcome>;
  /** Answers with the `diff` that the intent made. */
  intent(caller: Caller, seq: number, intent: unknown): MaybePromise<CommandOutcome>;
  /** Answers `legal`. Reads the committed state, past the inbox. */
  legal(caller: Caller): CommandOutcome;
  /** Sends one line to all members. `text`: as it may be shown. */
  chat(caller: Caller, text: string): CommandOutcome;

  /** The connection is gone, or the session speaks through another now. */
  away(session: Session, connection: Connection): void;
  /** The member's send queue is empty again: what was held back follows in one document (C5). */
  drained(session: Session): void;
}

/** A room at one revision, for those who list, fill and watch rooms: a value, not the room. */
export type RoomSummary = {
  readonly room: string;
  readonly game: string;
  readonly visibility: 'public' | 'private';
  readonly code: string;
  readonly options: Json;
  readonly status: RoomStatus;
  /** Counts the matches of the room, from 1. */
  readonly match: number;
  readonly revision: number;
  readonly seats: readonly (Holder | null)[];
  /** How many spectators are connected. */
  readonly spectators: number;
};

/** A match that has ended. `record`: null where its beginning is not known. */
export type FinishedMatch = {
  readonly room: string;
  readonly game: string;
  readonly match: number;
  readonly record: MatchRecord | null;
};

/** Called within the room's own step, after its members were sent the change; must not throw. */
export interface RoomObserver {
  /** Seats, status, presence or the match have changed, or the room was loaded. */
  changed?(summary: RoomSummary): void;
  /** The running match has taken an intent or a deadline, and nothing else has changed. */
  advanced?(summary: RoomSummary): void;
  /** Once for each match; again after a restart, for the last one of a room that was loaded. */
  matchFinished?(match: FinishedMatch): void;
  closed?(room: string): void;
}
