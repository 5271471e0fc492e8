// Strategies that play any game, since they need nothing of it but its legal intents.
import type { AnyIntent } from '../game/index.ts';
import { stableText } from '../json.ts';
import { givesUp } from './giving-up.ts';
import type { Strategy } from './strategy.ts';

/** Any legal intent, each as likely, but none that is to be avoided: then it waits. */
export function randomBut(avoid: (intent: AnyIntent) => boolean): Strategy {
  return ({ legal, random }) => {
    const choices = legal.filter((intent) => !avoid(intent));
    return choices[Math.floor(random() * choices.length)] ?? null;
  };
}

/** Any legal intent but those that give up. */
export const randomLegal: Strategy = randomBut(givesUp);

/**
 * These intents, one by one: each as soon as it is legal, and then no more. An intent that never is
 * legal is waited for, so a script can hold a match. For one seat of one match.
 */
export function scripted<Intent extends AnyIntent>(intents: Iterable<Intent>): Strategy {
  const left = [...intents];
  return ({ legal }) => {
    const [next] = left;
    if (next === undefined || !legal.some((intent) => sameIntent(intent, next))) return null;
    left.shift();
    return next;
  };
}

/** Intents are flat or nearly so; the order of their fields says nothing. */
export function sameIntent(a: AnyIntent, b: AnyIntent): boolean {
  return stableText(a) === stableText(b);
}
