// A match as a file that `turnkeeper replay` steps through: the answer of `GET /matches/<id>`, or a failure of verify.
import { z } from 'zod';
import type { AnyIntent, Rules } from '../game/index.ts';
import type { Json } from '../json.ts';
import { type MatchEvent, type MatchRecord, type Replayed, replaying } from '../room/index.ts';
import type { CheckId } from './failed-check.ts';
import { recordingOf, type SearchContext } from './position.ts';

/** A match record; the end is missing where the match was not played to one. */
export type ReplayFile = Omit<MatchRecord, 'endedAt' | 'outcome'> &
  Partial<Pick<MatchRecord, 'endedAt' | 'outcome'>> & {
    /** The check that fails after these events. */
    readonly found?: { readonly check: CheckId; readonly message: string };
    /** Path of the game's module, relative to the file's folder; only for a game that is not bundled. */
    readonly module?: string;
  };

/** The match of a failure, as a file. `found`: what fails after these events. */
export function replayOf(
  context: SearchContext,
  events: readonly MatchEvent[],
  found: NonNullable<ReplayFile['found']>,
): ReplayFile {
  return { ...recordingOf(context, events), found };
}

const at = z.number();
const seat = z.int().min(0);
const json = z.unknown().transform((value) => value as Json);

const event = z.discriminatedUnion('type', [
  z.object({
    at,
    type: z.literal('intent'),
    seat,
    intent: z.looseObject({ type: z.string() }).transform((intent) => intent as AnyIntent),
  }),
  z.object({ at, type: z.literal('seat.left'), seat, forced: z.boolean().default(false) }),
  z.object({ at, type: z.literal('deadline'), id: z.string() }),
]);

/** Unknown fields are dropped: a record grows by addition. */
const file = z.object({
  format: z.literal(1),
  game: z.string(),
  version: z.int().min(1),
  seats: z.int().min(1).max(64),
  names: z.array(z.string()).default([]),
  options: json.default({}),
  seed: z.string(),
  startedAt: z.number(),
  events: z.array(event),
  endedAt: z.number().optional(),
  outcome: z
    .object({ winners: z.array(seat), reason: z.string(), scores: z.array(z.number()).optional() })
    .optional(),
  found: z.object({ check: z.string(), message: z.string() }).optional(),
  module: z.string().optional(),
});

/** @throws Error that says what is wrong with the text, and where */
export function readReplayFile(text: string): ReplayFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
  const read = file.safeParse(value);
  // By way of JSON, which leaves out the fields that are undefined
  if (read.success) return JSON.parse(JSON.stringify(read.data)) as ReplayFile;
  const [issue] = read.error.issues;
  const where = issue?.path.length ? `${issue.path.join('.')}: ` : '';
  throw new Error(`it is not a match record: ${where}${issue?.message.slice(0, 200) ?? 'unknown'}`);
}

/**
 * The match at its start and after each event.
 * @throws Error at the first event that the game refuses; before the first step where the file does not fit the
 * game (another game, version or number of seats, or an intent that has no schema)
 * @throws GameFault where the game fails
 */
export function stepsOf(record: ReplayFile, rules: Rules): Generator<Replayed, void> {
  const { name, version, seats } = rules.game;
  if (record.game !== name) throw new Error(`it is a match of ${record.game}, not of ${name}`);
  if (record.version !== version) {
    throw new Error(
      `it is a match of version ${record.version} of ${name}; the loaded module is version ${version}`,
    );
  }
  if (record.seats < seats.min || record.seats > seats.max) {
    throw new Error(`it has ${record.seats} seats; ${name} takes ${seats.min} to ${seats.max}`);
  }
  for (const [index, one] of record.events.entries()) {
    const checked = one.type === 'intent' ? rules.checkIntent(one.intent) : undefined;
    if (checked?.ok === false) {
      throw new Error(`event ${index + 1} is not an intent of ${name}: ${checked.path} ${checked.message}`);
    }
  }
  return replaying(record, rules);
}
