import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import battleship from '../../games/battleship/game.ts';
import chess from '../../games/chess/game.ts';
import connectFour from '../../games/connect-four/game.ts';
import crazyEights from '../../games/crazy-eights/game.ts';
import rockPaperScissors from '../../games/rock-paper-scissors/game.ts';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { type AnyIntent, type Game, rulesOf } from '../../src/game/index.ts';
import { anyIntentOf, intentsOf, matchesOf } from '../../src/testing/arbitraries/index.ts';
import highCard from '../game/fixtures/high-card.ts';

const games: readonly Game[] = [ticTacToe, rockPaperScissors, connectFour, battleship, chess, crazyEights];
const each = test.each(games.map((game) => [game.name, game] as const));

/** A game with a schema of every kind; its machine does not matter. */
const wide = {
  ...ticTacToe,
  intents: {
    say: z.strictObject({
      text: z.string().min(2).max(5),
      to: z.email().optional(),
      mood: z.string().regex(/^:[()]$/),
    }),
    bet: z.strictObject({
      chips: z.number().positive().lt(10),
      steps: z.int().multipleOf(5).gt(3),
      on: z.enum(['red', 'black']).nullable(),
    }),
    pay: z.strictObject({
      coins: z.array(z.int().min(1)).min(1).max(3),
      to: z.tuple([z.string(), z.boolean()]),
    }),
    go: z.strictObject({ where: z.union([z.literal('home'), z.strictObject({ x: z.int(), y: z.int() })]) }),
    lay: z.strictObject({
      cards: z.record(z.string(), z.int()),
      kept: z.set(z.int()).or(z.null()),
      any: z.unknown(),
    }),
    odd: z.strictObject({
      n: z
        .int()
        .min(0)
        .max(99)
        .refine((n) => n % 2 === 1),
      level: z.int().default(3),
    }),
  },
} as unknown as Game;

/** The values that a property gets in this number of runs. */
const sampled = <Value>(values: fc.Arbitrary<Value>, numRuns = 300): readonly Value[] =>
  fc.sample(values, { numRuns, seed: 5 });

describe('intentsOf', () => {
  test.each([...games, wide].map((game) => [game.name, game] as const))(
    '[R4] gives intents of every type of %s, which fit their schemas',
    (_, game) => {
      const rules = rulesOf(game);
      const intents = sampled(intentsOf(game));
      expect(new Set(intents.map(({ type }) => type))).toEqual(new Set(Object.keys(game.intents)));
      for (const intent of intents) expect(rules.checkIntent(intent)).toMatchObject({ ok: true });
      // As a client would send them.
      for (const intent of intents) expect(JSON.parse(JSON.stringify(intent))).toEqual(intent);
    },
  );

  test('reaches the bounds, optional fields and every branch', () => {
    const intents = sampled(intentsOf(wide), 2_000) as readonly AnyIntent[];
    const of = (type: string): readonly AnyIntent[] => intents.filter((intent) => intent.type === type);
    expect(new Set(of('say').map(({ text }) => String(text).length))).toEqual(new Set([2, 3, 4, 5]));
    expect(new Set(of('say').map((intent) => 'to' in intent))).toEqual(new Set([true, false]));
    expect(new Set(of('bet').map(({ on }) => on))).toEqual(new Set(['red', 'black', null]));
    expect(new Set(of('go').map(({ where }) => typeof where))).toEqual(new Set(['string', 'object']));
    expect(of('odd').every(({ n }) => Number(n) % 2 === 1)).toBe(true);
  });

  test('takes own arbitraries for the fields of a type', () => {
    const corners = intentsOf(ticTacToe, { place: fc.record({ cell: fc.constantFrom(0, 2, 6, 8) }) });
    const cells = sampled(corners).flatMap((intent) => (intent.type === 'place' ? [intent.cell] : []));
    expect(new Set(cells)).toEqual(new Set([0, 2, 6, 8]));
  });
});

