// The game module: what an author's game imports, and what the rest of the server imports of a game.

export { defineGame } from './define-game.ts';
export type { GameDefinition, NoOptions } from './definition.ts';
export { describeEngine, engineInfo, recordedEngine } from './engine/choose-engine.ts';
export { probeAction } from './engine/compiled/actions.ts';
export type { EngineInfo, EngineName, RecordedEngine } from './engine/engine.ts';
export { type GameDefinitionCode, GameDefinitionError, GameFault } from './errors.ts';
export { guardText, type StateNode, stateNodesOf, type Transition } from './machine-introspection.ts';
export { rulesOf } from './machine-rules.ts';
export { createRandom, draw, type RandomState, shuffle } from './random.ts';
export type { Deadline, IntentCheck, Match, Refused, Rules, RulesOptions } from './rules.ts';
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
