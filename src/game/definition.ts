// What an author hands to defineGame, and the types that refuse a machine which does not fit its intents.
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

/** The options of a game that declares none. */
export type NoOptions = z.ZodObject<Record<never, never>>;

export type GameDefinition<
  Name extends string,
  Intents extends IntentSchemas,
  Machine extends AnyStateMachine,
  View,
  Secrets,
  Options extends z.ZodObject,
> = {
  /** kebab-case: it stands in addresses and on the wire. */
  readonly name: Name;
  /** Raised when a running match of the former version could not go on with this one. From 1. */
  readonly version: number;
  readonly seats: SeatRange;
  /** One z.strictObject for each intent. */
  readonly intents: Intents;
  readonly machine: Machine & Fitting<NoInfer<Machine>, Intents, Options>;
  /** What everyone may see. */
  readonly view: (state: StateOf<NoInfer<Machine>>) => View;
  /** What this seat alone may see besides. */
  readonly secrets?: (state: StateOf<NoInfer<Machine>>, seat: Seat) => Secrets;
  /** All that the seat might do; needed only where the schemas are too wide to enumerate. */
  readonly candidates?: (
    state: StateOf<NoInfer<Machine>>,
    seat: Seat,
  ) => readonly IntentOf<NoInfer<Intents>>[];
  /**
   * The context as it might just as well be for all that this seat knows: what it cannot see is shuffled, the
   * random state of the match included, what it can see stays. With it bots think ahead without cheating, and the
   * leak test can prove that nothing hidden reaches the seat. For games with secrets, or with chance to come.
   * `random` gives numbers in [0, 1), and is the only chance to use.
   */
  readonly redeal?: (
    state: StateOf<NoInfer<Machine>>,
    seat: Seat,
    random: () => number,
  ) => ContextFrom<NoInfer<Machine>>;
  /**
   * Brings a running match of an older version over to this one. Without it, or where it throws, the room
   * is set aside until the older version is served again.
   */
  readonly migrate?: (old: OldState) => StateOf<NoInfer<Machine>>;
  /** A z.strictObject: the settings chosen when a room is made. */
  readonly options?: Options;
};

/** `unknown` for a machine that fits; otherwise a type that names what is wrong, in the compiler's message. */
type Fitting<Machine extends AnyStateMachine, Intents extends IntentSchemas, Options extends z.ZodObject> = [
  GameEvent<Intents>,
] extends [EventFrom<Machine>]
  ? [MachineInput<z.output<Options>>] extends [InputFrom<Machine>]
    ? [OutputFrom<Machine>] extends [Outcome]
      ? [ContextFrom<Machine>] extends [JsonLike<ContextFrom<Machine>>]
        ? unknown
        : Misfit<'the context must survive JSON: no undefined, function, Date, Map or Set'>
      : Misfit<'the output must be an Outcome: annotate with GameTypes'>
    : Misfit<'the input must be { seats, seed, options, at }: annotate with GameTypes, options included'>
  : Misfit<'the events must take every intent and seat.left: annotate with GameTypes'>;

type Misfit<Why extends string> = { readonly '~misfit': Why };

type NotJson =
  | undefined
  | bigint
  | symbol
  | Date
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>
  | ((...given: never[]) => unknown);

/** T with all that JSON would lose replaced by never. */
type JsonLike<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null
    ? T
    : T extends NotJson
      ? never
      : { [Key in keyof T]: JsonLike<T[Key]> };
