import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom, draw, type Match, rulesOf } from '../../src/game/index.ts';
import { seededRandom } from '../../src/testing/index.ts';
import { berthsFor, type Fleet, isFree, NO_FLEET, placedAtRandom, SHIPS } from './fleet.ts';
import battleship from './game.ts';
import { otherFleet } from './redeal.ts';

const rules = rulesOf(battleship);
const seeds = fc.nat(1_000_000_000);

/** Every state of a match between random players, from the set-up to the outcome. */
function* moments(seed: number): Generator<Match> {
  const random = seededRandom(seed);
  let match = rules.begin({ seats: 2, seed: String(seed), options: {} }, 0);
  for (;;) {
    yield match;
    if (match.outcome) return;
    const { turn } = rules.view(match) as { turn: number | null };
    const seat = turn ?? Math.floor(random() * 2);
    const choices = rules.legal(match, seat, 0).intents.filter(({ type }) => type !== 'resign');
    const choice = choices[Math.floor(random() * choices.length)];
    // A seat that is ready waits for the other.
    if (!choice) continue;
    const after = rules.take(match, seat, choice, 0);
    if ('refused' in after) throw new Error(`refused what was legal: ${JSON.stringify(choice)}`);
    match = after;
  }
}

/** All that a seat can see. */
const knownTo = (match: Match, seat: number): string =>
  JSON.stringify([
    rules.view(match),
    rules.secrets(match, seat),
    rules.legal(match, seat, 0),
    match.deadlines,
  ]);

function someFleet(seed: string): Fleet {
  return placedAtRandom(NO_FLEET, createRandom(seed))[0];
}

describe('redeal', () => {
  test('[R7] looks the same to the seat, byte for byte', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seededRandom(seed + 1);
        let moment = 0;
        for (const match of moments(seed)) {
          moment += 1;
          if (moment % 3 !== 0 && !match.outcome) continue;
          const seat = (moment + seed) % 2;
          const dealt = rules.redeal(match, seat, random);
          expect(knownTo(dealt, seat)).toBe(knownTo(match, seat));
        }
      }),
      { numRuns: 8 },
    );
  });

  test('gives a complete match, which can be played to its end', () => {
    fc.assert(
      fc.property(seeds, fc.nat(100), (seed, when) => {
        const match = [...moments(seed)][when];
        if (!match) return;
        let dealt = rules.redeal(match, 0, seededRandom(seed));
        for (let steps = 0; !dealt.outcome; steps++) {
          expect(steps).toBeLessThan(300);
          const [deadline] = dealt.deadlines;
          const next = rules.fire(dealt, deadline?.id ?? '', deadline?.at ?? 0);
          if ('refused' in next) throw new Error('a deadline was refused');
          dealt = next;
        }
      }),
      { numRuns: 10 },
    );
  });

  test('shuffles what is hidden: the fleet of the other seat, and the random state', () => {
    const random = seededRandom(7);
    const match = [...moments(7)].find((one) => (rules.view(one) as { phase: string }).phase === 'turn');
    if (!match) throw new Error('no turn was reached');
    const dealt = Array.from({ length: 20 }, () => rules.redeal(match, 0, random));
    expect(new Set(dealt.map((one) => JSON.stringify(rules.secrets(one, 1)))).size).toBeGreaterThan(18);
    expect(
      dealt.every((one) => JSON.stringify(rules.secrets(one, 0)) === JSON.stringify(rules.secrets(match, 0))),
    ).toBe(true);
    const chances = dealt.map(
      (one) => (rules.save(one) as { snapshot: { context: { random: unknown } } }).snapshot.context.random,
    );
    expect(new Set(chances.map((chance) => JSON.stringify(chance))).size).toBe(20);
  });

  test('finds a fleet, however many ships are hit and none is sunk', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 100 }), (seed, density) => {
        const random = seededRandom(seed);
        const fleet = someFleet(String(seed));
        // One cell of each ship is not hit.
        const spared = SHIPS.map((ship) => fleet[ship]?.[Math.floor(random() * (fleet[ship]?.length ?? 0))]);
        const shots = Array.from({ length: 100 }, (_, cell) => cell).filter(
          (cell) => !spared.includes(cell) && random() * 100 < density,
        );
        const other = otherFleet(fleet, shots, random);
        const answers = (one: Fleet) => shots.map((cell) => SHIPS.some((ship) => one[ship]?.includes(cell)));
        expect(answers(other)).toEqual(answers(fleet));
        for (const ship of SHIPS) {
          expect(berthsFor(ship)).toContainEqual(other[ship]);
          expect(other[ship]?.every((cell) => shots.includes(cell))).toBe(false);
          expect(isFree({ ...other, [ship]: null }, other[ship] ?? [])).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});

test('wherever some ships lie, there is room for the others', () => {
  fc.assert(
    fc.property(seeds, fc.subarray([...SHIPS]), (seed, given) => {
      let random = createRandom(String(seed));
      let fleet = NO_FLEET;
      for (const ship of given) {
        const free = berthsFor(ship).filter((berth) => isFree(fleet, berth));
        let pick: number;
        [pick, random] = draw(random, free.length);
        fleet = { ...fleet, [ship]: free[pick] ?? null };
      }
      const [whole] = placedAtRandom(fleet, random);
      expect(whole).toMatchObject(Object.fromEntries(given.map((ship) => [ship, fleet[ship]])));
      const cells = SHIPS.flatMap((ship) => whole[ship] ?? []);
      expect(cells).toHaveLength(17);
      expect(new Set(cells).size).toBe(17);
    }),
    { numRuns: 100 },
  );
});
