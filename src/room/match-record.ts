// Everything needed to replay a match: recorded entry by entry while it runs, complete once it has ended.
import type { AnyIntent, Match, Outcome, RecordedEngine, Rules, Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import { isRefused, reduce } from './reducer.ts';
import type { RoomEvent, RoomState } from './state.ts';

/** `at` is epoch ms. `forced`: the game threw at seat.left, so the room ended the match without it. */
export type MatchEvent = { readonly at: number } & (
  | { readonly type: 'intent'; readonly seat: Seat; readonly intent: AnyIntent }
  | { readonly type: 'seat.left'; readonly seat: Seat; readonly forced: boolean }
  | { readonly type: 'deadline'; readonly id: string }
);

/** A match so far. It grows in place: a copy at each move would cost more the longer the match lasts. */
export type Recording = {
  readonly format: 1;
  readonly game: string;
  /** Of the game's module. */
  readonly version: number;
  /** The number of seats; `names` are those of their holders when the match began. */
  readonly seats: number;
  readonly names: readonly string[];
  readonly options: Json;
  readonly seed: string;
  /** The engine that ran the game when the match began; records from before December 2026 lack it. */
  readonly engine?: RecordedEngine;
  readonly startedAt: number;
  readonly events: MatchEvent[];
};

/** A match that has ended, as it is archived and served. A contract: it changes only by addition. */
export type MatchRecord = Omit<Recording, 'events'> & {
  readonly events: readonly MatchEvent[];
  readonly endedAt: number;
  readonly outcome: Outcome;
};

/** The id of a match in the archive and in links. */
export const matchIdOf = (room: string, match: number): string => `${room}.${match}`;

type Change = { readonly event: RoomEvent; readonly from: RoomState | null; readonly to: RoomState };

/** Records a committed change; null where the beginning of the match is not known. */
export function recorded(running: Recording | null, { event, from, to }: Change): Recording | null {
  if (from === null) return null;
  if (isBeginning(from, to)) return 'seed' in event ? begun(to, event) : null;
  const entry = from.status === 'playing' ? entryOf(event) : undefined;
  if (entry !== undefined) running?.events.push(entry);
  return running;
}

const isBeginning = (from: RoomState, to: RoomState): boolean =>
  to.match !== from.match || (from.play === null && to.play !== null);

type Beginning = { readonly at: number; readonly seed: string; readonly engine?: RecordedEngine };

function begun({ setup, seats }: RoomState, { seed, at, engine }: Beginning): Recording {
  const { game, version, options } = setup;
  const names = seats.map((holder) => holder?.name ?? '');
  return {
    ...{ format: 1, game, version, seats: seats.length, names, options, seed },
    ...(engine && { engine }),
    startedAt: at,
    events: [],
  };
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

/** The complete record; null while the match runs. */
export function recordOf(recording: Recording, { status, outcome }: RoomState): MatchRecord | null {
  if (status !== 'finished' || outcome === null) return null;
  return { ...recording, endedAt: recording.events.at(-1)?.at ?? recording.startedAt, outcome };
}

/** A match may be replayed before it has ended, too. */
export type Replayable = Omit<MatchRecord, 'endedAt' | 'outcome'>;

/** A match at one moment. The outcome is the room's: it ends what the game itself does not (R9). */
export type Replayed = {
  readonly match: Match;
  readonly outcome: Outcome | null;
  /** Of the room that was replayed. */
  readonly state: RoomState;
};

/**
 * The match after the first `until` of its events; after all of them if nothing is said.
 * Throws where the rules are of another game or version, or refuse what is recorded. @throws GameFault
 */
export function replay(record: Replayable, rules: Rules, until = record.events.length): Replayed {
  let last: Replayed | undefined;
  for (const moment of replaying({ ...record, events: record.events.slice(0, until) }, rules)) last = moment;
  if (last === undefined) throw new Error('a match has at least its beginning');
  return last;
}

/** The match at its beginning, and after each event. Throws as `replay` does, at the event that the game refuses. */
export function* replaying(record: Replayable, rules: Rules): Generator<Replayed, void> {
  const { name, version } = rules.game;
  if (record.game !== name || record.version !== version)
    throw new Error(
      `version ${record.version} of ${record.game} cannot be replayed by ${version} of ${name}`,
    );
  let state: RoomState | null = null;
  let revision = 0;
  const step = (event: RoomEvent): RoomState => {
    revision += 1;
    const next = reduce(rules, state, event, revision);
    if (isRefused(next)) throw new Error(`the game refuses its own record at ${JSON.stringify(event)}`);
    return next;
  };
  for (const event of beginning(record)) state = step(event);
  yield replayed(state);
  for (const event of record.events) {
    state = step(asLogged(event, revision));
    yield replayed(state);
  }
}

function replayed(state: RoomState | null): Replayed {
  if (!state?.play) throw new Error('the record has too few players for its seats');
  return { match: state.play, outcome: state.outcome, state };
}

/** The events up to the last player's seat. Ids of players do not matter to the game. */
function beginning(record: Replayable): RoomEvent[] {
  const { game, version, options, seats, names, seed, startedAt: at } = record;
  const setup = { game, version, options, seats, visibility: 'private', code: '' } as const;
  const taken = Array.from({ length: seats }, (_, seat): RoomEvent => {
    const name = names[seat] ?? '';
    return { type: 'seated', at, seat, player: `${seat}`, name, bot: null, seed };
  });
  return [{ type: 'opened', at, setup }, ...taken];
}

/** The event as it stands in a room's log; `seq` must rise from intent to intent. */
export function asLogged(event: MatchEvent, seq: number): RoomEvent {
  if (event.type === 'seat.left') return { ...event, type: 'unseated' };
  return event.type === 'intent' ? { ...event, seq } : event;
}
