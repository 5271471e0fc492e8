// Arbitrary values of a zod schema, by its JSON Schema. Refinements have no JSON Schema: values that fail are dropped.
import fc from 'fast-check';
import { z } from 'zod';

type JsonSchema = z.core.JSONSchema.JSONSchema;
type Values = fc.Arbitrary<unknown>;

/** Maximum length of strings and arrays without a bound in the schema: a frame holds 16 KiB. */
const MAX_LENGTH = 20;

const FORMATS: Readonly<Record<string, () => Values>> = {
  uuid: () => fc.uuid(),
  email: () => fc.emailAddress(),
  uri: () => fc.webUrl(),
  ipv4: () => fc.ipV4(),
  ipv6: () => fc.ipV6(),
  date: () => isoDate().map((text) => text.slice(0, 10)),
  'date-time': () => isoDate(),
};

/**
 * Values that the schema accepts. Generates again when a refinement fails, so a refinement that seldom succeeds is slow:
 * such a schema needs an arbitrary of its own.
 */
export function valuesOfSchema(schema: z.ZodType): Values {
  const json = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  return valuesOf(json).filter((value) => schema.safeParse(value).success);
}

function valuesOf(schema: JsonSchema | boolean): Values {
  if (typeof schema === 'boolean') return fc.jsonValue({ maxDepth: 2 });
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(valuesOf));
  if (Array.isArray(schema.type)) {
    return fc.oneof(...schema.type.map((type) => valuesOf({ ...schema, type })));
  }
  return ofType(schema);
}

function ofType(schema: JsonSchema): Values {
  switch (schema.type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return integers(schema);
    case 'number':
      return numbers(schema);
    case 'string':
      return texts(schema);
    case 'array':
      return lists(schema);
    case 'object':
      return records(schema);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function integers({
  minimum,
  maximum,
  exclusiveMinimum: above,
  exclusiveMaximum: below,
  multipleOf = 1,
}: JsonSchema): Values {
  const least = Math.max(
    minimum ?? Number.MIN_SAFE_INTEGER,
    typeof above === 'number' ? Math.floor(above) + 1 : -Infinity,
  );
  const most = Math.min(
    maximum ?? Number.MAX_SAFE_INTEGER,
    typeof below === 'number' ? Math.ceil(below) - 1 : Infinity,
  );
  const bounds = { min: Math.ceil(least / multipleOf), max: Math.floor(most / multipleOf) };
  return fc.integer(bounds).map((value) => value * multipleOf);
}

function numbers({
  minimum,
  maximum,
  exclusiveMinimum: above,
  exclusiveMaximum: below,
  multipleOf,
}: JsonSchema): Values {
  if (multipleOf !== undefined) {
    return fc
      .integer({
        min: Math.ceil((minimum ?? -1e6) / multipleOf),
        max: Math.floor((maximum ?? 1e6) / multipleOf),
      })
      .map((value) => value * multipleOf);
  }
  const min = typeof above === 'number' ? above : minimum;
  const max = typeof below === 'number' ? below : maximum;
  return (
    fc
      .double({
        ...(min !== undefined && { min, minExcluded: typeof above === 'number' }),
        ...(max !== undefined && { max, maxExcluded: typeof below === 'number' }),
        ...{ noNaN: true, noDefaultInfinity: true },
      })
      // JSON has no -0.
      .map((value) => value + 0)
  );
}

function texts({ minLength, maxLength, pattern, format }: JsonSchema): Values {
  const known = format === undefined ? undefined : FORMATS[format];
  if (known) return known();
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.string({ minLength: minLength ?? 0, maxLength: maxLength ?? (minLength ?? 0) + MAX_LENGTH });
}

function lists({ items, prefixItems, minItems = 0, maxItems, uniqueItems }: JsonSchema): Values {
  if (prefixItems) {
    const first = fc.tuple(...prefixItems.map(valuesOf));
    if (items === undefined || items === false || Array.isArray(items)) return first;
    return fc
      .tuple(first, fc.array(valuesOf(items), { maxLength: MAX_LENGTH }))
      .map(([head, tail]) => [...head, ...tail]);
  }
  const item = items === undefined || Array.isArray(items) ? fc.jsonValue({ maxDepth: 1 }) : valuesOf(items);
  const bounds = { minLength: minItems, maxLength: Math.min(maxItems ?? Infinity, minItems + MAX_LENGTH) };
  return uniqueItems
    ? fc.uniqueArray(item, { ...bounds, selector: (value) => JSON.stringify(value) })
    : fc.array(item, bounds);
}

function records({
  properties = {},
  required = [],
  additionalProperties: others,
  propertyNames,
}: JsonSchema): Values {
  const fields = Object.fromEntries(Object.entries(properties).map(([key, field]) => [key, valuesOf(field)]));
  const named = fc.record(fields, {
    requiredKeys: required.filter((key) => key in fields),
    noNullPrototype: true,
  });
  if (typeof others !== 'object') return named;
  const keys =
    typeof propertyNames === 'object' ? valuesOf(propertyNames).map(String) : fc.string({ maxLength: 8 });
  const more = fc.dictionary(
    keys.filter((key) => key !== '__proto__'),
    valuesOf(others),
    { maxKeys: 5, noNullPrototype: true },
  );
  return fc.tuple(more, named).map(([rest, own]) => ({ ...rest, ...own }));
}

const isoDate = (): fc.Arbitrary<string> =>
  fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString());