describe('anyIntentOf', () => {
  each('[R4] gives intents that fit %s and many that do not', (_, game) => {
    const rules = rulesOf(game);
    const checks = sampled(anyIntentOf(game)).map((intent) => rules.checkIntent(intent).ok);
    expect(checks.filter(Boolean).length).toBeGreaterThan(20);
    expect(checks.filter((ok) => !ok).length).toBeGreaterThan(100);
  });
});

describe('any intent from a client', () => {
  each('[R4] [R6] %s never throws, and what it refuses changes nothing', (_, game) => {
    const rules = rulesOf(game);
    const seen = { taken: 0, refused: 0, misfits: 0 };
    const intent = fc.oneof(anyIntentOf(game), intentsOf(game));
    const anything = fc.array(fc.tuple(intent, fc.nat()), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(matchesOf(game, { mostEvents: 6 }), anything, ({ match, input, events }, sent) => {
        const at = events.at(-1)?.at ?? 0;
        let now = match;
        for (const [intent, chair] of sent) {
          const seat = chair % input.seats;
          const check = rules.checkIntent(intent);
          if (!check.ok) seen.misfits += 1;
          if (!check.ok) continue;
          const before = JSON.stringify(rules.save(now));
          const after = rules.take(now, seat, check.intent, at);
          expect(JSON.stringify(rules.save(now))).toBe(before);
          seen['refused' in after ? 'refused' : 'taken'] += 1;
          if (!('refused' in after)) now = after;
        }
      }),
      { numRuns: 100 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
  });
});

describe('matchesOf', () => {
  each('[R11] gives matches of %s that the rules play again to the same end', (_, game) => {
    const rules = rulesOf(game);
    let events = 0;
    fc.assert(
      fc.property(matchesOf(game), (walk) => {
        let match = rules.begin(walk.input, 0);
        for (const [step, event] of walk.events.entries()) {
          const { type, at } = event;
          const after =
            type === 'intent'
              ? rules.take(match, event.seat, event.intent, at)
              : type === 'deadline'
                ? rules.fire(match, event.id, at)
                : rules.leave(match, event.seat, at);
          if ('refused' in after) throw new Error(`refused: ${JSON.stringify(event)}`);
          match = after;
          expect(rules.save(match)).toEqual(rules.save(walk.matches[step + 1] ?? match));
          events += 1;
        }
        expect(walk.match).toBe(walk.matches.at(-1));
      }),
      { numRuns: 25 },
    );
    expect(events).toBeGreaterThan(50);
  });

  test('ends matches by moves, by leavers and by deadlines, and without leavers and deadlines if the plan says so', () => {
    const reasons = (plan: Parameters<typeof matchesOf>[1]) =>
      new Set(sampled(matchesOf(ticTacToe, plan)).map(({ match }) => match.outcome?.reason));
    expect([...reasons({})]).toEqual(expect.arrayContaining(['three-in-a-row', 'left', 'time']));
    const quiet = reasons({ leavers: false, deadlines: false });
    expect([...quiet].filter((reason) => reason === 'left' || reason === 'time')).toEqual([]);
  });

  test('plays with the given seats and options, and throws for options that the game does not allow', () => {
    const [walk] = sampled(matchesOf(highCard, { seats: 3, options: { cards: 2 } }), 1);
    expect(walk?.input).toMatchObject({ seats: 3, options: { cards: 2 } });
    expect(() => matchesOf(highCard, { options: { cards: 9 } })).toThrow(
      'high-card does not allow the options: cards',
    );
  });

  test('shrinks a failing match to the few events that matter, and prints its seed and events', () => {
    const property = fc.property(matchesOf(ticTacToe, { leavers: false, deadlines: false }), ({ events }) => {
      expect(events.some(({ type }) => type === 'intent')).toBe(false);
    });
    const { counterexample, error } = { error: '', ...fc.check(property, { seed: 1 }) };
    expect(counterexample?.[0].events).toHaveLength(1);
    expect(fc.stringify(counterexample?.[0])).toMatch(/^\{"input":\{.*"events":\[\{.*\}\]\}$/);
    expect(error).toBe('');
  });
});
