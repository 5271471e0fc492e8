// From two pictures of a room to the message of each viewpoint's diff: diffed and encoded once a viewpoint.
import type { Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import { diff, lengthOf, type Operation } from '../patch/index.ts';
import { frame, type RoomDocument } from '../protocol/index.ts';
import type { RoomViews } from '../room/index.ts';
import type { EncodedRevision } from './history.ts';

/** No room document is shorter: its keys alone take as much. */
const SHORTEST_DOCUMENT = 180;
/** Nor is what it says of one who sits there: {"name":"","connected":true,"bot":true} */
const SHORTEST_HOLDER = 40;

/** Where the secrets of a viewpoint stand. */
const MINE = '/mine';

export type Step = {
  /** Its id as JSON text, which is the same at each step. */
  readonly room: string;
  readonly revision: number;
  readonly before: RoomViews;
  readonly next: RoomViews;
  /** Those that are wanted: seats, and null for spectators; null as a whole where viewpoints don't differ. */
  readonly viewpoints: Iterable<Seat | null> | null;
};

export function diffMessages(step: Step): EncodedRevision {
  const shared = diff(step.before.shared as Json, step.next.shared as Json);
  const { revision, viewpoints } = step;
  if (viewpoints === null) return { revision, messages: message(step, shared, null) };
  const messages = new Map<Seat | null, string>();
  for (const seat of viewpoints) {
    if (!messages.has(seat)) messages.set(seat, message(step, [...shared, ...secretOps(step, seat)], seat));
  }
  return { revision, messages };
}

/** The document as one viewpoint sees it. */
export function documentFor(picture: RoomViews, seat: Seat | null): RoomDocument {
  const mine = seat === null ? null : (picture.secrets[seat] ?? null);
  return mine === null ? picture.shared : { ...picture.shared, mine };
}

function secretOps({ before, next }: Step, seat: Seat | null): readonly Operation[] {
  if (seat === null) return [];
  return diff(before.secrets[seat] ?? null, next.secrets[seat] ?? null, MINE);
}

/**
 * A patch can be larger than what it makes: then the document itself is sent. The whole message, since that becomes one
 * string as it is framed: its payload alone would stay a tree of eight for as long as the diff is kept.
 */
function message({ room, revision, next }: Step, ops: readonly Operation[], seat: Seat | null): string {
  const head = `{"room":${room},"revision":${revision},`;
  const patch = JSON.stringify(ops);
  // What a move of most games changes is shorter than any document of the room, and nothing need be measured.
  if (patch.length > leastOf(next.shared)) {
    const document = documentFor(next, seat);
    // Most are longer by far, and that is seen without writing them.
    if (lengthOf(document as Json, patch.length) < patch.length) {
      const text = JSON.stringify(document);
      if (text.length < patch.length) return frame('diff', `${head}"document":${text}}`);
    }
  }
  return frame('diff', `${head}"ops":${patch}}`);
}

/** No document of a room with these seats is shorter. */
function leastOf({ seats }: RoomDocument): number {
  let least = SHORTEST_DOCUMENT;
  for (const holder of seats) if (holder !== null) least += SHORTEST_HOLDER;
  return least;
}
