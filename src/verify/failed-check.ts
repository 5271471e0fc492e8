// What a check throws when a game fails it; each kind of fault has its own check.
import { GameFault } from '../game/index.ts';
import type { MatchEvent } from '../room/index.ts';

/** In the order in which they are told. */
export const checkIds = [
  'fault',
  'unserialisable',
  'outcome',
  'view',
  'unstable-view',
  'nondeterministic',
  'restore',
  'stuck',
  'endless',
  'leaver',
  'leak',
] as const;

/** What each one means stands in README.md. */
export type CheckId = (typeof checkIds)[number];

/** By which way something hidden reaches a seat; `redeal`: it changes what the seat itself knows. */
export type LeakChannel = 'view' | 'diff' | 'legal' | 'rejection' | 'sent' | 'redeal';

export class FailedCheck extends Error {
  override readonly name = 'FailedCheck';
  readonly check: CheckId;
  readonly leak: LeakChannel | undefined;
  /** What has to happen after the position that was looked at, for the failure to show. */
  readonly followUp: readonly MatchEvent[];

  constructor(
    check: CheckId,
    message: string,
    more: { leak?: LeakChannel; shownBy?: readonly MatchEvent[] } = {},
  ) {
    super(message);
    this.check = check;
    this.leak = more.leak;
    this.followUp = more.shownBy ?? [];
  }
}

/** Runs rules; a fault of the game becomes the failure of the check that is about it. */
export function runRules<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw error instanceof GameFault ? failureOf(error) : error;
  }
}

/** The rules say what went wrong in words alone; a test holds these to them. */
function failureOf(fault: GameFault): FailedCheck {
  const { message } = fault;
  return new FailedCheck(checkOf(message), describeFault(fault));
}

function checkOf(message: string): CheckId {
  if (/^(the output is not an outcome|output\b)/.test(message)) return 'outcome';
  if (/^(view|secrets)\b|'(view|secrets)'$/.test(message)) return 'view';
  return message.endsWith('which JSON cannot represent') ? 'unserialisable' : 'fault';
}

/** With the author's own error behind it. */
function describeFault({ message, cause }: GameFault): string {
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
