// The game door: what an author's module imports, and what a room asks of a game.

export { defineGame } from './define-game.ts';
export type { GameDefinition, NoOptions } from './definition.ts';
export { probeAction } from './engine/compiled/actions.ts';
export { GameDefinitionError } from './errors.ts';
export { rulesOf } from './machine-rules.ts';
export { createRandom, draw, type RandomState, shuffle } from './random.ts';
export { type Deadline, GameFault, type IntentCheck, type Match, type Refused, type Rules } from './rules.ts';
export type {
  AnyIntent,
  Game,
  GameEvent,
  GameShape,
  GameState,
  GameTypes,
  IntentInput,
  IntentInputsOf,
  IntentOf,
  IntentSchemas,
  IntentsOf,
  MachineInput,
  MatchInput,
  NewState,
  OldState,
  OptionsInputOf,
  OptionsOf,
  Outcome,
  Seat,
  SeatLeft,
  SeatRange,
  SecretsOf,
  Stamp,
  StateOf,
  ViewOf,
} from './types.ts';
