// Checks a definition's name, version, seats, intents and options, before its machine is looked at.
import { GameDefinitionError } from './errors.ts';
import type { Game, IntentSchemas, SeatRange } from './types.ts';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const INTENT = /^[A-Za-z][\w-]*(\.[\w-]+)*$/;
const MAX_NAME_LENGTH = 64;
/** More than anyone could follow: a larger number is a typing error. */
const MAX_SEATS = 64;

/** Events that only the server or xstate may send. */
const RESERVED_PREFIXES = ['xstate', 'seat'];
/** The intent's own name, and what the server stamps: no field of an intent may replace them. */
const RESERVED_FIELDS = ['type', 'seat', 'at'];

/** @throws GameDefinitionError */
export function validateDefinition(
  game: Pick<Game, 'name' | 'version' | 'seats' | 'intents' | 'options'>,
): void {
  const { name, version, intents, options } = game;
  if (typeof name !== 'string' || !NAME.test(name) || name.length > MAX_NAME_LENGTH) {
    throw new GameDefinitionError(String(name), `the name must be kebab-case, such as 'tic-tac-toe'`);
  }
  if (!Number.isInteger(version) || version < 1) {
    throw new GameDefinitionError(name, `version must be an integer from 1, not ${version}`);
  }
  validateSeats(name, game.seats);
  validateIntents(name, intents);
  if (options && !isStrictObject(options)) {
    throw new GameDefinitionError(name, 'options must be a z.strictObject({ … })');
  }
}

/** `2` as `{ min: 2, max: 2 }`. */
export function seatRange(seats: SeatRange): Game['seats'] {
  return typeof seats === 'number' ? { min: seats, max: seats } : { min: seats.min, max: seats.max };
}

function validateSeats(name: string, { min, max }: Game['seats']): void {
  const areIntegers = Number.isInteger(min) && Number.isInteger(max);
  if (areIntegers && min >= 1 && min <= max && max <= MAX_SEATS) return;
  throw new GameDefinitionError(
    name,
    `seats must be 1 to ${MAX_SEATS}, or a range { min, max } within that, not ${min} to ${max}`,
  );
}

function validateIntents(name: string, intents: IntentSchemas): void {
  const entries = Object.entries(intents);
  if (entries.length === 0)
    throw new GameDefinitionError(name, 'intents is empty, so no player could do anything');
  for (const [type, schema] of entries) {
    const problem = problemOfIntent(type, schema);
    if (problem) throw new GameDefinitionError(name, `intent '${type}': ${problem}`);
  }
}

function problemOfIntent(type: string, schema: IntentSchemas[string]): string | undefined {
  if (!INTENT.test(type) || type.length > MAX_NAME_LENGTH) {
    return `use only letters, digits, '.', '_' and '-', and at most ${MAX_NAME_LENGTH} of them`;
  }
  const [prefix = ''] = type.split('.');
  if (RESERVED_PREFIXES.includes(prefix)) {
    return `names that begin with '${prefix}.' are reserved; choose another`;
  }
  if (!isStrictObject(schema)) return 'the schema must be a z.strictObject({ … })';
  const taken = RESERVED_FIELDS.find((field) => Object.hasOwn(schema.shape, field));
  return taken && `the server sets the field '${taken}'; choose another name`;
}

/** A z.strictObject is, inside zod, an object whose unknown keys must be `never`. */
function isStrictObject(schema: unknown): boolean {
  const { def } = (schema as { _zod?: { def?: { type?: string; catchall?: unknown } } })?._zod ?? {};
  if (def?.type !== 'object') return false;
  return (def.catchall as { _zod?: { def?: { type?: string } } } | undefined)?._zod?.def?.type === 'never';
}
