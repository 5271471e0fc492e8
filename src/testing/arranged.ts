// For tests of a game's rules: a match in a given position, and a step that must be accepted.
import type { Match, MatchInput, Refused, Rules } from '../game/index.ts';
import type { Json, JsonObject } from '../json.ts';

/** The part of a saved match that `arranged` changes. */
type SavedMatch = { readonly snapshot: { readonly context: Json } };

/**
 * A match that has just begun, at time 0, with a changed context. The state and the deadlines stay as they are.
 *
 * @throws GameFault if the changed context does not survive JSON
 * @example
 * ```ts
 * const input = { seats: 2, seed: '1', options: {} };
 * const match = arranged(rulesOf(ticTacToe), input, (context: Context) => ({ ...context, turn: 1 }));
 * ```
 */
export function arranged<Context extends object>(
  rules: Rules,
  input: MatchInput,
  change: (context: Context) => Context,
): Match {
  const saved = rules.save(rules.begin(input, 0)) as unknown as JsonObject & SavedMatch;
  const context = change(saved.snapshot.context as unknown as Context) as unknown as Json;
  // A copy, because `load` freezes its argument and the caller keeps the changed context.
  return rules.load(structuredClone({ ...saved, snapshot: { ...saved.snapshot, context } }));
}

/**
 * The match after an accepted step.
 * @throws Error if the step was refused, with the reason
 */
export function accepted(result: Match | Refused): Match {
  if ('refused' in result) throw new Error(`refused: ${result.reason ?? 'no transition accepts it'}`);
  return result;
}
