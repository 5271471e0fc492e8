// The words between an author's game module and the rest of the house: types only, nothing runs here.
import type { AnyStateMachine, ContextFrom, StateValueFrom } from 'xstate';
import type { z } from 'zod';

/** A numbered place in a match, from 0. */
export type Seat = number;

/** How a match ended. `winners` is empty for a draw; `scores`, where given, has one entry a seat. */
export type Outcome = {
  readonly winners: readonly Seat[];
  readonly reason: string;
  readonly scores?: readonly number[];
};

/** One zod object schema for each intent, by the intent's name. */
export type IntentSchemas = { readonly [type: string]: z.ZodObject };

/** An intent after its schema, as the machine receives it and a client is shown it: `{ type, …fields }`. */
export type IntentOf<Intents extends IntentSchemas> = {
  [Type in keyof Intents & string]: { readonly type: Type } & FieldsOf<z.output<Intents[Type]>>;
}[keyof Intents & string];

/** An intent before its schema, as a client sends it: a field with a default may be left out. */
export type IntentInput<Intents extends IntentSchemas> = {
  [Type in keyof Intents & string]: { readonly type: Type } & FieldsOf<z.input<Intents[Type]>>;
}[keyof Intents & string];

/** zod says of `z.strictObject({})` that every key is never, `type` too: no fields is meant. */
type FieldsOf<Fields> = string extends keyof Fields ? unknown : Readonly<Fields>;

/** Stamped by the server on every event of a seat: who, and when (epoch ms). A client can say neither. */
export type Stamp = { readonly seat: Seat; readonly at: number };

/** The seat was given up: the player left, or was not back in time. */
export type SeatLeft = { readonly type: 'seat.left' } & Stamp;

/** What the machine is started with. `seed` is the match's randomness: keep it outside every view. */
export type MatchInput<Options = unknown> = {
  readonly seats: number;
  readonly seed: string;
  readonly options: Options;
};

/** All that can reach a machine: its intents, stamped, and the word that a seat was given up. */
export type GameEvent<Intents extends IntentSchemas> = (IntentOf<Intents> & Stamp) | SeatLeft;

/** What the machine itself is given: the match's input, and when it begins (epoch ms). */
export type MachineInput<Options = unknown> = MatchInput<Options> & { readonly at: number };

/** For `setup({ types: {} as GameTypes<Context, typeof intents> })`: one annotation, the rest follows. */
export type GameTypes<Context, Intents extends IntentSchemas, Options = unknown> = {
  context: Context;
  events: GameEvent<Intents>;
  input: MachineInput<Options>;
  output: Outcome;
};

/** What `view`, `secrets` and `candidates` are given: the machine's state value and its context. */
export type StateOf<Machine extends AnyStateMachine> = {
  readonly value: StateValueFrom<Machine>;
  readonly context: ContextFrom<Machine>;
};

/** A fixed number of seats, or a range that the maker of a room chooses from. */
export type SeatRange = number | { readonly min: number; readonly max: number };

/** The types a client needs of a game, carried from the module to the page. */
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

/** A game as `defineGame` returns it. The methods take loose states: only the rules call them. */
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
  /** Never set: carries the types from the module to the client. */
  readonly '~shape'?: Shape;
};

/** A state as the author's functions see it, when the machine's own types are not at hand. */
// biome-ignore lint/suspicious/noExplicitAny: the machine's own types are erased here, and given back by defineGame
export type GameState = { readonly value: any; readonly context: any };

/** An intent whose game is not known to the types. */
export type AnyIntent = {
  readonly type: string;
  readonly [field: string]: unknown;
};

type ShapeOf<G extends Game> = NonNullable<G['~shape']>;

/** What everyone may see of a game: `ViewOf<typeof ticTacToe>`. */
export type ViewOf<G extends Game> = ShapeOf<G>['view'];
/** What one seat alone may see besides; null for a game without secrets. */
export type SecretsOf<G extends Game> = ShapeOf<G>['secrets'];
/** The union of a game's intents after their schemas, as documents and `legal` show them. */
export type IntentsOf<G extends Game> = ShapeOf<G>['intent'];
/** The union of what a client may send: the intents before their schemas. */
export type IntentInputsOf<G extends Game> = InputOr<ShapeOf<G>, 'intentInput', 'intent'>;
/** The options of a room after their schema: every default is filled in. */
export type OptionsOf<G extends Game> = ShapeOf<G>['options'];
/** What a client may make a room with: the options before their schema. */
export type OptionsInputOf<G extends Game> = InputOr<ShapeOf<G>, 'optionsInput', 'options'>;

/** A shape that was written by hand, for a game without types, need not say what is sent. */
type InputOr<Shape, Input extends keyof GameShape, Output extends keyof GameShape> =
  Shape extends Readonly<Record<Input, infer Sent>> ? Sent : Shape extends GameShape ? Shape[Output] : never;

/** A match's state as an older version of its game left it. */
// biome-ignore lint/suspicious/noExplicitAny: the older version's types are gone; the author knows them
export type OldState = { readonly version: number; readonly value: any; readonly context: any };

/** The same state, as the game's present version has it: plain JSON both. */
export type NewState = { readonly value: unknown; readonly context: unknown };
