// The port through which a room sends its changes to its members. Delivery implements it.
import type { Json } from '../json.ts';
import type { Ref, RoomDocument } from '../protocol/index.ts';
import type { Caller } from '../session/index.ts';
import type { Member } from './members.ts';

/** What the broadcaster may read of its room; always as it is now. */
export type BroadcastSource = {
  readonly id: string;
  readonly epoch: number;
  readonly revision: number;
  /** Whether viewpoints differ at all. */
  readonly hasSecrets: boolean;
  readonly members: { all(): Iterable<Member> };
  /** The last seq accepted from the member's seat; 0 for a spectator. */
  lastSeq(member: Member): number;
};

/** One revision as each viewpoint will see it. `secrets` is by seat; empty where viewpoints don't differ. */
export type RoomViews = { readonly shared: RoomDocument; readonly secrets: readonly Json[] };

/** Whose message made a change: that member's copy of the diff is the answer. */
export type Cause = { readonly member: Member; readonly ref: Ref | undefined };

/** What a client that comes back holds. */
export type ResumePoint = { readonly epoch: number; readonly revision: number };

export interface Broadcaster {
  /** The views of the current revision; undefined before the first. */
  readonly current: RoomViews | undefined;
  /** Makes the diffs from the current views to the next, encoded, unless another match begins; sends nothing. */
  prepare(next: RoomViews, revision: number): void;
  /** Sends what was prepared: it is committed now. */
  publish(cause?: Cause): void;
  /** Sends everyone the full document of what was prepared: seats changed, or the room's history began anew. */
  publishFull(): void;
  /** Drops what was prepared. */
  discard(): void;
  /** Sends one member the full document, as the answer to `caller` if there is one. */
  sendJoined(member: Member, caller?: Caller): void;
  /** Sends the missed diffs if they are all still kept and of this member's viewpoint, else the full document. */
  resume(member: Member, caller: Caller, from: ResumePoint): void;
  /** Answers the last accepted intent of a member again. */
  repeatAnswer(member: Member, caller: Caller, revision: number): void;
  /** Sends one line of text to all; the caller's copy carries its ref. */
  chat(line: { readonly from: Member; readonly text: string; readonly at: number }, caller: Caller): void;
}
