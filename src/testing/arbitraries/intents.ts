// Arbitraries of what a client may send: all that the game's schemas allow, and all that they do not.
import fc from 'fast-check';
import type { AnyIntent, Game, IntentsOf } from '../../game/index.ts';
import { valuesOfSchema } from './schema-values.ts';

/** By type: the fields of an intent, where the schema's own values are too seldom of interest. */
export type OwnIntents<G extends Game> = {
  readonly [Type in IntentsOf<G>['type']]?: fc.Arbitrary<Omit<Extract<IntentsOf<G>, { type: Type }>, 'type'>>;
};

/** Intents that fit a schema of the game, each type as likely as the other; whether they are legal is another matter. */
export function intentsOf<G extends Game>(game: G, own: OwnIntents<G> = {}): fc.Arbitrary<IntentsOf<G>> {
  const given: Readonly<Record<string, fc.Arbitrary<unknown> | undefined>> = own;
  const kinds = Object.entries(game.intents).map(([type, schema]) => {
    const fields = given[type] ?? valuesOfSchema(schema);
    return fields.map((found) => ({ ...(found as object), type }));
  });
  return fc.oneof(...kinds) as fc.Arbitrary<IntentsOf<G>>;
}

/** Those, and what only resembles them: fields missing, of another kind or too many, types unknown, no objects at all. */
export function anyIntentOf<G extends Game>(game: G, own: OwnIntents<G> = {}): fc.Arbitrary<unknown> {
  const valid = intentsOf(game, own) as fc.Arbitrary<AnyIntent>;
  const json = fc.jsonValue({ maxDepth: 3 });
  return fc.oneof(
    valid,
    fc.tuple(valid, fc.nat(), json).map(([intent, at, value]) => withField(intent, keyAt(intent, at), value)),
    fc.tuple(valid, fc.nat()).map(([intent, at]) => withField(intent, keyAt(intent, at), undefined)),
    fc.tuple(valid, fc.constantFrom(...STRANGE_KEYS), json).map(([...of]) => withField(...of)),
    fc
      .tuple(valid, fc.constantFrom(...STRANGE_TYPES))
      .map(([intent, type]) => withField(intent, 'type', type)),
    fc.tuple(valid, fc.string()).map(([intent, type]) => withField(intent, 'type', type)),
    json,
  );
}

/** Stamped by the server alone, or dangerous to assign. */
const STRANGE_KEYS = ['seat', 'at', 'extra', '__proto__', 'constructor'];

/** What a machine hears of the server alone, and what every object has. */
const STRANGE_TYPES = [
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

/** undefined: without it. By entries, as JSON.parse would make it: `__proto__` is a field like any other there. */
function withField(intent: AnyIntent, key: string, value: unknown): unknown {
  const others = Object.entries(intent).filter(([name]) => name !== key);
  return Object.fromEntries(value === undefined ? others : [...others, [key, value]]);
}
