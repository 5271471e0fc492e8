// The JSON documents of the HTTP API: the settings and the machine of a game, and a finished match.
import { z } from 'zod';
import type { Game, Rules } from '../game/index.ts';
import type { Json } from '../json.ts';
import { type MatchRecord, replaying } from '../room/index.ts';
import type { ArchivedMatch } from '../store/index.ts';

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

/** Replayed in one turn of the loop, at 20 to 50 µs an event: a longer match would be felt by everyone. */
const MAX_STEPS = 2_000;

type Replays = { readonly games: ReadonlyMap<Game['name'], Rules> };

/**
 * A finished match: its record, and what everyone could see after each of its events.
 * `steps[n]` is the view after n events; null where the game or its version is not served any more,
 * or the match is too long to be replayed here.
 */
export function matchDocument({ record: kept }: ArchivedMatch, { games }: Replays): string {
  const record = kept as unknown as MatchRecord;
  return JSON.stringify({ ...record, steps: stepsOf(record, games.get(record.game)) });
}

function stepsOf(record: MatchRecord, rules: Rules | undefined): Json[] | null {
  if (rules?.game.version !== record.version || record.events.length > MAX_STEPS) return null;
  try {
    const steps = [...replaying(record, rules)];
    // A module that was changed without a new version may take the same events another way.
    const isSame = JSON.stringify(steps.at(-1)?.outcome) === JSON.stringify(record.outcome);
    return isSame ? steps.map(({ match }) => rules.view(match)) : null;
  } catch {
    return null;
  }
}
