// Makes a game ready to run: joins the pure step, the deadlines and the reasons into the rules a room asks.
import type { EventObject } from 'xstate';
import type { Json } from '../json.ts';
import {
  type DeadlineSchedule,
  type DelayNames,
  delayNamesOf,
  NO_DEADLINES,
  PendingDeadline,
  reschedule,
  without,
} from './deadlines.ts';
import { chooseEngine } from './engine/choose-engine.ts';
import { type Engine, runAuthorCode, type ScheduleRequest, type Snapshot } from './engine/engine.ts';
import { describeFlaw, type FreezeExtent, freezeJson } from './json-freeze.ts';
import { type Candidates, candidatesOf, legalIntents, stamped } from './legal-intents.ts';
import { explainRefusal } from './refusal-reason.ts';
import { GameFault, type Match, type Refused, type Rules } from './rules.ts';
import { fingerprintOf, type SavedMatch } from './saved-match.ts';
import { checkIntent, checkOptions, compiled } from './schema-checks.ts';
import type { AnyIntent, Game, IntentSchemas, MatchInput, Outcome, Seat } from './types.ts';

/** For a game once, not for each room: candidates are derived and the machine is copied here. */
export function rulesOf(game: Game): Rules {
  return new MachineRules(game);
}

/** A match as these rules know it; to all others it is opaque. */
type Running = Match & Moment;
type Moment = { readonly seats: number; readonly snapshot: Snapshot; readonly agenda: DeadlineSchedule };

const REFUSED: Refused = { refused: true, reason: undefined };

class MachineRules implements Rules {
  readonly game: Game;
  readonly #stepper: Engine;
  readonly #delays: DelayNames;
  readonly #candidates: Candidates;
  readonly #intents: IntentSchemas;

  constructor(game: Game) {
    this.game = game;
    this.#stepper = chooseEngine(game.machine);
    this.#delays = delayNamesOf(game.machine);
    this.#candidates = candidatesOf(game.intents);
    this.#intents = compiled(game.intents);
  }

