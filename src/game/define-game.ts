// The author's door: a definition goes in, and comes out as a game that is known to run, or not at all.
import type { AnyStateMachine } from 'xstate';
import type { z } from 'zod';
import type { GameDefinition, NoOptions } from './definition.ts';
import { GameDefinitionError } from './errors.ts';
import { rulesOf } from './machine-rules.ts';
import { GameFault, type Match, type Rules } from './rules.ts';
import type { Game, IntentInput, IntentOf, IntentSchemas, MatchInput } from './types.ts';
import { seatRange, validateDefinition } from './validate-definition.ts';
import { validateMachine } from './validate-machine.ts';

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
): Game<{
  name: Name;
  view: View;
  secrets: Secrets;
  intent: IntentOf<Intents>;
  intentInput: IntentInput<Intents>;
  options: z.output<Options>;
  optionsInput: z.input<Options>;
}> {
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
  validateDefinition(game);
  validateMachine(name, machine);
  tryOut(rulesOf(game));
  return game;
}

// Sets a game up before anyone plays it, so that a faulty one is refused with its module, not with its first match.

/** @throws GameDefinitionError where the set-up, a view or a secret fails, for the fewest seats or the most */
export function tryOut(rules: Rules): void {
  const { name, seats } = rules.game;
  const chosen = rules.checkOptions({});
  // Options that must be chosen cannot be guessed here
  if (!chosen.ok) return;
  for (const count of new Set([seats.min, seats.max])) {
    const input = { seats: count, seed: 'trial', options: chosen.options };
    try {
      setUp(rules, input);
    } catch (cause) {
      if (!(cause instanceof GameFault)) throw cause;
      const why = cause.cause instanceof Error ? `${cause.message}: ${cause.cause.message}` : cause.message;
      throw new GameDefinitionError(name, `a match of ${count} could not be set up: ${why}`, { cause });
    }
  }
}

function setUp(rules: Rules, input: MatchInput): void {
  const match = rules.begin(input, 0);
  rules.view(match);
  for (let seat = 0; seat < input.seats; seat++) {
    rules.secrets(match, seat);
    if (rules.game.candidates) rules.legal(match, seat, 0);
  }
  if (asText(rules, match) !== asText(rules, rules.begin(input, 0))) {
    throw new GameFault('two set-ups from one seed differ; draw chance from input.seed alone (createRandom)');
  }
}

function asText(rules: Rules, match: Match): string {
  return JSON.stringify(rules.save(match));
}
