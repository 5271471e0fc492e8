// How commands, and the room around them, hear from the core what became of a change. Types only.
import type { ErrorCode } from '../protocol/index.ts';
import type { Session } from '../session/index.ts';
import type { Cause } from './broadcaster.ts';

/** How a command goes on: exactly one of these is called, and ends the command or takes its next step. */
export type Settling = {
  stored(): void;
  refused(code: ErrorCode, reason?: string): void;
  /** The command anew, after the room was loaded again: it may find its change already made. */
  again(): void;
  readonly cause?: Cause | undefined;
};

/** What the core tells the room about. */
export type CoreEvents = {
  readonly rang: () => void;
  readonly expired: (session: Session) => void;
  readonly spectators: () => void;
  readonly changed: () => void;
  /** The last member has gone, or the store has no such room any more. */
  readonly closed: () => void;
};
