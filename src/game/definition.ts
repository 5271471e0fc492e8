// The argument of defineGame, and the types by which a machine that does not fit its intents does not compile.
import type { AnyStateMachine, ContextFrom, EventFrom, InputFrom, OutputFrom } from 'xstate';
import type { z } from 'zod';
import type {
  GameEvent,
  IntentOf,
  IntentSchemas,
  MachineInput,
  OldState,
  Outcome,
  Seat,
  SeatRange,
  StateOf,
} from './types.ts';

/** The options of a game that has none. */
export type NoOptions = z.ZodObject<Record<never, never>>;

/** What an author writes: the argument of `defineGame`. */
export type GameDefinition<
  Name extends string,
  Intents extends IntentSchemas,
  Machine extends AnyStateMachine,
  View,
  Secrets,
  Options extends z.ZodObject,
> = {
  /** In kebab-case, at most 64 characters; it is used in URLs and messages. */
  readonly name: Name;
  /** From 1. Raise it when a match that runs under the former version could not continue under this one. */
  readonly version: number;
  /** From 1 to 64. */
  readonly seats: SeatRange;
  /** One z.strictObject for each intent, by name. The fields `type`, `seat` and `at` are reserved. */
  readonly intents: Intents;
  /**
   * Plain XState, made with `setup` and `GameTypes`. Guards have names; actions are assign, raise and cancel, or
   * enqueueActions of these. A machine without parallel states, history and enqueueActions is compiled, and then steps
   * about 30 times faster.
   */
  readonly machine: Machine & FittingMachine<NoInfer<Machine>, Intents, Options>;
  /** What everyone may see: JSON. */
  readonly view: (state: StateOf<NoInfer<Machine>>) => View;
  /** What this seat alone may see in addition: JSON. */
  readonly secrets?: (state: StateOf<NoInfer<Machine>>, seat: Seat) => Secrets;
  /**
   * All intents that the seat might send, legal or not. Needed only where the schemas are too wide to enumerate: more
   * than 4096 intents, or fields of free text.
   */
  readonly candidates?: (
    state: StateOf<NoInfer<Machine>>,
    seat: Seat,
  ) => readonly IntentOf<NoInfer<Intents>>[];
  /**
   * Another context that is possible with what this seat knows: it shuffles what the seat cannot see, including the
   * random state, and keeps what the seat can see. Bots use it to search without cheating, and the leak test to prove
   * that no secret reaches the seat. For games with secrets, or with chance that is still to come.
   * `random` returns numbers in [0, 1), and must be the only source of chance.
   */
  readonly redeal?: (
    state: StateOf<NoInfer<Machine>>,
    seat: Seat,
    random: () => number,
  ) => ContextFrom<NoInfer<Machine>>;
  /**
   * Converts a running match of an older version. Without it, or if it throws, the room is set aside until the older
   * version is served again.
   */
  readonly migrate?: (old: OldState) => StateOf<NoInfer<Machine>>;
  /** A z.strictObject: the settings that are chosen when a room is created. */
  readonly options?: Options;
};

/** `unknown` for a machine that fits; otherwise a type with the reason, which the compiler then shows. */
type FittingMachine<
  Machine extends AnyStateMachine,
  Intents extends IntentSchemas,
  Options extends z.ZodObject,
> = [GameEvent<Intents>] extends [EventFrom<Machine>]
  ? [MachineInput<z.output<Options>>] extends [InputFrom<Machine>]
    ? [OutputFrom<Machine>] extends [Outcome]
      ? [ContextFrom<Machine>] extends [JsonLike<ContextFrom<Machine>>]
        ? unknown
        : DoesNotFit<'the context must survive JSON: no undefined, function, Date, Map or Set'>
      : DoesNotFit<'the output must be an Outcome: annotate with GameTypes'>
    : DoesNotFit<'the input must be { seats, seed, options, at }: annotate with GameTypes, options included'>
  : DoesNotFit<'the events must take every intent and seat.left: annotate with GameTypes'>;

type DoesNotFit<Why extends string> = { readonly '~doesNotFit': Why };

type NotJson =
  | undefined
  | bigint
  | symbol
  | Date
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>
  | ((...args: never[]) => unknown);

/** T with `never` in place of all that JSON would lose. */
type JsonLike<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null
    ? T
    : T extends NotJson
      ? never
      : { [Key in keyof T]: JsonLike<T[Key]> };
