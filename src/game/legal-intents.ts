// Which intents a seat could send now: lists the candidates once a game, and asks the machine's guards each time.
import { z } from 'zod';
import type { Snapshot } from './engine/engine.ts';
import { GameFault } from './errors.ts';
import { handlesEvent } from './machine-introspection.ts';
import { checkIntent } from './schema-checks.ts';
import type { AnyIntent, Game, IntentSchemas, Seat } from './types.ts';

/** `complete`: no schema was too wide to enumerate, so an intent that is not listed does not exist. */
export type Candidates = { readonly intents: readonly AnyIntent[]; readonly complete: boolean };

/** Each one is a guard to ask whenever legal intents are computed: about 1 µs each. */
const MAX_CANDIDATES = 4096;

type Question = {
  readonly snapshot: Snapshot;
  readonly seat: Seat;
  /** Whether the machine would take the intent from the seat now. */
  readonly can: (intent: AnyIntent) => boolean;
};

/**
 * `derived`: the candidates from the schemas, for a game that has no `candidates` function.
 * @throws GameFault where the author's candidates do not fit their schemas; and whatever guards throw
 */
export function legalIntents(game: Game, derived: Candidates, { snapshot, seat, can }: Question): Candidates {
  const { intents, complete } = game.candidates ? authorsCandidates(game, snapshot, seat) : derived;
  // Most intents of most games belong to another phase. One look per type saves a question for each of them.
  const handled = new Set(Object.keys(game.intents).filter((type) => isHandled(snapshot, type)));
  return { intents: intents.filter((intent) => handled.has(intent.type) && can(intent)), complete };
}

function isHandled(snapshot: Snapshot, type: string): boolean {
  return snapshot._nodes.some((node) => handlesEvent(node, type));
}

function authorsCandidates(game: Game, { value, context }: Snapshot, seat: Seat): Candidates {
  const intents: readonly AnyIntent[] = game.candidates?.({ value, context }, seat) ?? [];
  for (const intent of intents) {
    const checked = checkIntent(game.intents, intent);
    if (!checked.ok) {
      throw new GameFault(
        `candidates returned '${intent.type}', which its schema refuses: ${checked.message}`,
      );
    }
  }
  return { intents, complete: true };
}

/** All intents that the schemas allow, as far as these are finite and few. */
export function candidatesOf(schemas: IntentSchemas): Candidates {
  const intents: AnyIntent[] = [];
  let complete = true;
  for (const [type, schema] of Object.entries(schemas)) {
    const values = valuesOf(schema);
    if (values && intents.length + values.length <= MAX_CANDIDATES) {
      intents.push(...values.map((fields) => ({ type, ...(fields as object) })));
    } else complete = false;
  }
  return { intents, complete };
}

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** All values, each once; undefined where there are too many to list. */
type Values = readonly unknown[] | undefined;

/** Every input that the schema accepts. Reads JSON Schema, not zod's internals: that is what zod keeps stable. */
export function valuesOf(schema: z.ZodType): Values {
  const json = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  // JSON Schema has no refinements, so the schema itself checks each value.
  return enumerated(json)?.filter((value) => schema.safeParse(value).success);
}

function enumerated(schema: JsonSchema | boolean): Values {
  if (typeof schema === 'boolean') return schema ? undefined : [];
  if ('const' in schema) return [schema.const];
  if (schema.enum) return schema.enum;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return union(choices.map(enumerated));
  // zod writes `boolean | null` as one schema with two types.
  if (Array.isArray(schema.type)) return union(schema.type.map((type) => enumerated({ ...schema, type })));
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
    const hasDefault = typeof field === 'object' && 'default' in field;
    // A field with a default is always given: without it the intent would be the same one again.
    const isOptional = !required.has(key) && !hasDefault;
    rows = product(rows, enumerated(field), (row, value) => ({ ...row, [key]: value }), isOptional);
  }
  return rows;
}

function tuples(schema: JsonSchema): Values {
  const items = schema.prefixItems;
  if (!items || schema.items) return undefined;
  let rows: readonly (readonly unknown[])[] | undefined = [[]];
  for (const item of items) rows = product(rows, enumerated(item), (row, value) => [...row, value], false);
  return rows;
}

/** Each row with each value, and with `isOptional` each row without one; undefined once that is too many. */
function product<Row>(
  rows: readonly Row[] | undefined,
  values: Values,
  join: (row: Row, value: unknown) => Row,
  isOptional: boolean,
): readonly Row[] | undefined {
  if (!rows || !values || rows.length * (values.length + 1) > 2 * MAX_CANDIDATES) return undefined;
  return rows.flatMap((row) => [...(isOptional ? [row] : []), ...values.map((value) => join(row, value))]);
}
