import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Match, type OptionsOf, rulesOf, type ViewOf } from '../../src/game/index.ts';
import { accepted, playMatch, scripted, seededRandom, startTestServer } from '../../src/testing/index.ts';
import rockPaperScissors from './game.ts';

type Shape = 'rock' | 'paper' | 'scissors';
const SHAPES: readonly Shape[] = ['rock', 'paper', 'scissors'];

const rules = rulesOf(rockPaperScissors);
const begin = (bestOf: OptionsOf<typeof rockPaperScissors>['bestOf'] = 3) =>
  rules.begin({ seats: 2, seed: 'unused', options: { bestOf } }, 0);
const choose = (match: Match, seat: number, shape: Shape, at = 0) =>
  rules.take(match, seat, { type: 'choose', shape }, at);
type View = ViewOf<typeof rockPaperScissors>;
const viewOf = (match: Match) => rules.view(match) as View;

/** Rounds as two letters, seat 0 first: `rs` is rock against scissors. */
function played(match: Match, ...rounds: string[]): Match {
  const shape = (letter: string | undefined) => SHAPES.find((one) => one[0] === letter) ?? 'rock';
  return rounds.reduce((before, [first, second]) => {
    const between = accepted(choose(before, 0, shape(first)));
    return accepted(choose(between, 1, shape(second)));
  }, match);
}

const timedOut = (match: Match, at: number) => accepted(rules.fire(match, match.deadlines[0]?.id ?? '', at));

describe('a round', () => {
  test.each([
    ['rs', 0],
    ['pr', 0],
    ['sp', 0],
    ['sr', 1],
    ['rp', 1],
    ['ps', 1],
    ['rr', null],
    ['pp', null],
    ['ss', null],
  ])('%s is won by seat %s', (round, winner) => {
    expect(viewOf(played(begin(), round)).lastRound).toMatchObject({ winner });
  });

  test('[R7] is secret until both have chosen, and is then shown', () => {
    const match = accepted(choose(begin(), 1, 'paper'));
    expect(viewOf(match)).toMatchObject({ chosen: [false, true], lastRound: null });
    expect(JSON.stringify(viewOf(match))).not.toContain('paper');
    expect([rules.secrets(match, 0), rules.secrets(match, 1)]).toEqual([
      { choice: null },
      { choice: 'paper' },
    ]);
    const shown = accepted(choose(match, 0, 'rock'));
    expect(viewOf(shown)).toEqual({
      bestOf: 3,
      chosen: [false, false],
      wins: [0, 1],
      tiesInARow: 0,
      lastRound: { shapes: ['rock', 'paper'], winner: 1 },
    });
    expect(rules.secrets(shown, 1)).toEqual({ choice: null });
  });

  test('accepts one choice from each seat', () => {
    const match = accepted(choose(begin(), 0, 'rock'));
    expect(choose(match, 0, 'paper')).toEqual({ refused: true, reason: 'yetToChoose' });
    expect(rules.legal(match, 0, 0)).toEqual({ intents: [{ type: 'resign' }], complete: true });
    expect(rules.legal(match, 1, 0).intents).toHaveLength(4);
  });

  test('[R4] accepts three shapes', () => {
    expect(rules.checkIntent({ type: 'choose', shape: 'well' })).toMatchObject({ ok: false, path: 'shape' });
  });
});

describe('the time to choose', () => {
  test('is 20 seconds for both; a choice does not extend it', () => {
    expect(begin().deadlines).toMatchObject([{ name: 'choiceTime', at: 20_000 }]);
    const match = accepted(choose(begin(), 0, 'rock', 15_000));
    expect(match.deadlines).toMatchObject([{ name: 'choiceTime', at: 20_000 }]);
    expect(accepted(choose(match, 1, 'rock', 18_000)).deadlines).toMatchObject([{ at: 38_000 }]);
  });

  test.each([0, 1])('costs seat %i the round if only it lets the time pass', (late) => {
    const match = timedOut(accepted(choose(begin(), 1 - late, 'rock')), 20_000);
    expect(viewOf(match)).toMatchObject({ wins: late === 0 ? [0, 1] : [1, 0], chosen: [false, false] });
    expect(viewOf(match).lastRound?.shapes[late]).toBe(null);
    expect(match.deadlines).toMatchObject([{ at: 40_000 }]);
  });

  test('ties the round if both let it pass; five such rounds end the match', () => {
    let match = begin();
    for (let round = 1; round <= 5; round++) {
      expect(match.outcome).toBe(null);
      match = timedOut(match, round * 20_000);
    }
    expect(match.outcome).toEqual({ winners: [], reason: 'ties', scores: [0, 0] });
    expect(match.deadlines).toEqual([]);
  });
});

