// Decides whether a game can be tested for leaks, and tests one position for them.
import type { Game } from '../game/index.ts';
import { SeededRandom } from './chance.ts';
import { FailedCheck } from './failed-check.ts';
import { checkSecretChoices } from './leak-choices.ts';
import { checkIndistinguishablePairs } from './leak-twins.ts';
import { isOver, keyOf, type Position, textOf } from './position.ts';
import type { SearchContext } from './scene.ts';

export const isLeakTested = ({ redeal }: Game): boolean => redeal !== undefined;

/** What is told of a game that cannot be tested. */
export function leakTestWarning({ secrets, redeal }: Game): string | undefined {
  if (secrets === undefined || redeal !== undefined) return undefined;
  return 'the game has secrets and gives no redeal: it was not tested for leaks';
}

/**
 * A position is always tested in the same way. What else may fail on the way is left to the search, which comes
 * by it itself. @throws FailedCheck
 */
export function checkLeaks(context: SearchContext, position: Position): void {
  // In the end a game may show everything.
  if (isOver(position)) return;
  const random = new SeededRandom(`leaks ${keyOf(position, textOf(context.rules, position))}`);
  try {
    checkIndistinguishablePairs(context, position, random);
    checkSecretChoices(context, position, random);
  } catch (failure) {
    if (!(failure instanceof FailedCheck) || failure.leak !== undefined) throw failure;
  }
}
