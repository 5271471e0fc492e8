// The types of a game: those that an author writes with, and those that a client derives from a game module.
import type { AnyStateMachine, ContextFrom, StateValueFrom } from 'xstate';
import type { z } from 'zod';

/** The number of a seat in a match, from 0. */
export type Seat = number;

/** How a match ended. `winners` is empty for a draw; `scores`, if present, has one number for each seat. */
export type Outcome = {
  readonly winners: readonly Seat[];
  /** A short word for clients, such as `line` or `resigned`. */
  readonly reason: string;
  readonly scores?: readonly number[];
};

/** One z.strictObject for each intent, by the name of the intent. */
export type IntentSchemas = { readonly [type: string]: z.ZodObject };

/** An intent after its schema, as the machine receives it and a client is shown it: `{ type, …fields }`. */
export type IntentOf<Intents extends IntentSchemas> = {
  [Type in keyof Intents & string]: { readonly type: Type } & FieldsOf<z.output<Intents[Type]>>;
}[keyof Intents & string];

/** An intent before its schema, as a client sends it: a field with a default may be left out. */
export type IntentInput<Intents extends IntentSchemas> = {
  [Type in keyof Intents & string]: { readonly type: Type } & FieldsOf<z.input<Intents[Type]>>;
}[keyof Intents & string];

/** zod types `z.strictObject({})` as a record of `never`, which would include `type`: it means no fields. */
type FieldsOf<Fields> = string extends keyof Fields ? unknown : Readonly<Fields>;

/** What the server adds to every event of a seat: the sender's seat, and the time in epoch ms. A client can set neither. */
export type Stamp = { readonly seat: Seat; readonly at: number };

/** A seat was given up: its player left, or was disconnected for longer than the grace time. */
export type SeatLeft = { readonly type: 'seat.left' } & Stamp;

/** The settings of a match. `seed` decides all its chance: keep it out of every view. */
export type MatchInput<Options = unknown> = {
  readonly seats: number;
  readonly seed: string;
  readonly options: Options;
};

/** Every event that can reach a machine: the game's intents with the server's stamp, and `seat.left`. */
export type GameEvent<Intents extends IntentSchemas> = (IntentOf<Intents> & Stamp) | SeatLeft;

/** The input of the machine: the settings of the match, and the time when it begins, epoch ms. */
export type MachineInput<Options = unknown> = MatchInput<Options> & { readonly at: number };

/**
 * The types of a game's machine: one annotation, from which events, view and client types follow.
 *
 * @example
 * const options = z.strictObject({ rounds: z.int().min(1).max(9).default(3) });
 *
 * const machine = setup({
 *   types: {} as GameTypes<Context, typeof intents, z.output<typeof options>>,
 *   guards: { yourTurn: ({ context, event }) => event.seat === context.turn },
 * }).createMachine({
 *   context: ({ input }) => ({ turn: 0, rounds: input.options.rounds }),
 *   …
 * });
 */
export type GameTypes<Context, Intents extends IntentSchemas, Options = unknown> = {
  context: Context;
  events: GameEvent<Intents>;
  input: MachineInput<Options>;
  output: Outcome;
};

/** The argument of `view`, `secrets` and `candidates`: the machine's state value and its context. */
export type StateOf<Machine extends AnyStateMachine> = {
  readonly value: StateValueFrom<Machine>;
  readonly context: ContextFrom<Machine>;
};

/** A fixed number of seats, or a range from which the creator of a room chooses. */
export type SeatRange = number | { readonly min: number; readonly max: number };

/** The types that a client needs of a game. `Game` carries them from the module to the page. */
export type GameShape = {
  readonly name: string;
  readonly view: unknown;
  readonly secrets: unknown;
  /** The union of the intents after their schemas. */
  readonly intent: { readonly type: string };
  /** The same before their schemas; the intents themselves where it is left out. */
  readonly intentInput?: { readonly type: string };
  /** After their schema. */
  readonly options: unknown;
  /** Before it; the options themselves where it is left out. */
  readonly optionsInput?: unknown;
};

/** A game, as `defineGame` returns it. Its functions take untyped states, since only `Rules` calls them. */
export type Game<Shape extends GameShape = GameShape> = {
  readonly name: Shape['name'];
  readonly version: number;
  readonly seats: { readonly min: number; readonly max: number };
  readonly intents: IntentSchemas;
  readonly machine: AnyStateMachine;
  readonly view: (state: GameState) => unknown;
  readonly secrets?: ((state: GameState, seat: Seat) => unknown) | undefined;
  readonly candidates?: ((state: GameState, seat: Seat) => readonly Shape['intent'][]) | undefined;
  readonly options?: z.ZodType | undefined;
  readonly redeal?: ((state: GameState, seat: Seat, random: () => number) => unknown) | undefined;
  readonly migrate?: ((old: OldState) => NewState) | undefined;
  /** Never set: it only carries types. */
  readonly '~shape'?: Shape;
};

/** The argument of a game's functions, where the types of its machine are not known. */
// biome-ignore lint/suspicious/noExplicitAny: the machine's own types are erased here, and given back by defineGame
export type GameState = { readonly value: any; readonly context: any };

/** An intent of a game that the types do not know. */
export type AnyIntent = {
  readonly type: string;
  readonly [field: string]: unknown;
};

type ShapeOf<G extends Game> = NonNullable<G['~shape']>;

/** What everyone may see of a game: `ViewOf<typeof ticTacToe>`. */
export type ViewOf<G extends Game> = ShapeOf<G>['view'];
/** What one seat alone may see in addition; null for a game without secrets. */
export type SecretsOf<G extends Game> = ShapeOf<G>['secrets'];
/** The union of a game's intents after their schemas, as documents and `legal` show them. */
export type IntentsOf<G extends Game> = ShapeOf<G>['intent'];
/** The union of what a client may send: the intents before their schemas. */
export type IntentInputsOf<G extends Game> = InputOr<ShapeOf<G>, 'intentInput', 'intent'>;
/** The options of a room after their schema: every default is filled in. */
export type OptionsOf<G extends Game> = ShapeOf<G>['options'];
/** What a client may make a room with: the options before their schema. */
export type OptionsInputOf<G extends Game> = InputOr<ShapeOf<G>, 'optionsInput', 'options'>;

/** A shape that was written by hand may leave the input types out. */
type InputOr<Shape, Input extends keyof GameShape, Output extends keyof GameShape> =
  Shape extends Readonly<Record<Input, infer Sent>> ? Sent : Shape extends GameShape ? Shape[Output] : never;

/** The argument of `migrate`: the state of a match as an older version of its game saved it. */
// biome-ignore lint/suspicious/noExplicitAny: the older version's types are gone; the author knows them
export type OldState = { readonly version: number; readonly value: any; readonly context: any };

/** The result of `migrate`: the same state for the present version. Both must be JSON. */
export type NewState = { readonly value: unknown; readonly context: unknown };
