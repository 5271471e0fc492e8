// The port through which a room tells its members what became of it. Delivery implements it.
import type { Json } from '../json.ts';
import type { Ref, RoomDocument } from '../protocol/index.ts';
import type { Caller } from '../session/index.ts';
import type { Member } from './members.ts';

/** What the outlet may ask of the room that it speaks for. */
export type BroadcastSource = {
  readonly room: string;
  readonly epoch: number;
  readonly revision: number;
  /** Whether viewpoints differ at all. */
  readonly secretive: boolean;
  members(): Iterable<Member>;
  /** The last seq accepted from a seat. */
  seq(member: Member): number;
};

/** One revision as each viewpoint will see it. `secrets` is by seat; empty where viewpoints don't differ. */
export type RoomViews = { readonly shared: RoomDocument; readonly secrets: readonly Json[] };

/** Whose message made a change: its copy of the diff is the answer. */
export type Cause = { readonly member: Member; readonly ref: Ref | undefined };

export interface Broadcaster {
  /** The picture of the current revision; undefined before the first. */
  readonly current: RoomViews | undefined;
  /** Makes the diffs from the current picture to the next, encoded, unless another match begins; tells nobody. */
  prepare(next: RoomViews, revision: number): void;
  /** Tells what was prepared: it is committed now. */
  publish(cause?: Cause): void;
  /** Tells what was prepared to everyone in full: their seats changed, or the room's history began anew. */
  publishWhole(): void;
  /** Drops what was prepared. */
  discard(): void;
  /** The whole document to one member, as the answer to `caller` if there is one. */
  joined(member: Member, caller?: Caller): void;
  /** The missed diffs if they are all still here and of this member's viewpoint, else the whole document. */
  resume(member: Member, caller: Caller, from: { readonly epoch: number; readonly revision: number }): void;
  /** Answers the last accepted intent of a member again. */
  repeat(member: Member, caller: Caller, revision: number): void;
  /** Some text, the same to all; the caller's copy carries its ref. */
  chat(line: { readonly from: Member; readonly text: string; readonly at: number }, caller: Caller): void;
}
