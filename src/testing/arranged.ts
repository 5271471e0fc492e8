// Two words for tests of rules: a match in a given position, and a step that must be taken.
import type { Match, MatchInput, Refused, Rules } from '../game/index.ts';
import type { Json, JsonObject } from '../json.ts';

/** What of a saved match can be arranged. */
type SavedMatch = { readonly snapshot: { readonly context: Json } };

/**
 * A match that has just begun (at 0), with its context changed: `arranged(rules, { seats: 2, seed: '1', options: {} },
 * (context: Table) => ({ ...context, turn: 1 }))`. The state and the running deadlines stay as they are.
 * @throws GameFault where the changed context does not survive JSON
 */
export function arranged<Context extends object>(
  rules: Rules,
  input: MatchInput,
  change: (context: Context) => Context,
): Match {
  const saved = rules.save(rules.begin(input, 0)) as unknown as JsonObject & SavedMatch;
  const context = change(saved.snapshot.context as unknown as Context) as unknown as Json;
  // A copy: what is loaded is sealed, and what was passed in stays the caller's
  return rules.load(structuredClone({ ...saved, snapshot: { ...saved.snapshot, context } }));
}

/** The match after a step that was taken. Throws, with the reason, if it was refused. */
export function accepted(result: Match | Refused): Match {
  if ('refused' in result) throw new Error(`refused: ${result.reason ?? 'no transition takes it'}`);
  return result;
}
