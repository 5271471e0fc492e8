// The next state of a room after an event: pure, so that the same log gives the same state (R11).
import type { Match, Outcome, Refused, Rules } from '../game/index.ts';
import { type Holder, openedState, type RoomEvent, type RoomState } from './state.ts';

export const isRefused = (result: RoomState | Refused): result is Refused => 'refused' in result;

type Of<Type extends RoomEvent['type']> = Extract<RoomEvent, { type: Type }>;

/**
 * The state after the event, or the machine's refusal of it; `state` is null for the first event alone.
 * `revision` is the one that this event makes. @throws GameFault
 */
export function reduce(
  rules: Rules,
  state: RoomState | null,
  event: RoomEvent,
  revision: number,
): RoomState | Refused {
  if (event.type === 'opened') return openedState(event.setup);
  if (state === null) throw new Error('the log of a room begins with opened');
  switch (event.type) {
    case 'seated':
      return seated(rules, state, event);
    case 'unseated':
      return unseated(rules, state, event);
    case 'rematch':
      return rematched(rules, state, event);
    case 'intent':
      return intended(rules, state, event, revision);
    case 'deadline':
      return fired(rules, state, event);
  }
}

const refused: Refused = { refused: true, reason: undefined };

function seated(rules: Rules, state: RoomState, event: Of<'seated'>): RoomState {
  const { player, name, bot } = event;
  const from = state.status === 'waiting' ? state.match : state.match + 1;
  const holder: Holder = { player, name, bot, from, seq: 0, seqRevision: 0 };
  const next = { ...state, seats: state.seats.with(event.seat, holder), rematch: [] };
  const full = state.status === 'waiting' && !next.seats.includes(null);
  return full ? begun(rules, next, event) : next;
}

function unseated(rules: Rules, state: RoomState, event: Of<'unseated'>): RoomState {
  const next = { ...state, seats: state.seats.with(event.seat, null), rematch: [] };
  if (state.status !== 'playing' || state.play === null) return next;
  const left = event.forced ? refused : rules.leave(state.play, event.seat, event.at);
  const after = played(next, left);
  // No game may be frozen by a leaver (R9): where the machine does not take seat.left, the room ends the match.
  return isRefused(after) ? ended(next, outcomeOfLeaving(next)) : after;
}

/** The players who stayed have won. */
function outcomeOfLeaving(state: RoomState): Outcome {
  const stayed = state.seats.flatMap((holder, seat) => (holder === null ? [] : [seat]));
  return { winners: stayed, reason: 'left' };
}

function intended(
  rules: Rules,
  state: RoomState,
  event: Of<'intent'>,
  revision: number,
): RoomState | Refused {
  const holder = state.seats[event.seat];
  if (state.status !== 'playing' || state.play === null || !holder) return refused;
  const heard = { ...holder, seq: event.seq, seqRevision: revision };
  const match = rules.take(state.play, event.seat, event.intent, event.at);
  return played(state, match, state.seats.with(event.seat, heard));
}

function fired(rules: Rules, state: RoomState, event: Of<'deadline'>): RoomState | Refused {
  if (state.status !== 'playing' || state.play === null) return refused;
  return played(state, rules.fire(state.play, event.id, event.at));
}

function rematched(rules: Rules, state: RoomState, event: Of<'rematch'>): RoomState {
  const offers = state.seats.flatMap((holder, seat) =>
    holder !== null && (seat === event.seat || holder.bot !== null || state.rematch.includes(seat))
      ? [seat]
      : [],
  );
  if (offers.length < state.seats.length) return { ...state, rematch: offers };
  const next = { ...state, seats: rotated(state.seats), match: state.match + 1, rematch: [] };
  return begun(rules, next, event);
}

/** All players move one seat up, so that another one begins. */
function rotated<Item>(seats: readonly Item[]): Item[] {
  return [...seats.slice(-1), ...seats.slice(0, -1)];
}

function begun(
  rules: Rules,
  state: RoomState,
  event: { readonly seed: string; readonly at: number },
): RoomState {
  const { seats, options } = state.setup;
  const match = rules.begin({ seats, seed: event.seed, options }, event.at);
  return settled({ ...state, status: 'playing', outcome: null }, match);
}

function played(state: RoomState, match: Match | Refused, seats = state.seats): RoomState | Refused {
  return 'refused' in match ? match : settled(state, match, seats);
}

function settled(state: RoomState, play: Match, seats = state.seats): RoomState {
  const { outcome } = play;
  if (outcome === null) return { ...state, play, seats };
  return { ...state, play, seats, status: 'finished', outcome };
}

function ended(state: RoomState, outcome: Outcome): RoomState {
  return { ...state, status: 'finished', outcome };
}