describe('the end', () => {
  test('comes as soon as a seat has won more than half of the rounds', () => {
    expect(played(begin(1), 'rs').outcome).toEqual({ winners: [0], reason: 'rounds', scores: [1, 0] });
    expect(played(begin(3), 'rs', 'rp').outcome).toBe(null);
    expect(played(begin(3), 'rs', 'rp', 'rp').outcome).toMatchObject({ winners: [1], scores: [1, 2] });
    expect(played(begin(9), 'rs', 'rs', 'rs', 'rs').outcome).toBe(null);
    expect(played(begin(9), 'rs', 'rs', 'rs', 'rs', 'rs').outcome).toMatchObject({ winners: [0] });
  });

  test('is not brought closer by ties; after five in a row the leader wins', () => {
    const led = played(begin(), 'rs', 'rr', 'rr', 'rr', 'rr');
    expect(led.outcome).toBe(null);
    expect(viewOf(played(led, 'sr'))).toMatchObject({ wins: [1, 1], tiesInARow: 0 });
    expect(played(led, 'rr').outcome).toEqual({ winners: [0], reason: 'ties', scores: [1, 0] });
  });

  test('needs an odd number of rounds; three by default', () => {
    expect(rules.checkOptions({})).toEqual({ ok: true, options: { bestOf: 3 } });
    for (const bestOf of [0, 2, 11, 2.5, '3']) expect(rules.checkOptions({ bestOf }).ok).toBe(false);
  });

  const undecided = (chosen: number | null) =>
    chosen === null ? begin() : accepted(choose(begin(), chosen, 'rock'));

  test.each([null, 0, 1])(
    '[R9] comes when either leaves or resigns, also when seat %s alone has chosen',
    (chosen) => {
      for (const seat of [0, 1]) {
        const match = undecided(chosen);
        const loses = (reason: string) => ({ winners: [1 - seat], reason, scores: [0, 0] });
        expect(accepted(rules.leave(match, seat, 0)).outcome).toEqual(loses('left'));
        expect(accepted(rules.take(match, seat, { type: 'resign' }, 0)).outcome).toEqual(loses('resigned'));
      }
    },
  );
});

describe('redeal', () => {
  test('[R7] changes the choice of the other seat, and nothing that the seat sees', () => {
    const match = accepted(choose(played(begin(), 'rs'), 1, 'paper'));
    const seen = (of: Match) =>
      JSON.stringify([rules.view(of), rules.secrets(of, 0), rules.legal(of, 0, 0), of.deadlines]);
    const random = seededRandom('redeal');
    const dealt = Array.from({ length: 60 }, () => rules.redeal(match, 0, random));
    expect(new Set(dealt.map(seen))).toEqual(new Set([seen(match)]));
    expect(new Set(dealt.map((one) => JSON.stringify(rules.secrets(one, 1)))).size).toBe(3);
  });

  test('keeps the seat’s own choice, and what is not chosen yet', () => {
    const match = accepted(choose(begin(), 1, 'paper'));
    expect(rules.save(rules.redeal(match, 1, seededRandom(1)))).toEqual(rules.save(match));
  });
});

test('whatever the players do, a match of n rounds ends, and the scores are the rounds won', () => {
  const deed = fc.record({ seat: fc.nat(1), shape: fc.constantFrom(...SHAPES, null) });
  fc.assert(
    fc.property(fc.constantFrom(1, 3, 5, 7, 9), fc.infiniteStream(deed), (bestOf, deeds) => {
      let match = begin(bestOf);
      const wins = [0, 0];
      let rounds = 0;
      for (const { seat, shape } of deeds) {
        if (match.outcome) break;
        const before = viewOf(match).lastRound;
        const next = shape === null ? timedOut(match, 0) : choose(match, seat, shape);
        if ('refused' in next) continue;
        match = next;
        const { lastRound } = viewOf(match);
        if (lastRound === before) continue;
        rounds += 1;
        if (lastRound?.winner != null) wins[lastRound.winner] = (wins[lastRound.winner] ?? 0) + 1;
      }
      expect(match.outcome?.scores).toEqual(wins);
      // At most four ties before each round that is won.
      expect(rounds).toBeLessThanOrEqual(5 * bestOf);
      expect(Math.max(...wins)).toBeLessThanOrEqual((bestOf + 1) / 2);
    }),
    { numRuns: 60 },
  );
});

test('[R7] over a real server no player receives the choice of the other', async () => {
  await using server = await startTestServer({ games: [rockPaperScissors], transport: 'linked' });
  const always = (shape: Shape) => scripted(Array(2).fill({ type: 'choose', shape }));
  const match = await playMatch(server, {
    game: rockPaperScissors,
    strategies: [always('rock'), always('scissors')],
    options: { bestOf: 3 },
  });
  expect(match.outcome).toEqual({ winners: [0], reason: 'rounds', scores: [2, 0] });
  const undecided = match.documents.map((documents) => {
    const seen = documents.map(({ view, mine }) => ({ view: view as View | null, mine }));
    return JSON.stringify(seen.filter(({ view }) => view?.lastRound === null));
  });
  expect(undecided[0]).toContain('"rock"');
  expect(undecided[0]).not.toContain('"scissors"');
  expect(undecided[1]).not.toContain('"rock"');
});
