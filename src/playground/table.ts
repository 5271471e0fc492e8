// One table of the playground: every moment of its match, with all that the seats may not see of each other.
import type { AnyIntent, Deadline, Match, Outcome, Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import {
  asLogged,
  type MatchEvent,
  type Recording,
  type Room,
  type RoomEvent,
  replaying,
} from '../room/index.ts';

/** What made a moment. `name`: the author's name for a deadline. */
export type StepEvent =
  | { readonly type: 'begin' }
  | { readonly type: 'intent'; readonly seat: Seat; readonly intent: AnyIntent }
  | { readonly type: 'seat.left'; readonly seat: Seat }
  | { readonly type: 'deadline'; readonly name: string };

/** A match after so many events, as the page shows it; `at` is epoch ms. */
export type Step = {
  readonly step: number;
  readonly revision: number;
  readonly at: number;
  readonly event: StepEvent;
  /** The state value of the machine. */
  readonly value: Json;
  readonly view: Json;
  /** By seat. */
  readonly secrets: readonly Json[];
  readonly deadlines: readonly Omit<Deadline, 'id'>[];
  readonly outcome: Outcome | null;
};

type Moment = { readonly revision: number; readonly match: Match; readonly outcome: Outcome | null };

/** Each moment of a match is held in memory; a match that goes on beyond so many is no longer followed. */
const MOST_MOMENTS = 2_000;

/** In one answer: some 100 KB of a card game. */
const STEPS_A_PAGE = 100;

export class Table {
  readonly room: Room;
  #recording: Recording;
  #moments: Moment[];

  /** Throws where the room's match has not begun. */
  constructor(room: Room) {
    this.room = room;
    [this.#recording, this.#moments] = this.#begun();
  }

  /** To be called at each revision of the room. */
  follow(): void {
    const { recording, revision, state } = this.room;
    if (recording !== this.#recording) [this.#recording, this.#moments] = this.#begun();
    else if (recording.events.length >= this.#moments.length && this.#moments.length < MOST_MOMENTS) {
      if (state.play !== null) this.#moments.push({ revision, match: state.play, outcome: state.outcome });
    }
  }

  /** The match up to a step, with everything that it takes to play it again; undefined for a step not held. */
  recordingAt(step: number): Recording | undefined {
    return step < this.#moments.length ? this.#recording : undefined;
  }

  /** What the page shows: the table, and the steps from that one on, a page of them. */
  document(from: number): object {
    const { id, rules, state } = this.room;
    const { seed } = this.#recording;
    const { game, version, code, options } = state.setup;
    const seats = state.seats.map((holder) => holder && { name: holder.name, bot: holder.bot !== null });
    const last = Math.min(from + STEPS_A_PAGE, this.#moments.length);
    const steps = Array.from({ length: Math.max(0, last - from) }, (_, index) => this.#step(from + index));
    return {
      ...{ room: id, code, game, version, options, seed, seats },
      seatNames: this.#recording.names,
      secretive: rules.game.secrets !== undefined,
      ...{ match: state.match, status: state.status },
      held: this.#moments.length,
      total: this.#recording.events.length + 1,
      steps,
    };
  }

  #begun(): [Recording, Moment[]] {
    const { recording, revision, rules } = this.room;
    if (recording === null)
      throw new Error(`the beginning of the match in room ${this.room.id} is not known`);
    const first = revision - recording.events.length;
    const moments = [...replaying(recording, rules)];
    return [recording, moments.map((moment, index) => ({ ...moment, revision: first + index }))];
  }

  #step(step: number): Step {
    const { rules } = this.room;
    const { events, seats, startedAt } = this.#recording;
    const moment = this.#moments[step];
    if (moment === undefined) throw new Error(`there is no step ${step}`);
    const { match, revision, outcome } = moment;
    const event = step === 0 ? undefined : events[step - 1];
    return {
      ...{ step, revision, at: event?.at ?? startedAt },
      event: stepEvent(event, this.#moments[step - 1]?.match),
      value: stateValue(rules.save(match)),
      view: rules.view(match),
      secrets: Array.from({ length: seats }, (_, seat) => rules.secrets(match, seat)),
      deadlines: outcome === null ? match.deadlines.map(({ name, at }) => ({ name, at })) : [],
      outcome,
    };
  }
}

function stepEvent(event: MatchEvent | undefined, before: Match | undefined): StepEvent {
  switch (event?.type) {
    case undefined:
      return { type: 'begin' };
    case 'intent':
      return { type: 'intent', seat: event.seat, intent: event.intent };
    case 'seat.left':
      return { type: 'seat.left', seat: event.seat };
    case 'deadline':
      return {
        type: 'deadline',
        name: before?.deadlines.find(({ id }) => id === event.id)?.name ?? event.id,
      };
  }
}

/** A match is opaque; of a saved one it is known that the snapshot stands in it, and the state value in that. */
function stateValue(saved: Json): Json {
  return (saved as { readonly snapshot: { readonly value: Json } }).snapshot.value;
}

/** A person who is handed a seat; null for a bot, and for a seat that was left before. */
export type SeatedPerson = { readonly player: string; readonly name: string };

/** The same match up to `step` events, as if the last of them were now: what clocks have run stays run. */
export function recordingUntil(recording: Recording, step: number, now: number): Recording {
  const events = recording.events.slice(0, step);
  const later = now - (events.at(-1)?.at ?? recording.startedAt);
  return {
    ...recording,
    startedAt: recording.startedAt + later,
    events: events.map((event) => ({ ...event, at: event.at + later })),
  };
}

/** The seats that nobody holds any more at the end of a past. */
export function vacatedSeats({ events }: Recording): ReadonlySet<Seat> {
  return new Set(events.flatMap((event) => (event.type === 'seat.left' ? [event.seat] : [])));
}

/** As the log of a room has it, after its opening. `people` is by seat. */
export function roomLogOf(
  recording: Recording,
  people: readonly (SeatedPerson | null)[],
): [RoomEvent, ...RoomEvent[]] {
  const { seed, startedAt: at, events } = recording;
  const [first, ...others] = people.map((person, seat): RoomEvent => {
    const holder = person ?? { player: `bot:${seat}`, name: 'Robot' };
    return { type: 'seated', at, seat, ...holder, bot: person === null ? 'house' : null, seed };
  });
  if (first === undefined) throw new Error('a table has at least one seat');
  return [first, ...others, ...events.map((event, index) => asLogged(event, index + 1))];
}
