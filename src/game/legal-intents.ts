// Which intents a seat could send now: asks the machine's guards, and steps nothing.

import { z } from 'zod';
import type { Engine, Snapshot } from './engine/engine.ts';
import { canHandle } from './refusal-reason.ts';
import { GameFault } from './rules.ts';
import { checkIntent } from './schema-checks.ts';
import type { AnyIntent, Game, IntentSchemas, Seat, Stamp } from './types.ts';

/** The stamp comes last, so that no field of an intent can stand in for it. */
export function stamped<Event extends { readonly type: string }>(
  event: Event,
  seat: Seat,
  at: number,
): Event & Stamp {
  return { ...event, seat, at };
}

type Question = {
  readonly stepper: Engine;
  readonly snapshot: Snapshot;
  readonly seat: Seat;
  readonly at: number;
};

/** @throws GameFault where the author offers what the schemas refuse; and whatever guards throw */
export function legalIntents(
  game: Game,
  derived: Candidates,
  { stepper, snapshot, seat, at }: Question,
): Candidates {
  const offered = game.candidates ? authored(game, snapshot, seat) : derived;
  // Most intents of most games belong to another phase: one look a type spares a question for each of them.
  const heard = new Set(Object.keys(game.intents).filter((type) => canHandle(snapshot, type)));
  const intents = offered.intents.filter(
    (intent) => heard.has(intent.type) && stepper.can(snapshot, stamped(intent, seat, at)),
  );
  return { intents, complete: offered.complete };
}

function authored(game: Game, { value, context }: Snapshot, seat: Seat): Candidates {
  const offered: readonly AnyIntent[] = game.candidates?.({ value, context }, seat) ?? [];
  for (const intent of offered) {
    const checked = checkIntent(game.intents, intent);
    if (!checked.ok) {
      throw new GameFault(`candidates offers '${intent.type}' that its schema refuses: ${checked.message}`);
    }
  }
  return { intents: offered, complete: true };
}

// All intents a game's schemas allow, where that is a finite and small number; derived once a game, before any play.

/** `complete`: no schema was too wide, so an intent that is not here does not exist. */
export type Candidates = { readonly intents: readonly AnyIntent[]; readonly complete: boolean };

/** Each is a guard to ask for every `legal`: about 1 µs apiece. */
const MAX_CANDIDATES = 4096;

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** All values, each once; undefined where there are too many to list. */
type Values = readonly unknown[] | undefined;

export function candidatesOf(intents: IntentSchemas): Candidates {
  const found: AnyIntent[] = [];
  let complete = true;
  for (const [type, schema] of Object.entries(intents)) {
    const values = valuesOf(schema);
    if (values && found.length + values.length <= MAX_CANDIDATES) {
      found.push(...values.map((fields) => ({ type, ...(fields as object) })));
    } else complete = false;
  }
  return { intents: found, complete };
}

/** Every input the schema accepts. JSON Schema is read, not zod's insides: it is the part zod keeps stable. */
export function valuesOf(schema: z.ZodType): Values {
  const json = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  // JSON Schema does not know of refinements, so each value is put to the schema itself
  return read(json)?.filter((value) => schema.safeParse(value).success);
}

function read(schema: JsonSchema | boolean): Values {
  if (typeof schema === 'boolean') return schema ? undefined : [];
  if ('const' in schema) return [schema.const];
  if (schema.enum) return schema.enum;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return union(choices.map(read));
  // zod writes `boolean | null` as one schema with two types
  if (Array.isArray(schema.type)) return union(schema.type.map((type) => read({ ...schema, type })));
  switch (schema.type) {
    case 'null':
      return [null];
    case 'boolean':
      return [false, true];
    case 'integer':
      return integers(schema);
    case 'object':
      return schema.additionalProperties === false ? records(schema) : undefined;
    case 'array':
      return tuples(schema);
    default:
      return undefined;
  }
}

function union(parts: readonly Values[]): Values {
  const values = new Map<string, unknown>();
  for (const part of parts) {
    if (!part) return undefined;
    for (const value of part) values.set(JSON.stringify(value), value);
  }
  return [...values.values()];
}

function integers(schema: JsonSchema): Values {
  const {
    minimum = -Infinity,
    maximum = Infinity,
    exclusiveMinimum: above,
    exclusiveMaximum: below,
  } = schema;
  const first = Math.max(Math.ceil(minimum), typeof above === 'number' ? Math.floor(above) + 1 : -Infinity);
  const last = Math.min(Math.floor(maximum), typeof below === 'number' ? Math.ceil(below) - 1 : Infinity);
  const count = Math.max(0, last - first + 1);
  return count <= MAX_CANDIDATES ? Array.from({ length: count }, (_, i) => first + i) : undefined;
}

function records(schema: JsonSchema): Values {
  const required = new Set(schema.required);
  let rows: readonly Record<string, unknown>[] | undefined = [{}];
  for (const [key, field] of Object.entries(schema.properties ?? {})) {
    const values = read(field);
    const hasDefault = typeof field === 'object' && 'default' in field;
    // What has a default need not be left out as well: that would be the same intent twice
    const mayLack = !required.has(key) && !hasDefault;
    rows = times(rows, values, (row, value) => ({ ...row, [key]: value }), mayLack);
  }
  return rows;
}

function tuples(schema: JsonSchema): Values {
  const items = schema.prefixItems;
  if (!items || schema.items) return undefined;
  let rows: readonly (readonly unknown[])[] | undefined = [[]];
  for (const item of items) rows = times(rows, read(item), (row, value) => [...row, value], false);
  return rows;
}

/** Each row with each value; undefined once that is too many. */
function times<Row>(
  rows: readonly Row[] | undefined,
  values: Values,
  join: (row: Row, value: unknown) => Row,
  alsoWithout: boolean,
): readonly Row[] | undefined {
  if (!rows || !values || rows.length * (values.length + 1) > 2 * MAX_CANDIDATES) return undefined;
  return rows.flatMap((row) => [...(alsoWithout ? [row] : []), ...values.map((value) => join(row, value))]);
}
