// From two views of a room to the message of each viewpoint's diff: diffed and encoded once per viewpoint.
import type { Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import { diff, lengthOf, type Operation } from '../patch/index.ts';
import { frame, type RoomDocument } from '../protocol/index.ts';
import type { RoomViews } from '../room/index.ts';
import type { EncodedRevision } from './history.ts';

/** No room document is shorter: its keys alone take as much. */
const SHORTEST_DOCUMENT = 180;
/** Nor is the entry of a taken seat: {"name":"","connected":true,"bot":true} */
const SHORTEST_HOLDER = 40;

/** Where the secrets of a viewpoint stand. */
const MINE = '/mine';

export type Step = {
  /** Its id as JSON text, which is the same at each step. */
  readonly room: string;
  readonly revision: number;
  readonly before: RoomViews;
  readonly next: RoomViews;
  /** Whose messages are needed: seats, and null for spectators; null as a whole where viewpoints don't differ. */
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
export function documentFor({ shared, secrets }: RoomViews, seat: Seat | null): RoomDocument {
  const mine = seat === null ? null : (secrets[seat] ?? null);
  return mine === null ? shared : { ...shared, mine };
}

function secretOps({ before, next }: Step, seat: Seat | null): readonly Operation[] {
  if (seat === null) return [];
  return diff(before.secrets[seat] ?? null, next.secrets[seat] ?? null, MINE);
}

/**
 * A patch can be larger than the document that it makes: then the document itself is sent. Returns the framed message,
 * which is one flat string: V8 would keep a payload alone as a tree of eight strings for as long as the diff is kept.
 */
function message({ room, revision, next }: Step, ops: readonly Operation[], seat: Seat | null): string {
  const head = `{"room":${room},"revision":${revision},`;
  const patch = JSON.stringify(ops);
  // A move of most games is shorter than any document of the room, and nothing needs to be measured.
  if (patch.length > shortestDocument(next.shared)) {
    const document = documentFor(next, seat);
    // Most documents are far longer, which is seen without encoding them.
    if (lengthOf(document as Json, patch.length) < patch.length) {
      const text = JSON.stringify(document);
      if (text.length < patch.length) return frame('diff', `${head}"document":${text}}`);
    }
  }
  return frame('diff', `${head}"ops":${patch}}`);
}

/** No document of a room with these seats is shorter. */
function shortestDocument({ seats }: RoomDocument): number {
  let length = SHORTEST_DOCUMENT;
  for (const holder of seats) if (holder !== null) length += SHORTEST_HOLDER;
  return length;
}
