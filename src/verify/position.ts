// A position of a search: the state of a room at one moment, and the key by which equal positions are recognised.
import { hash } from 'node:crypto';
import type { Match, Rules, Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import { type MatchEvent, type Recording, type RoomState, replay } from '../room/index.ts';
import { runRules } from './failed-check.ts';
import type { InstrumentedGame } from './instrumented-game.ts';

/** What a match begins with, in addition to its seed. */
export type MatchSetup = {
  /** How many. */
  readonly seats: number;
  readonly options: Json;
};

/** What a search of one set-up works with. */
export type SearchContext = {
  /** Of the instrumented copy. */
  readonly rules: Rules;
  readonly instrumented: InstrumentedGame;
  readonly setup: MatchSetup;
  /** Seed of the match. Each random walk has its own. */
  readonly seed: string;
  /** Texts for the author about things that are not failures; a set, so that each appears once. */
  readonly warnings: Set<string>;
};

/** Start of every searched match, epoch ms: 15 January 2027. */
const STARTED_AT = 1_800_000_000_000;

/** The state of a match, and of the room around it, between two events. */
export type Position = {
  /** As the reducer of the room makes it: who still holds a seat, and the outcome. */
  readonly room: RoomState;
  /** The match of that room. */
  readonly match: Match;
  /** Time of the last event, epoch ms. */
  readonly at: number;
  /** The last event's revision of the room. */
  readonly revision: number;
};

/** By the game itself, or by the room because the game refused a leaving player (R9). */
export const isOver = ({ room }: Position): boolean => room.status === 'finished';

/** The match has ended although the game goes on: it refused a leaving player (R9). */
export const isEndedByRoom = (position: Position): boolean =>
  isOver(position) && position.match.outcome === null;

/** The seats that are still held. */
export const presentSeats = ({ room }: Position): readonly Seat[] =>
  room.seats.flatMap((holder, seat) => (holder === null ? [] : [seat]));

/** Whether a player has left. */
export const hasLeavers = ({ room }: Position): boolean => room.seats.includes(null);

/** The record of a searched match up to these events. */
export function recordingOf(
  { rules, setup, seed }: SearchContext,
  events: readonly MatchEvent[] = [],
): Recording {
  const { name: game, version } = rules.game;
  const { seats, options } = setup;
  const names = Array.from({ length: seats }, (_, seat) => `Seat ${seat}`);
  return {
    ...{ format: 1, game, version, seats, names, options, seed },
    ...{ startedAt: STARTED_AT, events: [...events] },
  };
}

/** @throws FailedCheck */
export function beginning(context: SearchContext): Position {
  const { state, match } = runRules(() => replay(recordingOf(context), context.rules));
  // One event opens the room, one more takes each seat.
  return { room: state, match, at: STARTED_AT, revision: 1 + context.setup.seats };
}

/** The same position with another match in it. */
export function withMatch(position: Position, match: Match): Position {
  return { ...position, match, room: { ...position.room, play: match } };
}

/** The match as the store keeps it, times included. */
export function textOf(rules: Rules, { match }: Position): string {
  return JSON.stringify(rules.save(match));
}

/** Equal for positions with the same future: times count from now, and in a finished match it does not matter who left. */
export function keyOf(rules: Rules, position: Position): string {
  const seats = isOver(position) ? '' : presentSeats(position).join();
  const fingerprint = rules.fingerprint(position.match, position.at);
  return hash('sha1', `${fingerprint} ${seats} ${isEndedByRoom(position)}`, 'base64');
}

/** The machine's state as one word: `turn`, `play.night`, `left.in & right.out`. */
export function stateName(rules: Rules, match: Match): string {
  return nameOf(rules.stateValue(match));
}

function nameOf(value: Json): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, below]) => [key, nameOf(below)].filter((part) => part !== '').join('.'))
    .join(' & ');
}
