import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Match, rulesOf, type SecretsOf, type ViewOf } from '../../src/game/index.ts';
import { accepted, playMatch, seededRandom, startTestServer } from '../../src/testing/index.ts';
import { DECK } from './cards.ts';
import crazyEights from './game.ts';
import type { Table } from './table.ts';

const rules = rulesOf(crazyEights);
const viewOf = (match: Match) => rules.view(match) as ViewOf<typeof crazyEights>;
const tableOf = (match: Match) =>
  (rules.save(match) as unknown as { snapshot: { context: Table } }).snapshot.context;

const seatsOf = (match: Match) => [...viewOf(match).hands.keys()];

/** All that a seat can see. */
const seenBy = (match: Match, seat: number) =>
  JSON.stringify([
    rules.view(match),
    rules.secrets(match, seat),
    rules.legal(match, seat, 0),
    match.deadlines,
    match.outcome === null,
  ]);

/** A random match: mostly the seat in turn acts, sometimes its time is up, rarely a player leaves. */
function* played(seats: number, seed: string): Generator<Match> {
  const random = seededRandom(seed);
  const any = <One>(list: readonly One[]) => list[Math.floor(random() * list.length)];
  let match = rules.begin({ seats, seed, options: {} }, 0);
  yield match;
  for (let step = 0; !match.outcome; step++) {
    const turn = viewOf(match).turn ?? 0;
    const chance = random();
    const intent = any(rules.legal(match, turn, step).intents);
    const leaver = any(seatsOf(match).filter((seat) => !viewOf(match).left[seat]));
    if (chance < 0.01 && leaver !== undefined) match = accepted(rules.leave(match, leaver, step));
    else if (chance < 0.1 || !intent) match = accepted(rules.fire(match, match.deadlines[0]?.id ?? '', step));
    else match = accepted(rules.take(match, turn, intent, step));
    yield match;
  }
}

const anyMatch = { seats: fc.integer({ min: 2, max: 6 }), seed: fc.string({ minLength: 1 }) };

test('the 52 cards stay complete, each in one place, and the view counts them correctly', () => {
  fc.assert(
    fc.property(anyMatch.seats, anyMatch.seed, (seats, seed) => {
      for (const match of played(seats, seed)) {
        const { hands, stock, discards } = tableOf(match);
        expect([...hands.flat(), ...stock, ...discards].sort()).toEqual([...DECK].sort());
        expect(viewOf(match)).toMatchObject({
          hands: hands.map(({ length }) => length),
          stock: stock.length,
          discards: discards.length,
          top: discards.at(-1),
        });
      }
    }),
    { numRuns: 20 },
  );
});

test('every match ends: a turn plays or draws a card or passes, and the number of draws is bounded', () => {
  fc.assert(
    fc.property(anyMatch.seats, anyMatch.seed, (seats, seed) => {
      let steps = 0;
      for (const match of played(seats, seed)) {
        steps += 1;
        if (!match.outcome) continue;
        expect(['out', 'blocked', 'left']).toContain(match.outcome.reason);
        expect(match.outcome.winners).not.toEqual([]);
        expect(match.outcome.scores?.[match.outcome.winners[0] ?? -1] === 0).toBe(
          match.outcome.reason === 'out',
        );
      }
      // Draws: the stock and three reshuffles of at most 51 cards. Each card that was dealt or drawn is played once.
      const draws = 37 + 3 * 51;
      expect(steps).toBeLessThan(2 * draws + 52 + seats * (draws + 52));
    }),
    { numRuns: 40 },
  );
});

describe('redeal', () => {
  test('[R7] looks the same to the seat, byte for byte, in every state and for every seat', () => {
    fc.assert(
      fc.property(anyMatch.seats, anyMatch.seed, fc.nat(), (seats, seed, chance) => {
        const random = seededRandom(chance);
        for (const match of played(seats, seed)) {
          for (const seat of seatsOf(match)) {
            const dealt = rules.redeal(match, seat, random);
            expect(seenBy(dealt, seat)).toBe(seenBy(match, seat));
            const { hands, stock, discards } = tableOf(dealt);
            expect([...hands.flat(), ...stock, ...discards].sort()).toEqual([...DECK].sort());
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  test('[R7] deals the other hands, the stock and the random state again', () => {
    const match = rules.begin({ seats: 3, seed: 'redeal', options: {} }, 0);
    const random = seededRandom('redeal');
    const dealt = Array.from({ length: 400 }, () => tableOf(rules.redeal(match, 1, random)));
    expect(new Set(dealt.map(({ chance }) => chance.seed)).size).toBe(400);
    // Every card that seat 1 does not see occurs in every hidden place.
    const unseen = DECK.length - 5 - 1;
    expect(new Set(dealt.map(({ hands }) => hands[0]?.[0])).size).toBe(unseen);
    expect(new Set(dealt.map(({ hands }) => hands[2]?.[4])).size).toBe(unseen);
    expect(new Set(dealt.map(({ stock }) => stock[0])).size).toBe(unseen);
    expect(new Set(dealt.map(({ hands }) => hands[1]?.join())).size).toBe(1);
  });

  test('gives a match that continues like any other', () => {
    const match = rules.begin({ seats: 4, seed: 'on', options: {} }, 0);
    const drawn = accepted(rules.take(match, 0, { type: 'draw' }, 0));
    // For seat 2 the card that seat 0 drew can be another one, but seat 0 does hold it.
    const dealt = rules.redeal(drawn, 2, seededRandom('on'));
    const { hand, drawn: card } = rules.secrets(dealt, 0) as SecretsOf<typeof crazyEights>;
    expect(card).toBe(hand.at(-1));
    expect(viewOf(accepted(rules.take(dealt, 0, { type: 'pass' }, 0))).turn).toBe(1);
  });
});

test('[R7] over a real server a player receives only the own cards and the top card', async () => {
  await using server = await startTestServer({ games: [crazyEights], transport: 'linked' });
  const match = await playMatch(server, { game: crazyEights, seats: 4, seed: 'table' });
  expect(match.outcome.reason).toMatch(/^(out|blocked)$/);
  expect(match.rejections).toEqual([[], [], [], []]);
  for (const [seat, documents] of match.documents.entries()) {
    for (const { view, mine } of documents) {
      if (view === null) continue;
      const { top, ...counts } = view as ViewOf<typeof crazyEights>;
      const { hand, drawn } = mine as SecretsOf<typeof crazyEights>;
      expect(hand).toHaveLength(counts.hands[seat] ?? -1);
      expect(JSON.stringify(counts)).not.toMatch(/"([AJQK2-9]|10)[SHDC]"/);
      if (drawn !== null) expect(hand.at(-1)).toBe(drawn);
      expect(top).not.toBe(null);
    }
  }
});
