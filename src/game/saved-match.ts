// A match as JSON, and the text by which a search knows that two matches have the same future.
import type { EventObject } from 'xstate';
import type { Json, JsonObject } from '../json.ts';
import type { SavedSnapshot } from './engine/engine.ts';
import type { Deadline } from './rules.ts';

export type SavedMatch = {
  readonly seats: number;
  readonly snapshot: SavedSnapshot;
  readonly pending: readonly { readonly deadline: Deadline; readonly event: EventObject }[];
  readonly scheduled: number;
};

/** Epoch ms have had 13 digits since September 2001: a smaller number in a context is a count, not a time. */
const FIRST_TIME = 1e12;
/** Longer than any match that is searched; what lies further from the present is no time of this match. */
const MAX_DISTANCE_MS = 180 * 24 * 60 * 60 * 1000;
/** Ends the id of a deadline to which the author gave none: how many were scheduled before it. */
const COUNTER = /#\d+$/;

/** Times count from `at`. How many deadlines were scheduled is left out: nothing that follows depends on it. */
export function fingerprintOf({ seats, snapshot, pending }: SavedMatch, at: number): string {
  const deadlines = pending.map(({ deadline: { id, name, at: due }, event }) => {
    return [id.replace(COUNTER, ''), name, due - at, relative(event as unknown as Json, at)];
  });
  return JSON.stringify([seats, relative(snapshot, at), deadlines]);
}

/** The value with its distance from `at` in place of each time; the very value where it holds none. */
function relative(value: Json, at: number): Json {
  if (typeof value === 'number') {
    const isTime = value >= FIRST_TIME && Math.abs(value - at) <= MAX_DISTANCE_MS && Number.isInteger(value);
    return isTime ? { '@': value - at } : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? relativeItems(value, at) : relativeFields(value as JsonObject, at);
}

function relativeItems(items: readonly Json[], at: number): Json {
  const changed = items.map((item) => relative(item, at));
  return changed.some((item, i) => item !== items[i]) ? changed : items;
}

function relativeFields(fields: JsonObject, at: number): Json {
  let copy: Record<string, Json> | undefined;
  for (const [key, before] of Object.entries(fields)) {
    const after = relative(before, at);
    if (after === before) continue;
    copy ??= { ...fields };
    copy[key] = after;
  }
  return copy ?? fields;
}
