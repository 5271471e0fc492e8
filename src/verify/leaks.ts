// Decides whether a game can be tested for leaks, and tests one position for them.
import type { Game } from '../game/index.ts';
import { Chance } from './chance.ts';
import { FailedCheck } from './failed-check.ts';
import { checkChoices } from './leak-choices.ts';
import { checkTwins } from './leak-twins.ts';
import { isOver, keyOf, type Position, textOf } from './position.ts';
import type { Scene } from './scene.ts';

export const isLeakTested = ({ redeal }: Game): boolean => redeal !== undefined;

/** What is told of a game that cannot be tested. */
export function untested({ secrets, redeal }: Game): string | undefined {
  if (secrets === undefined || redeal !== undefined) return undefined;
  return 'the game has secrets and gives no redeal: it was not tested for leaks';
}

/**
 * A position is always tested in the same way. What else may fail on the way is left to the search, which comes
 * by it itself. @throws FailedCheck
 */
export function checkLeaks(scene: Scene, position: Position): void {
  // In the end a game may show everything.
  if (isOver(position)) return;
  const chance = new Chance(`leaks ${keyOf(position, textOf(scene.rules, position))}`);
  try {
    checkTwins(scene, position, chance);
    checkChoices(scene, position, chance);
  } catch (failure) {
    if (!(failure instanceof FailedCheck) || failure.leak !== undefined) throw failure;
  }
}
