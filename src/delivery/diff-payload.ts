// From two pictures of a room to the payload of each viewpoint's diff: diffed and encoded once a viewpoint.
import type { Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import { diff, lengthOf, type Operation, placeOf } from '../patch/index.ts';
import type { RoomDocument } from '../protocol/index.ts';
import type { Picture } from '../room/index.ts';
import type { Told } from './history.ts';

/** No room document is shorter: its keys alone take as much. */
const SHORTEST_DOCUMENT = 180;
/** Nor is what it says of one who sits there: {"name":"","connected":true,"bot":true} */
const SHORTEST_HOLDER = 40;
/** What is in a payload besides the document, and the room's id: {"room":"","revision":1,"document":} */
const BESIDE = 36;

/** Where the secrets of a viewpoint stand. */
const MINE = placeOf('/mine');

export type Step = {
  readonly room: string;
  readonly revision: number;
  readonly before: Picture;
  readonly next: Picture;
  /** Whose viewpoints are wanted; null where viewpoints don't differ. */
  readonly seats: Iterable<Seat> | null;
};

export function diffPayloads(step: Step): Told {
  const shared = diff(step.before.shared as Json, step.next.shared as Json);
  const spectators = payload(step, shared, null);
  if (step.seats === null) return { revision: step.revision, spectators, seats: null };
  const seats = new Map<Seat, string>();
  for (const seat of step.seats) {
    if (!seats.has(seat)) seats.set(seat, payload(step, [...shared, ...secretOps(step, seat)], seat));
  }
  return { revision: step.revision, spectators, seats };
}

/** The document as one viewpoint sees it. */
export function documentFor(picture: Picture, seat: Seat | null): RoomDocument {
  const mine = seat === null ? null : (picture.secrets[seat] ?? null);
  return mine === null ? picture.shared : { ...picture.shared, mine };
}

function secretOps({ before, next }: Step, seat: Seat): readonly Operation[] {
  return diff(before.secrets[seat] ?? null, next.secrets[seat] ?? null, MINE);
}

/**
 * A patch can be larger than what it makes: then the document itself is sent. Either is written in one go: put
 * together from parts it would be a tree of eight strings, and each diff is kept for those who come back.
 */
function payload({ room, revision, next }: Step, ops: readonly Operation[], seat: Seat | null): string {
  const patch = JSON.stringify({ room, revision, ops });
  const beside = BESIDE + room.length;
  // What a move of most games changes is shorter than any document of the room, and nothing need be measured.
  if (patch.length <= beside + leastOf(next.shared)) return patch;
  const document = documentFor(next, seat);
  const limit = patch.length - beside;
  // Most are longer by far, and that is seen without writing them.
  if (lengthOf(document as Json, limit) >= limit) return patch;
  const whole = JSON.stringify({ room, revision, document });
  return whole.length < patch.length ? whole : patch;
}

/** No document of a room with these seats is shorter. */
function leastOf({ seats }: RoomDocument): number {
  let least = SHORTEST_DOCUMENT;
  for (const holder of seats) if (holder !== null) least += SHORTEST_HOLDER;
  return least;
}
