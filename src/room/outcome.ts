// What becomes of a command: values that the caller's side turns into messages. A room never throws a refusal.
import type { Seat } from '../game/index.ts';
import type { ErrorCode } from '../protocol/index.ts';

/** `reason`: the first guard of the machine that said no. `path`: where in the intent the fault is. */
export type Refusal = {
  readonly status: 'refused';
  readonly code: ErrorCode;
  readonly reason?: string | undefined;
  readonly path?: string | undefined;
};

/** `done`: it is stored, or there was nothing to change. */
export type CommandOutcome = { readonly status: 'done' } | Refusal;

/** `seat`: null for a spectator. */
export type JoinOutcome = { readonly status: 'joined'; readonly seat: Seat | null } | Refusal;

/** `retry`: the room was read again and may have the change already, so the command must look at the state anew. */
export type CommitOutcome = CommandOutcome | { readonly status: 'retry' };

export const DONE: CommandOutcome = { status: 'done' };

export const RETRY: CommitOutcome = { status: 'retry' };

export function refused(
  code: ErrorCode,
  details: { readonly reason?: string | undefined; readonly path?: string | undefined } = {},
): Refusal {
  return { status: 'refused', code, ...details };
}
