// Implements Rules for a machine: joins the pure step with deadlines, legal intents, frozen state and reasons.
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
import {
  type Engine,
  type EngineInfo,
  runAuthorCode,
  type ScheduleRequest,
  type Snapshot,
} from './engine/engine.ts';
import { GameFault } from './errors.ts';
import { describeFlaw, type FreezeExtent, freezeJson } from './json-freeze.ts';
import { type Candidates, candidatesOf, legalIntents } from './legal-intents.ts';
import { explainRefusal } from './refusal-reason.ts';
import type { Match, Refused, Rules, RulesOptions } from './rules.ts';
import { fingerprintOf, type SavedMatch } from './saved-match.ts';
import { checkIntent, checkOptions, compiledSchemas } from './schema-checks.ts';
import type { AnyIntent, Game, IntentSchemas, MatchInput, Outcome, Seat, Stamp } from './types.ts';

/**
 * The rules of a game. Make them once for each game, not for each room: this derives the candidates from the schemas
 * and compiles the machine.
 *
 * @example
 * const rules = rulesOf(ticTacToe);
 * const match = rules.begin({ seats: 2, seed: 'any text', options: {} }, Date.now());
 * const next = rules.take(match, 0, { type: 'place', cell: 4 }, Date.now());
 * if ('refused' in next) console.log(next.reason);
 * else console.log(rules.view(next));
 */
export function rulesOf(game: Game, options: RulesOptions = {}): Rules {
  return new MachineRules(game, options);
}

/** A match as these rules see it. */
type MachineMatch = Match & MachineState;
type MachineState = {
  readonly seats: number;
  readonly snapshot: Snapshot;
  readonly schedule: DeadlineSchedule;
};

const REFUSED: Refused = { refused: true, reason: undefined };

class MachineRules implements Rules {
  readonly game: Game;
  readonly engine: EngineInfo;
  readonly #engine: Engine;
  readonly #delays: DelayNames;
  readonly #candidates: Candidates;
  readonly #intents: IntentSchemas;

  constructor(game: Game, options: RulesOptions) {
    this.game = game;
    const { engine, info } = chooseEngine(game.machine, options.engine);
    this.#engine = engine;
    this.engine = info;
    this.#delays = delayNamesOf(game.machine);
    this.#candidates = candidatesOf(game.intents);
    this.#intents = compiledSchemas(game.intents);
  }

