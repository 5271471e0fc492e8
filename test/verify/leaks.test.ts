import { describe, expect, test } from 'vitest';
import { leakTest, verifyGame } from '../../src/verify/index.ts';
import { hiddenCard, type Plant } from './fixtures/hidden-card.ts';
import { sound } from './fixtures/planted.ts';

/** A redeal is a matter of chance; with this seed each planted leak shows at the first position that has it. */
const options = { seed: 'b', bounds: { walks: 5, leakTests: 200 } };

describe('the leak test', () => {
  test.each<[string, Plant, string, number]>([
    ['in the view', { view: true }, 'view', 1],
    ['in nothing but the order of keys', { order: true }, 'view', 1],
    ['in the legal intents', { legal: true }, 'legal', 1],
    ['in the reason of a rejection', { reason: true }, 'rejection', 1],
    ['in a deadline that only some hands start', { delay: true }, 'sent', 1],
    ['in the diff after a secret choice', { choice: true }, 'diff', 2],
    ['in a deadline that only some secret choices start', { nudge: true }, 'sent', 2],
    ['in a redeal that changes what the seat knows', { own: true }, 'redeal', 0],
  ])('[R7] finds what leaks %s, with the shortest list of events', (_, plant, leak, length) => {
    const { failures } = verifyGame(hiddenCard(plant), options);
    expect(failures).toMatchObject([
      { check: 'leak', leak, message: expect.stringMatching(`^${leak}: seat [01]`) },
    ]);
    expect(failures[0]?.replay.events).toHaveLength(length);
  });

  test('[R7] finds nothing where nothing leaks; what a rule reveals to all is no leak', () => {
    const report = verifyGame(hiddenCard(), options);
    expect(report).toMatchObject({ ok: true, failures: [], warnings: [] });
    expect(report.counts.leakTests).toBeGreaterThan(20);
  });

  test('finds the same leaks by itself', () => {
    expect(leakTest(hiddenCard({ reason: true }), options).failures).toMatchObject([{ leak: 'rejection' }]);
    expect(leakTest(hiddenCard(), options).ok).toBe(true);
  });

  test('a redeal that throws is a fault', () => {
    const { failures } = verifyGame(hiddenCard({ redealThrows: true }), options);
    expect(failures).toMatchObject([
      { check: 'fault', message: expect.stringContaining('the cards were dropped') },
    ]);
    expect(failures[0]?.replay.events).toEqual([]);
  });

  test('warns about a game with secrets and without redeal, not about one without secrets', () => {
    const untested = 'the game has secrets but no redeal: it was not tested for leaks';
    const report = verifyGame(hiddenCard({ noRedeal: true }), options);
    expect(report).toMatchObject({ ok: true, warnings: [untested], counts: { leakTests: 0 } });
    expect(verifyGame(sound, options).warnings).toEqual([]);
  });
});
