// What a game may not be called or declare: checked while its module loads, before its machine is looked at.
import { GameDefinitionError } from './errors.ts';
import type { Game, IntentSchemas, SeatRange } from './types.ts';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const INTENT = /^[A-Za-z][\w-]*(\.[\w-]+)*$/;
const MAX_NAME = 64;
/** More seats than anyone could watch; a typing error rather than a game. */
const MAX_SEATS = 64;

/** Events that only the server or xstate itself may send. */
const RESERVED_PREFIXES = ['xstate', 'seat'];
/** Stamped, or the intent's own name: a field of an intent may not stand in their place. */
const RESERVED_FIELDS = ['type', 'seat', 'at'];

/** @throws GameDefinitionError */
export function validateDefinition(
  game: Pick<Game, 'name' | 'version' | 'seats' | 'intents' | 'options'>,
): void {
  const { name, version, intents, options } = game;
  if (typeof name !== 'string' || !NAME.test(name) || name.length > MAX_NAME) {
    throw new GameDefinitionError(String(name), `the name must be kebab-case, like 'tic-tac-toe'`);
  }
  if (!Number.isInteger(version) || version < 1) {
    throw new GameDefinitionError(name, `version must be an integer from 1, not ${version}`);
  }
  refuseSeats(name, game.seats);
  refuseIntents(name, intents);
  if (options && !isStrictObject(options)) {
    throw new GameDefinitionError(name, 'options must be a z.strictObject({ … })');
  }
}

/** A range, from what may be one number. */
export function seatRange(seats: SeatRange): Game['seats'] {
  return typeof seats === 'number' ? { min: seats, max: seats } : { min: seats.min, max: seats.max };
}

function refuseSeats(name: string, { min, max }: Game['seats']): void {
  const whole = Number.isInteger(min) && Number.isInteger(max);
  if (whole && min >= 1 && min <= max && max <= MAX_SEATS) return;
  throw new GameDefinitionError(
    name,
    `seats must be 1 to ${MAX_SEATS}, or { min, max } within: not ${min} to ${max}`,
  );
}

function refuseIntents(name: string, intents: IntentSchemas): void {
  const entries = Object.entries(intents);
  if (entries.length === 0)
    throw new GameDefinitionError(name, 'intents is empty: nobody could ever do anything');
  for (const [type, schema] of entries) {
    if (!INTENT.test(type) || type.length > MAX_NAME) {
      throw new GameDefinitionError(name, `intent '${type}': use letters, digits, '.', '_' and '-' alone`);
    }
    const [prefix = ''] = type.split('.');
    if (RESERVED_PREFIXES.includes(prefix)) {
      throw new GameDefinitionError(
        name,
        `intent '${type}': names in '${prefix}.' are the server's own; choose another`,
      );
    }
    if (!isStrictObject(schema)) {
      throw new GameDefinitionError(name, `intent '${type}': the schema must be a z.strictObject({ … })`);
    }
    const taken = RESERVED_FIELDS.find((field) => Object.hasOwn(schema.shape, field));
    if (taken) {
      throw new GameDefinitionError(
        name,
        `intent '${type}': the server sets '${taken}'; call the field something else`,
      );
    }
  }
}

/** strictObject is, inside zod, an object whose unknown keys must be `never`. */
function isStrictObject(schema: unknown): boolean {
  const inside = (schema as { _zod?: { def?: { type?: string; catchall?: unknown } } } | undefined)?._zod
    ?.def;
  if (inside?.type !== 'object') return false;
  return (inside.catchall as { _zod?: { def?: { type?: string } } } | undefined)?._zod?.def?.type === 'never';
}
