// One table of the playground: every position of its match, with the secrets of all seats.
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

/** The event that led to a position. `name`: the author's name of the deadline. */
export type StepEvent =
  | { readonly type: 'begin' }
  | { readonly type: 'intent'; readonly seat: Seat; readonly intent: AnyIntent }
  | { readonly type: 'seat.left'; readonly seat: Seat }
  | { readonly type: 'deadline'; readonly name: string };

/** A position of the match, as the page shows it. */
export type Step = {
  /** Number of events before it. */
  readonly step: number;
  readonly revision: number;
  /** Epoch ms. */
  readonly at: number;
  readonly event: StepEvent;
  /** The machine's state value. */
  readonly value: Json;
  readonly view: Json;
  /** One entry for each seat. */
  readonly secrets: readonly Json[];
  readonly deadlines: readonly Omit<Deadline, 'id'>[];
  readonly outcome: Outcome | null;
};

type RecordedPosition = {
  readonly revision: number;
  readonly match: Match;
  readonly outcome: Outcome | null;
};

/** Maximum number of positions kept in memory; those after it are not recorded. */
const MAX_POSITIONS = 2_000;

/** Maximum number of steps in one answer: some 100 KB for a card game. */
const STEPS_PER_PAGE = 100;

/** Keeps up to 2,000 positions of the running match in memory; a rematch starts the list again. */
export class Table {
  readonly room: Room;
  #recording: Recording;
  #positions: RecordedPosition[];

  /** @throws Error where the room's match has not begun */
  constructor(room: Room) {
    this.room = room;
    [this.#recording, this.#positions] = this.#fromStart();
  }

  /** Call it at each revision of the room. */
  record(): void {
    const { recording, revision, state } = this.room;
    if (recording !== this.#recording) [this.#recording, this.#positions] = this.#fromStart();
    else if (recording.events.length >= this.#positions.length && this.#positions.length < MAX_POSITIONS) {
      if (state.play !== null) this.#positions.push({ revision, match: state.play, outcome: state.outcome });
    }
  }

  /** The recording of the match; undefined where the step is not kept. */
  recordingAt(step: number): Recording | undefined {
    return step < this.#positions.length ? this.#recording : undefined;
  }

  /** What the page shows: the table, and one page of steps from step `from` on. */
  document(from: number): object {
    const { id, rules, state } = this.room;
    const { seed } = this.#recording;
    const { game, version, code, options } = state.setup;
    const seats = state.seats.map((holder) => holder && { name: holder.name, bot: holder.bot !== null });
    const last = Math.min(from + STEPS_PER_PAGE, this.#positions.length);
    const steps = Array.from({ length: Math.max(0, last - from) }, (_, index) => this.#step(from + index));
    return {
      ...{ room: id, code, game, version, options, seed, seats },
      seatNames: this.#recording.names,
      secretive: rules.game.secrets !== undefined,
      ...{ match: state.match, status: state.status },
      held: this.#positions.length,
      total: this.#recording.events.length + 1,
      steps,
    };
  }

  #fromStart(): [Recording, RecordedPosition[]] {
    const { recording, revision, rules } = this.room;
    if (recording === null) throw new Error(`room ${this.room.id} does not know the start of its match`);
    const first = revision - recording.events.length;
    const positions = [...replaying(recording, rules)];
    return [
      recording,
      positions.map(({ match, outcome }, index) => ({ match, outcome, revision: first + index })),
    ];
  }

  #step(step: number): Step {
    const { rules } = this.room;
    const { events, seats, startedAt } = this.#recording;
    const position = this.#positions[step];
    if (position === undefined) throw new Error(`step ${step} does not exist`);
    const { match, revision, outcome } = position;
    const event = step === 0 ? undefined : events[step - 1];
    return {
      ...{ step, revision, at: event?.at ?? startedAt },
      event: stepEvent(event, this.#positions[step - 1]?.match),
      value: rules.stateValue(match),
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

/** The session that gets a seat. */
export type SeatedPerson = { readonly player: string; readonly name: string };

/**
 * The first `step` events, moved in time so that the last one is now: the time that a deadline has already run is kept.
 */
export function recordingUntil(recording: Recording, step: number, now: number): Recording {
  const events = recording.events.slice(0, step);
  const later = now - (events.at(-1)?.at ?? recording.startedAt);
  return {
    ...recording,
    startedAt: recording.startedAt + later,
    events: events.map((event) => ({ ...event, at: event.at + later })),
  };
}

/** The seats that were left during a recording. */
export function vacatedSeats({ events }: Recording): ReadonlySet<Seat> {
  return new Set(events.flatMap((event) => (event.type === 'seat.left' ? [event.seat] : [])));
}

/** A recording as the log of a room, after its first event. `people`: one entry for each seat, null for a bot. */
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
