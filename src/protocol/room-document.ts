// The one JSON value that a member of a room holds, and that diffs apply to.
import { z } from 'zod';

const seat = z.int().nonnegative();

export const seatHolder = z.strictObject({ name: z.string(), connected: z.boolean(), bot: z.boolean() });

export const outcome = z.strictObject({
  winners: z.array(seat),
  reason: z.string(),
  scores: z.array(z.number()).optional(),
});

export const roomStatus = z.enum(['waiting', 'playing', 'finished']);

export const roomDocument = z.strictObject({
  game: z.string(),
  code: z.string().describe('Joins the room, in a link or read aloud.'),
  visibility: z.enum(['public', 'private']),
  options: z.unknown(),
  status: roomStatus.describe('waiting until every seat is taken, playing, finished.'),
  match: z.int().positive().describe('Counts the matches of this room, rematches included.'),
  seats: z.array(seatHolder.nullable()).describe('By seat; null where the seat is free.'),
  spectators: z.int().nonnegative(),
  view: z.unknown().describe("The game's public view; null while waiting."),
  mine: z.unknown().describe("The secrets of the receiver's own seat; null without."),
  deadlines: z.array(z.strictObject({ name: z.string(), at: z.number().describe('epoch ms') })),
  outcome: outcome.nullable(),
  rematch: z.array(seat).describe('The seats that have offered a rematch.'),
});

/** Documents are values: nobody changes one, a diff makes the next. */
export type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

/** The JSON document of a room that a member holds: seats, view, deadlines, outcome. Described in protocol/README.md. */
export type RoomDocument = Frozen<z.output<typeof roomDocument>>;
export type SeatHolder = z.output<typeof seatHolder>;
/** `waiting` for players, `playing`, or `finished`. */
export type RoomStatus = z.output<typeof roomStatus>;
