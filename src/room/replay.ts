// Plays a recorded match again, by the same steps as the room took: pure, so that it gives the same match (R11).
import type { Match, Outcome, Rules } from '../game/index.ts';
import { evolve, isRefused } from './evolve.ts';
import type { MatchEvent, MatchRecord } from './match-record.ts';
import type { RoomEvent, RoomState } from './state.ts';

/** A match may be played again before it has ended, too. */
export type Replayable = Omit<MatchRecord, 'endedAt' | 'outcome'>;

/** A match at one moment. The outcome is the room's: it ends what the game itself does not (R9). */
export type Replayed = { readonly match: Match; readonly outcome: Outcome | null };

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

/** The match at its beginning, and after each event. Throws as `replay` does, at the event that cannot be taken. */
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
    const next = evolve(rules, state, event, revision);
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
  return { match: state.play, outcome: state.outcome };
}

/** The room as it was when the last player sat down; who they were does not matter to the game. */
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
