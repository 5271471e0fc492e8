// The author's door: a definition goes in, and comes out as a game that is known to run, or not at all.
import type { AnyStateMachine } from 'xstate';
import type { z } from 'zod';
import type { GameDefinition, NoOptions } from './definition.ts';
import { refuseMachine } from './machine-refusals.ts';
import { refuseDeclarations, seatRange } from './refusals.ts';
import { rulesOf } from './rules-of.ts';
import { tryOut } from './trial.ts';
import type { Game, IntentOf, IntentSchemas } from './types.ts';

/** @throws GameDefinitionError that says where the game cannot work, and what to write instead */
export function defineGame<
  const Name extends string,
  Intents extends IntentSchemas,
  Machine extends AnyStateMachine,
  View,
  Secrets = null,
  Options extends z.ZodObject = NoOptions,
>(
  definition: GameDefinition<Name, Intents, Machine, View, Secrets, Options>,
): Game<{ name: Name; view: View; secrets: Secrets; intent: IntentOf<Intents>; options: z.output<Options> }> {
  const { name, version, intents, machine, view, secrets, candidates, options, redeal, migrate } = definition;
  const game = {
    name,
    version,
    seats: seatRange(definition.seats),
    intents,
    machine,
    view,
    secrets,
    candidates,
    options,
    redeal,
    migrate,
  };
  refuseDeclarations(game);
  refuseMachine(name, machine);
  tryOut(rulesOf(game));
  return game;
}
