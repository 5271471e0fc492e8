// The part of JSON Schema that zod writes, and what kind of field each schema becomes. Pure.

export type Schema = {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly default?: unknown;
  readonly description?: string;
};

export type Kind =
  | { readonly is: 'choice'; readonly values: readonly unknown[] }
  | { readonly is: 'variants'; readonly schemas: readonly Schema[] }
  | { readonly is: 'number'; readonly whole: boolean; readonly min?: number; readonly max?: number }
  | { readonly is: 'flag' | 'text' | 'json' }
  | { readonly is: 'record'; readonly fields: readonly Field[] }
  | { readonly is: 'tuple'; readonly items: readonly Schema[] }
  | { readonly is: 'list'; readonly item: Schema; readonly most: number };

export type Field = { readonly name: string; readonly schema: Schema; readonly required: boolean };

/** With more choices than this, typing the number is quicker than a list. */
const MOST_CHOICES = 24;

export function kindOf(schema: Schema): Kind {
  if ('const' in schema) return { is: 'choice', values: [schema.const] };
  if (schema.enum) return { is: 'choice', values: schema.enum };
  const schemas = variantsOf(schema);
  if (schemas) return variants(schemas);
  switch (schema.type) {
    case 'null':
      return { is: 'choice', values: [null] };
    case 'boolean':
      return { is: 'flag' };
    case 'integer':
    case 'number':
      return number(schema);
    case 'string':
      return { is: 'text' };
    case 'object':
      return schema.properties ? { is: 'record', fields: fieldsOf(schema) } : { is: 'json' };
    case 'array':
      if (schema.prefixItems) return { is: 'tuple', items: schema.prefixItems };
      return schema.items ? { is: 'list', item: schema.items, most: schema.maxItems ?? 50 } : { is: 'json' };
    default:
      return { is: 'json' };
  }
}

function variantsOf(schema: Schema): readonly Schema[] | undefined {
  const { type } = schema;
  if (typeof type === 'object') return type.map((one) => ({ ...schema, type: one }));
  return schema.anyOf ?? schema.oneOf;
}

/** Variants that are single values become one list of choices. */
function variants(schemas: readonly Schema[]): Kind {
  const kinds = schemas.map(kindOf);
  const values = kinds.flatMap((kind) => (kind.is === 'choice' ? kind.values : []));
  return kinds.every(({ is }) => is === 'choice') ? { is: 'choice', values } : { is: 'variants', schemas };
}

function number({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): Kind {
  const whole = type === 'integer';
  const min = minimum ?? (exclusiveMinimum === undefined ? undefined : exclusiveMinimum + (whole ? 1 : 0));
  const max = maximum ?? (exclusiveMaximum === undefined ? undefined : exclusiveMaximum - (whole ? 1 : 0));
  if (whole && min !== undefined && max !== undefined && max - min < MOST_CHOICES) {
    return { is: 'choice', values: Array.from({ length: max - min + 1 }, (_, index) => min + index) };
  }
  return { is: 'number', whole, ...bounds(min, max) };
}

/** zod bounds every integer by JavaScript's safe integers: these bounds are not shown. */
function bounds(min: number | undefined, max: number | undefined): { min?: number; max?: number } {
  return {
    ...(min !== undefined && min > Number.MIN_SAFE_INTEGER && { min }),
    ...(max !== undefined && max < Number.MAX_SAFE_INTEGER && { max }),
  };
}

export function fieldsOf({ properties = {}, required = [] }: Schema): readonly Field[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    schema,
    required: required.includes(name) || 'default' in schema,
  }));
}

/** The initial value of a form: it fits the schema, or nearly so. */
export function firstValue(schema: Schema): unknown {
  if ('default' in schema) return schema.default;
  const kind = kindOf(schema);
  switch (kind.is) {
    case 'choice':
      return kind.values[0];
    case 'variants':
      return firstValue(kind.schemas[0] ?? {});
    case 'number':
      return kind.min ?? Math.min(0, kind.max ?? 0);
    case 'flag':
      return false;
    case 'text':
      return '';
    case 'record':
      return Object.fromEntries(
        kind.fields.filter((field) => field.required).map(({ name, schema }) => [name, firstValue(schema)]),
      );
    case 'tuple':
      return kind.items.map(firstValue);
    case 'list':
      return Array.from({ length: schema.minItems ?? 0 }, () => firstValue(kind.item));
    case 'json':
      return null;
  }
}

/** true if the value's outer shape fits this variant. */
export function looksLike(schema: Schema, value: unknown): boolean {
  const kind = kindOf(schema);
  switch (kind.is) {
    case 'choice':
      return kind.values.includes(value);
    case 'variants':
      return kind.schemas.some((one) => looksLike(one, value));
    case 'number':
      return typeof value === 'number';
    case 'flag':
      return typeof value === 'boolean';
    case 'text':
      return typeof value === 'string';
    case 'tuple':
    case 'list':
      return Array.isArray(value);
    case 'record':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'json':
      return true;
  }
}
