// A match at one moment of a search, and the text by which two moments are known to be the same.
import { hash } from 'node:crypto';
import type { Match, Rules, Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import { runRules } from './failed-check.ts';
import type { InstrumentedGame } from './instrumented-game.ts';

/**
 * Every match begins then (epoch ms, early in 2027). Thirteen digits that begin with 18 are so taken for a
 * time wherever they stand in a context: for the half year or so after it, far longer than any walk.
 */
export const STARTED_AT = 1_800_000_000_000;

export type Position = {
  readonly match: Match;
  /** Of the last event, epoch ms. */
  readonly at: number;
  /** By seat: who has left. */
  readonly gone: readonly boolean[];
  /** The game refused to hear of a leaver, so the room has ended the match without it (R9). */
  readonly dropped: boolean;
};

export const isOver = ({ match, dropped }: Position): boolean => match.outcome !== null || dropped;

export const presentSeats = ({ gone }: Position): readonly Seat[] =>
  gone.flatMap((isGone, seat) => (isGone ? [] : [seat]));

export const hasLeavers = ({ gone }: Position): boolean => gone.includes(true);

/** @throws FailedCheck */
export function beginning({ rules, setup, seed }: SearchContext): Position {
  const match = runRules(() => rules.begin({ ...setup, seed }, STARTED_AT));
  return { match, at: STARTED_AT, gone: Array(setup.seats).fill(false), dropped: false };
}

/** The match as the store would keep it, times included. */
export function textOf(rules: Rules, { match }: Position): string {
  return JSON.stringify(rules.save(match));
}

const TIMES = /(?<=[:,[])18\d{11}(?=[,}\]])/g;
/** How often anything was scheduled, alone and in the ids made of it, tells nothing of what is to come. */
const COUNTERS = /#\d+(?=","name":)|"scheduled":\d+/g;

/** The same for positions from which the same can follow: times count from now, whoever left a finished match. */
export function keyOf(position: Position, text: string): string {
  const relative = text.replace(TIMES, (time) => `@${Number(time) - position.at}`).replace(COUNTERS, '');
  const left = isOver(position) ? '' : position.gone.map(Number).join('');
  return hash('sha1', `${relative} ${left} ${position.dropped}`, 'base64');
}

/** How a match is set up. */
export type Setup = { readonly seats: number; readonly options: Json };

export type SearchContext = {
  readonly rules: Rules;
  readonly instrumented: InstrumentedGame;
  readonly setup: Setup;
  /** Of the match; each walk takes another. */
  readonly seed: string;
  /** What an author should know, though it is no failure; by its text, so that it is told once. */
  readonly warnings: Set<string>;
};

/** As XState has it: the name of a state, or an object of regions and what is below. */
export function stateValue(rules: Rules, match: Match): Json {
  const { snapshot } = rules.save(match) as { snapshot: { value: Json } };
  return snapshot.value;
}

/** In one word: `turn`, `play.night`, `left.in & right.out`. */
export function stateName(rules: Rules, match: Match): string {
  return named(stateValue(rules, match));
}

function named(value: Json): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, below]) => [key, named(below)].filter((part) => part !== '').join('.'))
    .join(' & ');
}
