// A game as JSON for those who are not of this house: its settings for clients, its machine for Stately.
import { z } from 'zod';
import type { Game } from '../game/index.ts';

/** One entry of /games: enough to offer the game, and to write an intent in any language. `levels`: of its bots. */
export function gameListing(
  { name, version, seats, options, intents }: Game,
  levels: readonly string[],
): object {
  return {
    name,
    version,
    seats,
    levels,
    options: options === undefined ? null : jsonSchema(options),
    intents: Object.fromEntries(Object.entries(intents).map(([type, schema]) => [type, jsonSchema(schema)])),
  };
}

/** What can be told of the schema: a refinement or a transform has no form in JSON Schema. */
const jsonSchema = (schema: z.ZodType): object =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

/**
 * The machine's own config, as `createMachine` took it: Stately opens that text, and so does XState.
 * Named guards, actions and delays stay as names; a function written in place leaves its own name.
 */
export function machineJson({ machine }: Game): string {
  const wholes = ['context', 'input', 'output'];
  return JSON.stringify(machine.config, (key, value: unknown) => {
    if (typeof value !== 'function') return value;
    return wholes.includes(key) ? undefined : nameOf(value);
  });
}

/** `and(['yourTurn', 'cellFree'])` is a function that carries its parts: as text, and(yourTurn, cellFree). */
function nameOf(part: unknown): string {
  if (typeof part !== 'function') return typeof part === 'string' ? part : JSON.stringify(part);
  const name = part.name || 'inline';
  const guards: unknown = 'guards' in part ? part.guards : undefined;
  return Array.isArray(guards) ? `${name}(${guards.map(nameOf).join(', ')})` : name;
}
