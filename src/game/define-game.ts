// The entry for authors: checks a definition as far as that is possible without a match, and returns the game.
import type { AnyStateMachine } from 'xstate';
import type { z } from 'zod';
import type { GameDefinition, NoOptions } from './definition.ts';
import { GameDefinitionError, GameFault } from './errors.ts';
import { rulesOf } from './machine-rules.ts';
import type { Match, Rules } from './rules.ts';
import type { Game, IntentInput, IntentOf, IntentSchemas, MatchInput } from './types.ts';
import { seatRange, validateDefinition } from './validate-definition.ts';
import { validateMachine } from './validate-machine.ts';

/**
 * Defines a game. The module that an author writes has its result as the default export.
 *
 * It validates the definition and the machine, and sets up a match with the fewest seats and one with the most, so
 * that a faulty game fails when its module is loaded, not in its first match.
 *
 * @throws GameDefinitionError that says where the problem is, and what to write instead
 * @example
 * type Context = { turn: Seat; left: number };
 * const intents = { take: z.strictObject({ count: z.int().min(1).max(3) }) };
 *
 * const machine = setup({
 *   types: {} as GameTypes<Context, typeof intents>,
 *   guards: {
 *     yourTurn: ({ context, event }) => event.seat === context.turn,
 *     noneLeft: ({ context }) => context.left <= 0,
 *   },
 *   actions: {
 *     take: assign(({ context, event }) => {
 *       const count = event.type === 'take' ? event.count : 0;
 *       return { left: context.left - count, turn: 1 - context.turn };
 *     }),
 *   },
 * }).createMachine({
 *   context: { turn: 0, left: 21 },
 *   initial: 'turn',
 *   states: {
 *     turn: {
 *       on: { take: { guard: 'yourTurn', actions: 'take' } },
 *       always: { guard: 'noneLeft', target: 'over' },
 *     },
 *     over: { type: 'final' },
 *   },
 *   on: { 'seat.left': '.over' },
 *   output: ({ context }) => ({ winners: [1 - context.turn], reason: 'last-one' }),
 * });
 *
 * export default defineGame({
 *   name: 'nim',
 *   version: 1,
 *   seats: 2,
 *   intents,
 *   machine,
 *   view: ({ context }) => ({ left: context.left, turn: context.turn }),
 * });
 */
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
  trySetup(rulesOf(game));
  return game;
}

/** @throws GameDefinitionError where a match, its view or its secrets fail, with the fewest seats or the most */
function trySetup(rules: Rules): void {
  const { name, seats } = rules.game;
  const checked = rules.checkOptions({});
  // Options without defaults cannot be guessed.
  if (!checked.ok) return;
  for (const count of new Set([seats.min, seats.max])) {
    try {
      setUp(rules, { seats: count, seed: 'trial', options: checked.options });
    } catch (cause) {
      if (!(cause instanceof GameFault)) throw cause;
      const why = cause.cause instanceof Error ? `${cause.message}: ${cause.cause.message}` : cause.message;
      throw new GameDefinitionError(name, `a match with ${count} seats could not be set up: ${why}`, {
        cause,
      });
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
    throw new GameFault(
      'two set-ups from the same seed differ; use only input.seed for chance (createRandom)',
    );
  }
}

function asText(rules: Rules, match: Match): string {
  return JSON.stringify(rules.save(match));
}
