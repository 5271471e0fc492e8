// The JSON documents of the HTTP API: the settings and the machine of a game, and a finished match.
import { z } from 'zod';
import type { Game, Rules } from '../game/index.ts';
import type { Json } from '../json.ts';
import { type MatchRecord, replaying } from '../room/index.ts';
import type { ArchivedMatch } from '../store/index.ts';

/** One entry of /games: what a client in any language needs to offer the game and to send an intent. */
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

/** A refinement or a transform has no form in JSON Schema, and is left out. */
const jsonSchema = (schema: z.ZodType): object =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

/**
 * The machine's own config, as `createMachine` took it; Stately and XState read it. Named guards, actions and delays
 * stay as names; an inline function becomes its own name.
 */
export function machineJson({ machine }: Game): string {
  const omitted = ['context', 'input', 'output'];
  return JSON.stringify(machine.config, (key, value: unknown) => {
    if (typeof value !== 'function') return value;
    return omitted.includes(key) ? undefined : nameOf(value);
  });
}

/** `and(['yourTurn', 'cellFree'])` is a function with its parts as a property; its text is `and(yourTurn, cellFree)`. */
function nameOf(part: unknown): string {
  if (typeof part !== 'function') return typeof part === 'string' ? part : JSON.stringify(part);
  const name = part.name || 'inline';
  const guards: unknown = 'guards' in part ? part.guards : undefined;
  return Array.isArray(guards) ? `${name}(${guards.map(nameOf).join(', ')})` : name;
}

/** A match is replayed in one tick, at 20 to 50 µs an event: a longer one would delay every other client. */
const MAX_STEPS = 2_000;

type ServedRules = { readonly games: ReadonlyMap<Game['name'], Rules> };

/**
 * A finished match: its record, and `steps`, the public view after each of its events; `steps[n]` is the one after n
 * events. `steps` is null where this version of the game is not served any more, and where the match is longer than
 * MAX_STEPS events.
 */
export function matchDocument({ record: archived }: ArchivedMatch, { games }: ServedRules): string {
  const record = archived as unknown as MatchRecord;
  return JSON.stringify({ ...record, steps: stepsOf(record, games.get(record.game)) });
}

function stepsOf(record: MatchRecord, rules: Rules | undefined): Json[] | null {
  if (rules?.game.version !== record.version || record.events.length > MAX_STEPS) return null;
  try {
    const steps = [...replaying(record, rules)];
    // A module that was changed without a new version may handle the same events differently.
    const isSame = JSON.stringify(steps.at(-1)?.outcome) === JSON.stringify(record.outcome);
    return isSame ? steps.map(({ match }) => rules.view(match)) : null;
  } catch {
    return null;
  }
}