  checkIntent(intent: unknown) {
    return checkIntent(this.#intents, intent);
  }

  checkOptions(options: unknown) {
    return checkOptions(this.game.options, options);
  }

  begin(input: MatchInput, at: number): Match {
    const { snapshot, requests } = this.#engine.start({ ...input, at });
    const schedule = this.#reschedule(NO_DEADLINES, requests, { at, extent: 'all' });
    return this.#match({ seats: input.seats, snapshot, schedule }, 'all');
  }

  take(match: Match, seat: Seat, intent: AnyIntent, at: number): Match | Refused {
    // Otherwise an intent `{ type: 'xstate.after…' }` could imitate a deadline.
    if (!Object.hasOwn(this.game.intents, intent.type)) return REFUSED;
    return this.#step(match as MachineMatch, stamped(intent, seat, at), at);
  }

  leave(match: Match, seat: Seat, at: number): Match | Refused {
    return this.#step(match as MachineMatch, stamped({ type: 'seat.left' }, seat, at), at);
  }

  fire(match: Match, deadline: string, at: number): Match | Refused {
    const before = match as MachineMatch;
    const due = before.schedule.deadlines.find(({ id }) => id === deadline);
    if (!due) return REFUSED;
    const schedule = without(before.schedule, deadline);
    const fired = { ...before, schedule, deadlines: schedule.deadlines };
    const event: EventObject & { at: number } = { ...due.event, at };
    const after = this.#step(fired, event, at);
    // A refused deadline is spent as well: if it stayed, it would fire forever.
    return 'refused' in after ? fired : after;
  }

  legal(match: Match, seat: Seat, at: number) {
    const { snapshot, outcome } = match as MachineMatch;
    if (outcome) return { intents: [], complete: true };
    const can = (intent: AnyIntent) => this.#engine.can(snapshot, stamped(intent, seat, at));
    return runAuthorCode("'legal'", () => legalIntents(this.game, this.#candidates, { snapshot, seat, can }));
  }

  view(match: Match): Json {
    const { value, context } = (match as MachineMatch).snapshot;
    return frozen(
      'view',
      runAuthorCode("'view'", () => this.game.view({ value, context })),
    );
  }

  secrets(match: Match, seat: Seat): Json {
    const { secrets } = this.game;
    if (!secrets) return null;
    const { value, context } = (match as MachineMatch).snapshot;
    return frozen(
      'secrets',
      runAuthorCode("'secrets'", () => secrets({ value, context }, seat)),
    );
  }

  redeal(match: Match, seat: Seat, random: () => number): Match {
    const { redeal, secrets, name } = this.game;
    if (!redeal) {
      if (secrets) throw new GameFault(`${name} has secrets but no redeal`);
      return match;
    }
    const { seats, snapshot, schedule } = match as MachineMatch;
    const { value, context } = snapshot;
    const dealt = frozen(
      'redeal',
      runAuthorCode("'redeal'", () => redeal({ value, context }, seat, random)),
    );
    const restored = this.#engine.restore({ ...this.#engine.save(snapshot), context: dealt });
    return this.#match({ seats, snapshot: restored, schedule }, 'new');
  }

  stateValue(match: Match): Json {
    return (match as MachineMatch).snapshot.value;
  }

  fingerprint(match: Match, at: number): string {
    return fingerprintOf(this.#saved(match), at);
  }

  save(match: Match): Json {
    return this.#saved(match) as unknown as Json;
  }

  #saved(match: Match): SavedMatch {
    const { seats, snapshot, schedule } = match as MachineMatch;
    const { deadlines, scheduled } = schedule;
    const pending = deadlines.map(({ id, name, at, event }) => ({ deadline: { id, name, at }, event }));
    return { seats, snapshot: this.#engine.save(snapshot), pending, scheduled };
  }

  migrate(saved: Json, from: number): Json {
    const { migrate, name } = this.game;
    if (migrate === undefined) throw new GameFault(`${name} has no migrate`);
    const { snapshot, ...rest } = saved as SavedMatch;
    const { value, context } = snapshot;
    const migrated = runAuthorCode("'migrate'", () => migrate({ version: from, value, context }));
    const whole = { ...rest, snapshot: { ...snapshot, ...migrated } } as unknown as Json;
    // A state that does not load, or has no view, must not replace what is stored.
    this.view(this.load(whole));
    return whole;
  }

  load(saved: Json): Match {
    const { seats, snapshot, pending, scheduled } = saved as SavedMatch;
    for (const { event } of pending) frozen('raised', event, 'all');
    const deadlines = pending.map(({ deadline, event }) => new PendingDeadline(deadline, event));
    const schedule = { deadlines, scheduled };
    return this.#match({ seats, snapshot: this.#engine.restore(snapshot), schedule }, 'all');
  }

  #step(before: MachineMatch, event: EventObject, at: number): MachineMatch | Refused {
    if (before.outcome) return REFUSED;
    const { snapshot, requests, acted } = this.#engine.next(before.snapshot, event);
    if (snapshot === before.snapshot && !acted) {
      const { takes, reason } = runAuthorCode(`'${event.type}'`, () => explainRefusal(snapshot, event));
      return takes ? before : { refused: true, reason };
    }
    const schedule = this.#reschedule(before.schedule, requests, { at, extent: 'new' });
    return this.#match({ seats: before.seats, snapshot, schedule }, 'new');
  }

  #reschedule(
    schedule: DeadlineSchedule,
    requests: readonly ScheduleRequest[],
    { at, extent }: { readonly at: number; readonly extent: FreezeExtent },
  ): DeadlineSchedule {
    for (const request of requests) if (request.kind === 'raise') frozen('raised', request.event, extent);
    return reschedule(schedule, requests, { at, names: this.#delays });
  }

  /** The only place that makes a match: all state of the author's in it is frozen, and a finished one has no deadlines. */
  #match({ seats, snapshot, schedule }: MachineState, extent: FreezeExtent): MachineMatch {
    frozen('context', snapshot.context, extent);
    const { deadlines } = schedule;
    if (snapshot.status !== 'done') return { seats, snapshot, schedule, deadlines, outcome: null };
    const outcome = outcomeOf(frozen('output', snapshot.output), seats);
    return { seats, snapshot, schedule: NO_DEADLINES, deadlines: NO_DEADLINES.deadlines, outcome };
  }
}

/** The value, checked and frozen. @throws GameFault where JSON would lose a part of it */
function frozen(root: string, value: unknown, extent: FreezeExtent = 'new'): Json {
  const flaw = freezeJson(value, extent);
  if (flaw) throw new GameFault(`${describeFlaw(root, flaw)}, which JSON cannot represent`);
  return value as Json;
}

/** The event of a seat. The stamp comes last, so that no field of an intent can replace it. */
function stamped<Event extends { readonly type: string }>(
  event: Event,
  seat: Seat,
  at: number,
): Event & Stamp {
  return { ...event, seat, at };
}

/** @throws GameFault where the machine's output is not an outcome for this number of seats */
function outcomeOf(output: unknown, seats: number): Outcome {
  const problem = problemOfOutcome(output, seats);
  if (problem) throw new GameFault(`the output is not an outcome: ${problem}`);
  return output as Outcome;
}

function problemOfOutcome(output: unknown, seats: number): string | undefined {
  if (typeof output !== 'object' || output === null) return 'it must be { winners, reason, scores? }';
  const { winners, reason, scores } = output as Record<string, unknown>;
  const isSeat = (seat: unknown) =>
    Number.isInteger(seat) && (seat as number) >= 0 && (seat as number) < seats;
  if (!Array.isArray(winners) || !winners.every(isSeat)) return 'winners must be seats of the match';
  if (typeof reason !== 'string') return 'reason must be a string';
  if (scores === undefined) return undefined;
  const fits = Array.isArray(scores) && scores.length === seats && scores.every(Number.isFinite);
  return fits ? undefined : 'scores must have one number for each seat';
}
