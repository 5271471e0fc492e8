// Checks what comes from outside against the author's schemas: the shape only, not whether it is legal. Never throws.
import { z } from 'zod';
import type { Json } from '../json.ts';
import type { IntentCheck, Rules } from './rules.ts';
import type { AnyIntent, Game, IntentSchemas } from './types.ts';

/** zod's messages and paths repeat the client's own words: an answer is cut to this many characters. */
const MAX_ANSWER_LENGTH = 200;

type Check<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly path: string; readonly message: string };

/** The same schemas as generated code: the same answers at half the cost. */
export function compiledSchemas(intents: IntentSchemas): IntentSchemas {
  return Object.fromEntries(Object.entries(intents).map(([type, schema]) => [type, z.compile(schema)]));
}

export function checkIntent(intents: IntentSchemas, intent: unknown): IntentCheck {
  if (typeof intent !== 'object' || intent === null) {
    return failed('', 'an intent must be an object with a type');
  }
  const { type, ...fields } = intent as Record<string, unknown>;
  const schema = typeof type === 'string' && Object.hasOwn(intents, type) ? intents[type] : undefined;
  if (!schema) return failed('type', `must be one of ${Object.keys(intents).join(', ')}`);
  const checked = check(schema, fields);
  return checked.ok ? { ok: true, intent: { type, ...checked.value } as AnyIntent } : checked;
}

export function checkOptions(schema: Game['options'], options: unknown): ReturnType<Rules['checkOptions']> {
  if (!schema) {
    const none = options === undefined || (isRecord(options) && Object.keys(options).length === 0);
    return none ? { ok: true, options: {} } : failed('', 'the game has no options');
  }
  const checked = check(schema, options ?? {});
  return checked.ok ? { ok: true, options: checked.value as Json } : checked;
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): Check<z.output<Schema>> {
  try {
    const parsed = schema.safeParse(value);
    if (parsed.success) return { ok: true, value: parsed.data };
    const [issue] = parsed.error.issues;
    return failed(issue?.path.join('.') ?? '', issue?.message ?? 'refused');
  } catch {
    // The author's refinement threw or is async, or the nesting is too deep for zod.
    return failed('', 'could not be checked');
  }
}

function failed(path: string, message: string) {
  return {
    ok: false,
    path: path.slice(0, MAX_ANSWER_LENGTH),
    message: message.slice(0, MAX_ANSWER_LENGTH),
  } as const;
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
