// A match as a file that `turnkeeper replay` steps through: what `GET /matches/<id>` gives, or what verify has found.
import { z } from 'zod';
import type { AnyIntent, Rules } from '../game/index.ts';
import type { Json } from '../json.ts';
import { type MatchEvent, type MatchRecord, type Replayed, replaying } from '../room/index.ts';
import type { CheckId } from './failed-check.ts';
import { type SearchContext, STARTED_AT } from './position.ts';
/** A record, but for its end, which a match that was not played to one has not. */
export type ReplayFile = Omit<MatchRecord, 'endedAt' | 'outcome'> &
  Partial<Pick<MatchRecord, 'endedAt' | 'outcome'>> & {
    /** The check that fails once these events have happened. */
    readonly found?: { readonly check: CheckId; readonly message: string };
    /** Where the game's module is, from the file's folder; for a game that is not bundled. */
    readonly module?: string;
  };

export function replayOf(
  { rules, setup, seed }: SearchContext,
  events: readonly MatchEvent[],
  found: NonNullable<ReplayFile['found']>,
): ReplayFile {
  const { name: game, version } = rules.game;
  const { seats, options } = setup;
  const names = Array.from({ length: seats }, (_, seat) => `Seat ${seat}`);
  return { format: 1, game, version, seats, names, options, seed, startedAt: STARTED_AT, events, found };
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

/** What it does not know it leaves out: a record may have more, and grows by addition. */
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

/** @throws Error that says what is wrong with it, and where */
export function readReplayFile(text: string): ReplayFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
  const read = file.safeParse(value);
  // Without its undefined fields it is what was written
  if (read.success) return JSON.parse(JSON.stringify(read.data)) as ReplayFile;
  const [issue] = read.error.issues;
  const where = issue?.path.length ? `${issue.path.join('.')}: ` : '';
  throw new Error(`it is no record of a match: ${where}${issue?.message.slice(0, 200) ?? 'unknown'}`);
}

/**
 * The match at its beginning, and after each event. Throws at the first that cannot be taken, and before all
 * where the file does not fit the game: of another one or another version, or with what it has no schema for.
 */
export function stepsOf(record: ReplayFile, rules: Rules): Generator<Replayed, void> {
  const { name, version, seats } = rules.game;
  if (record.game !== name) throw new Error(`it is of ${record.game}, not of ${name}`);
  if (record.version !== version) {
    throw new Error(
      `it is of version ${record.version} of ${name}; the module at hand is version ${version}`,
    );
  }
  if (record.seats < seats.min || record.seats > seats.max) {
    throw new Error(`it is for ${record.seats} seats; ${name} is for ${seats.min} to ${seats.max}`);
  }
  for (const [index, one] of record.events.entries()) {
    const checked = one.type === 'intent' ? rules.checkIntent(one.intent) : undefined;
    if (checked?.ok === false) {
      throw new Error(`event ${index + 1} is no intent of ${name}: ${checked.path} ${checked.message}`);
    }
  }
  return replaying(record, rules);
}
