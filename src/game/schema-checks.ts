// Checks what comes from outside against the author's schemas: shape alone, never whether it is legal, never throwing.
import { z } from 'zod';
import type { Json } from '../json.ts';
import type { IntentCheck, Rules } from './rules.ts';
import type { AnyIntent, Game, IntentSchemas } from './types.ts';

/** Client's own words stand in zod's messages and paths: what goes back is cut to this many characters. */
const MAX_TOLD = 200;

type Check<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly path: string; readonly message: string };

/** The same schemas, made into code: half of what a check costs, and the same answers. */
export function compiled(intents: IntentSchemas): IntentSchemas {
  return Object.fromEntries(Object.entries(intents).map(([type, schema]) => [type, z.compile(schema)]));
}

export function checkIntent(intents: IntentSchemas, intent: unknown): IntentCheck {
  if (typeof intent !== 'object' || intent === null) return refused('', 'an intent is an object with a type');
  const { type, ...fields } = intent as Record<string, unknown>;
  const schema = typeof type === 'string' && Object.hasOwn(intents, type) ? intents[type] : undefined;
  if (!schema) return refused('type', `the game knows ${Object.keys(intents).join(', ')}`);
  const checked = check(schema, fields);
  return checked.ok ? { ok: true, intent: { type, ...checked.value } as AnyIntent } : checked;
}

export function checkOptions(schema: Game['options'], options: unknown): ReturnType<Rules['checkOptions']> {
  if (!schema) {
    const none = options === undefined || (isRecord(options) && Object.keys(options).length === 0);
    return none ? { ok: true, options: {} } : refused('', 'the game has no options');
  }
  const checked = check(schema, options ?? {});
  return checked.ok ? { ok: true, options: checked.value as Json } : checked;
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): Check<z.output<Schema>> {
  try {
    const parsed = schema.safeParse(value);
    if (parsed.success) return { ok: true, value: parsed.data };
    const [issue] = parsed.error.issues;
    return refused(issue?.path.join('.') ?? '', issue?.message ?? 'refused');
  } catch {
    // A refinement of the author's that throws, or is async, or nesting too deep for zod
    return refused('', 'could not be checked');
  }
}

function refused(path: string, message: string) {
  return { ok: false, path: path.slice(0, MAX_TOLD), message: message.slice(0, MAX_TOLD) } as const;
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