  checkIntent(intent: unknown) {
    return checkIntent(this.#intents, intent);
  }

  checkOptions(options: unknown) {
    return checkOptions(this.game.options, options);
  }

  begin(input: MatchInput, at: number): Match {
    const { snapshot, scheduling } = this.#stepper.start({ ...input, at });
    const agenda = this.#rescheduled(NO_DEADLINES, scheduling, { at, extent: 'all' });
    return this.#running({ seats: input.seats, snapshot, agenda }, 'all');
  }

  take(match: Match, seat: Seat, intent: AnyIntent, at: number): Match | Refused {
    // Else `{ type: 'xstate.after…' }` would pass for a deadline
    if (!Object.hasOwn(this.game.intents, intent.type)) return REFUSED;
    return this.#step(match as Running, stamped(intent, seat, at), at);
  }

  leave(match: Match, seat: Seat, at: number): Match | Refused {
    return this.#step(match as Running, stamped({ type: 'seat.left' }, seat, at), at);
  }

  fire(match: Match, deadline: string, at: number): Match | Refused {
    const before = match as Running;
    const due = before.agenda.deadlines.find(({ id }) => id === deadline);
    if (!due) return REFUSED;
    const agenda = without(before.agenda, deadline);
    const fired = { ...before, agenda, deadlines: agenda.deadlines };
    const event: EventObject & { at: number } = { ...due.event, at };
    const after = this.#step(fired, event, at);
    // Even a machine that wants nothing of it has had its deadline: left running, it would fire forever
    return 'refused' in after ? fired : after;
  }

  legal(match: Match, seat: Seat, at: number) {
    const { snapshot, outcome } = match as Running;
    if (outcome) return { intents: [], complete: true };
    return runAuthorCode("'legal'", () =>
      legalIntents(this.game, this.#candidates, { stepper: this.#stepper, snapshot, seat, at }),
    );
  }

  view(match: Match): Json {
    const { value, context } = (match as Running).snapshot;
    return sealed(
      'view',
      runAuthorCode("'view'", () => this.game.view({ value, context })),
    );
  }

  secrets(match: Match, seat: Seat): Json {
    const { secrets } = this.game;
    if (!secrets) return null;
    const { value, context } = (match as Running).snapshot;
    return sealed(
      'secrets',
      runAuthorCode("'secrets'", () => secrets({ value, context }, seat)),
    );
  }

  redeal(match: Match, seat: Seat, random: () => number): Match {
    const { redeal, secrets, name } = this.game;
    if (!redeal) {
      if (secrets) throw new GameFault(`${name} has secrets and gives no redeal`);
      return match;
    }
    const { seats, snapshot, agenda } = match as Running;
    const { value, context } = snapshot;
    const dealt = sealed(
      'redeal',
      runAuthorCode("'redeal'", () => redeal({ value, context }, seat, random)),
    );
    const restored = this.#stepper.restore({ ...this.#stepper.save(snapshot), context: dealt });
    return this.#running({ seats, snapshot: restored, agenda }, 'fresh');
  }

  stateValue(match: Match): Json {
    return (match as Running).snapshot.value;
  }

  fingerprint(match: Match, at: number): string {
    return fingerprintOf(this.#saved(match), at);
  }

  save(match: Match): Json {
    return this.#saved(match) as unknown as Json;
  }

  #saved(match: Match): SavedMatch {
    const { seats, snapshot, agenda } = match as Running;
    const { deadlines, scheduled } = agenda;
    const pending = deadlines.map(({ id, name, at, event }) => ({ deadline: { id, name, at }, event }));
    return { seats, snapshot: this.#stepper.save(snapshot), pending, scheduled };
  }

  migrate(saved: Json, from: number): Json {
    const { migrate, name } = this.game;
    if (migrate === undefined) throw new GameFault(`${name} gives no migrate`);
    const { snapshot, ...rest } = saved as SavedMatch;
    const { value, context } = snapshot;
    const brought = runAuthorCode("'migrate'", () => migrate({ version: from, value, context }));
    const whole = { ...rest, snapshot: { ...snapshot, ...brought } } as unknown as Json;
    // What does not load, or shows no view, must not take the place of what was stored.
    this.view(this.load(whole));
    return whole;
  }

  load(saved: Json): Match {
    const { seats, snapshot, pending, scheduled } = saved as SavedMatch;
    for (const { event } of pending) sealed('raised', event, 'all');
    const deadlines = pending.map(({ deadline, event }) => new PendingDeadline(deadline, event));
    const agenda = { deadlines, scheduled };
    return this.#running({ seats, snapshot: this.#stepper.restore(snapshot), agenda }, 'all');
  }

  #step(before: Running, event: EventObject, at: number): Running | Refused {
    if (before.outcome) return REFUSED;
    const { snapshot, scheduling, acted } = this.#stepper.next(before.snapshot, event);
    if (snapshot === before.snapshot && !acted) {
      const { takes, reason } = runAuthorCode(`'${event.type}'`, () => explainRefusal(snapshot, event));
      return takes ? before : { refused: true, reason };
    }
    const agenda = this.#rescheduled(before.agenda, scheduling, { at, extent: 'fresh' });
    return this.#running({ seats: before.seats, snapshot, agenda }, 'fresh');
  }

  #rescheduled(
    agenda: DeadlineSchedule,
    scheduling: readonly ScheduleRequest[],
    { at, extent }: { readonly at: number; readonly extent: FreezeExtent },
  ): DeadlineSchedule {
    for (const wish of scheduling) if (wish.kind === 'raise') sealed('raised', wish.event, extent);
    return reschedule(agenda, scheduling, { at, names: this.#delays });
  }

  /** The only way into a match: all that it holds of the author's is sealed, and a finished one waits for nothing. */
  #running({ seats, snapshot, agenda }: Moment, extent: FreezeExtent): Running {
    sealed('context', snapshot.context, extent);
    const { deadlines } = agenda;
    if (snapshot.status !== 'done') return { seats, snapshot, agenda, deadlines, outcome: null };
    const outcome = outcomeOf(sealed('output', snapshot.output), seats);
    return { seats, snapshot, agenda: NO_DEADLINES, deadlines: NO_DEADLINES.deadlines, outcome };
  }
}

/** @throws GameFault where JSON would lose something */
function sealed(root: string, value: unknown, extent: FreezeExtent = 'fresh'): Json {
  const flaw = freezeJson(value, extent);
  if (flaw) throw new GameFault(`${describeFlaw(root, flaw)}, which JSON would not keep`);
  return value as Json;
}

// Reads the machine's output as an outcome; a match never ends with anything else.

/** @throws GameFault where the output is no outcome for that many seats */
export function outcomeOf(output: unknown, seats: number): Outcome {
  const wrong = complaintAbout(output, seats);
  if (wrong) throw new GameFault(`the output is no outcome: ${wrong}`);
  return output as Outcome;
}

function complaintAbout(output: unknown, seats: number): string | undefined {
  if (typeof output !== 'object' || output === null) return 'it must be { winners, reason, scores? }';
  const { winners, reason, scores } = output as Record<string, unknown>;
  const isSeat = (seat: unknown) =>
    Number.isInteger(seat) && (seat as number) >= 0 && (seat as number) < seats;
  if (!Array.isArray(winners) || !winners.every(isSeat)) return 'winners must be seats of the match';
  if (typeof reason !== 'string') return 'reason must be a string';
  if (scores === undefined) return undefined;
  const counted = Array.isArray(scores) && scores.length === seats && scores.every(Number.isFinite);
  return counted ? undefined : 'scores must be one number a seat';
}
