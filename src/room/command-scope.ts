// What a command may use of its room. Types only.
import type { Rules } from '../game/index.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import type { Broadcaster, Cause } from './broadcaster.ts';
import type { DeadlineTimer } from './deadline-timer.ts';
import type { Command } from './inbox.ts';
import type { Member, Members } from './members.ts';
import type { CommitOutcome } from './outcome.ts';
import type { RoomContext } from './room-context.ts';
import type { RoomEvent, RoomState } from './state.ts';

/** `cause`: whose message makes the change. `arriving`: a player who will be attached once it is committed. */
export type CommitOptions = { readonly cause?: Cause; readonly arriving?: string };

export interface CommandScope {
  readonly id: string;
  readonly rules: Rules;
  readonly context: RoomContext;
  readonly members: Members;
  readonly deadlines: DeadlineTimer;
  readonly broadcaster: Broadcaster;
  /** Whether the room is in the store: before that it has no state. */
  readonly isOpen: boolean;
  /** @throws Error before the room is stored */
  readonly state: RoomState;
  readonly revision: number;
  /** Epoch ms. */
  now(): number;
  /** Reduces by the event, appends it, and only then publishes it. */
  commit(event: RoomEvent, options?: CommitOptions): MaybePromise<CommitOutcome>;
  /** Runs a command of the room's own, though the inbox may be full. A fault is logged: nobody waits for it. */
  enqueue(command: Command<unknown>): void;
  /** A member came, went or is away: sent at once for players, gathered for spectators. */
  presenceChanged(member: Member): void;
  /** Sends who is connected now; `arriving`: a player who is about to be attached. */
  publishPresence(arriving?: string): void;
  /** Ends the room: its members get `left`, and every timer is cleared. */
  close(): void;
}
