// Arbitraries of the intents that a client may send: valid by the game's schemas, and invalid.
import fc from 'fast-check';
import type { AnyIntent, Game, IntentsOf } from '../../game/index.ts';
import { valuesOfSchema } from './schema-values.ts';

/** Own arbitraries for the fields of an intent, by type, where values of the schema are seldom useful. */
export type OwnIntents<G extends Game> = {
  readonly [Type in IntentsOf<G>['type']]?: fc.Arbitrary<Omit<Extract<IntentsOf<G>, { type: Type }>, 'type'>>;
};

/**
 * Intents that are valid by the game's schemas, each type with the same probability. They need not be legal.
 *
 * @example
 * ```ts
 * fc.assert(fc.property(intentsOf(ticTacToe), (intent) => rules.checkIntent(intent).ok));
 * ```
 */
export function intentsOf<G extends Game>(game: G, own: OwnIntents<G> = {}): fc.Arbitrary<IntentsOf<G>> {
  const given: Readonly<Record<string, fc.Arbitrary<unknown> | undefined>> = own;
  const kinds = Object.entries(game.intents).map(([type, schema]) => {
    const fields = given[type] ?? valuesOfSchema(schema);
    return fields.map((found) => ({ ...(found as object), type }));
  });
  return fc.oneof(...kinds) as fc.Arbitrary<IntentsOf<G>>;
}

/** Valid intents and invalid ones: with missing, wrong or additional fields, with unknown types, or other JSON values. */
export function anyIntentOf<G extends Game>(game: G, own: OwnIntents<G> = {}): fc.Arbitrary<unknown> {
  const valid = intentsOf(game, own) as fc.Arbitrary<AnyIntent>;
  const json = fc.jsonValue({ maxDepth: 3 });
  return fc.oneof(
    valid,
    fc.tuple(valid, fc.nat(), json).map(([intent, at, value]) => withField(intent, keyAt(intent, at), value)),
    fc.tuple(valid, fc.nat()).map(([intent, at]) => withField(intent, keyAt(intent, at), undefined)),
    fc.tuple(valid, fc.constantFrom(...RESERVED_KEYS), json).map(([...of]) => withField(...of)),
    fc
      .tuple(valid, fc.constantFrom(...RESERVED_TYPES))
      .map(([intent, type]) => withField(intent, 'type', type)),
    fc.tuple(valid, fc.string()).map(([intent, type]) => withField(intent, 'type', type)),
    json,
  );
}

/** Keys that only the server sets, or that are dangerous to assign. */
const RESERVED_KEYS = ['seat', 'at', 'extra', '__proto__', 'constructor'];

/** Event types that only the server sends to a machine, and property names that every object has. */
const RESERVED_TYPES = [
  'seat.left',
  'xstate.init',
  'xstate.after.turnTime.game.turn',
  '*',
  '',
  'toString',
  '__proto__',
];

function keyAt(intent: AnyIntent, at: number): string {
  const keys = Object.keys(intent);
  return keys[at % keys.length] ?? 'type';
}

/** Without the field if `value` is undefined. Built from entries, so that `__proto__` is a field, as JSON.parse makes it. */
function withField(intent: AnyIntent, key: string, value: unknown): unknown {
  const others = Object.entries(intent).filter(([name]) => name !== key);
  return Object.fromEntries(value === undefined ? others : [...others, [key, value]]);
}
