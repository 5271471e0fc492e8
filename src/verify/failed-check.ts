// The error that a check throws when a game fails it, and the mapping of game faults to checks.
import { GameFault } from '../game/index.ts';
import type { MatchEvent } from '../room/index.ts';

/** In the order of a report. */
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

/** One of the checks that a game can fail; src/verify/README.md has a table of them. */
export type CheckId = (typeof checkIds)[number];

/**
 * How hidden information reaches a seat: in its document (`view`), in the next diff (`diff`), in its legal intents
 * (`legal`), in the reason of a rejection (`rejection`), or in anything else that it is sent (`sent`). `redeal` means
 * that the game's own `redeal` is wrong: it changes what the seat already knows, or throws.
 */
export type LeakChannel = 'view' | 'diff' | 'legal' | 'rejection' | 'sent' | 'redeal';

/** A game fails a check. Thrown by checks, caught by searches, which know the events that lead there. */
export class FailedCheck extends Error {
  override readonly name = 'FailedCheck';
  readonly check: CheckId;
  readonly leak: LeakChannel | undefined;
  /** Events after the checked position that show the failure. */
  readonly followUp: readonly MatchEvent[];

  constructor(
    check: CheckId,
    message: string,
    more: { leak?: LeakChannel; followUp?: readonly MatchEvent[] } = {},
  ) {
    super(message);
    this.check = check;
    this.leak = more.leak;
    this.followUp = more.followUp ?? [];
  }
}

/** Runs rules of the game. @throws FailedCheck instead of GameFault */
export function runRules<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw error instanceof GameFault ? new FailedCheck(checkOf(error), describeFault(error)) : error;
  }
}

/** A GameFault says what went wrong in its message alone; tests keep these patterns true. */
function checkOf({ message }: GameFault): CheckId {
  if (/^(the output is not an outcome|output\b)/.test(message)) return 'outcome';
  if (/^(view|secrets)\b|'(view|secrets)'$/.test(message)) return 'view';
  return message.endsWith('which JSON cannot represent') ? 'unserialisable' : 'fault';
}

/** The message, followed by that of the author's own error. */
function describeFault({ message, cause }: GameFault): string {
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
