// The types that a page draws from a game module: what it is shown, and what it may send. Nothing here runs.
import type { RoomDocument } from '../protocol/index.ts';

/** The part of a game module that the client's types are drawn from: `typeof ticTacToe` fits. */
export type GameModule = {
  readonly name: string;
  /** Never set: carries the game's types. `defineGame` writes it. */
  readonly '~shape'?:
    | {
        readonly view: unknown;
        readonly secrets: unknown;
        readonly intent: unknown;
        readonly intentInput?: unknown;
        readonly options: unknown;
        readonly optionsInput?: unknown;
      }
    | undefined;
};

type Shape<G extends GameModule> = NonNullable<G['~shape']>;
type Sent<G extends GameModule, Input extends string, Output extends keyof Shape<GameModule>> =
  Shape<G> extends Readonly<Record<Input, infer Value>> ? Value : Shape<G>[Output];

/**
 * What a client may send: the union of the game's intents before their schemas run, so that a field with a default
 * may be left out.
 */
export type IntentInputsOf<G extends GameModule> = Sent<G, 'intentInput', 'intent'>;

/** What a room may be created with: the game's options before their schema runs. */
export type OptionsInputOf<G extends GameModule> = Sent<G, 'optionsInput', 'options'>;

/** The room document, with the game's own types where the protocol says unknown. */
export type DocumentOf<G extends GameModule> = Omit<RoomDocument, 'view' | 'mine' | 'options'> & {
  /** What everyone may see of the game; null while the room waits for players. */
  readonly view: Shape<G>['view'] | null;
  /** What the own seat alone may see; null for spectators, and for games without secrets. */
  readonly mine: Shape<G>['secrets'] | null;
  /** The options after their schema: every default is filled in. */
  readonly options: Shape<G>['options'];
};
