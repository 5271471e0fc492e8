import { describe, expect, test } from 'vitest';
import { leakTest, verifyGame } from '../../src/verify/index.ts';
import { hiddenCard, type Plant } from './fixtures/hidden-card.ts';
import { sound } from './fixtures/planted.ts';

const bounds = { walks: 5, leakTests: 200 };

describe('the leak test', () => {
  test.each<[string, Plant, string, number]>([
    ['in the view', { view: true }, 'view', 1],
    ['in the order of keys alone', { order: true }, 'view', 1],
    ['in the legal intents', { legal: true }, 'legal', 1],
    ['in the reason of a rejection', { reason: true }, 'rejection', 1],
    ['in a deadline that only some hands have', { delay: true }, 'sent', 1],
    ['in a diff, of a secret choice', { choice: true }, 'diff', 2],
    ['in a deadline that only some secret choices have', { nudge: true }, 'sent', 2],
    ['in a redeal that changes what the seat knows', { own: true }, 'redeal', 0],
  ])('[R7] finds what is leaked %s, with the shortest way to it', (_, plant, leak, length) => {
    const { failures } = verifyGame(hiddenCard(plant), { bounds });
    expect(failures).toMatchObject([
      { check: 'leak', leak, message: expect.stringMatching(`^${leak}: seat [01]`) },
    ]);
    expect(failures[0]?.replay.events).toHaveLength(length);
  });

  test('[R7] finds nothing where nothing is leaked: what a rule reveals to all is none', () => {
    const report = verifyGame(hiddenCard(), { bounds });
    expect(report).toMatchObject({ ok: true, failures: [], warnings: [] });
    expect(report.counts.leakTests).toBeGreaterThan(20);
  });

  test('finds the same alone', () => {
    expect(leakTest(hiddenCard({ reason: true }), { bounds }).failures).toMatchObject([
      { leak: 'rejection' },
    ]);
    expect(leakTest(hiddenCard(), { bounds }).ok).toBe(true);
  });

  test('a redeal that throws is a fault', () => {
    const { failures } = verifyGame(hiddenCard({ redealThrows: true }), { bounds });
    expect(failures).toMatchObject([
      { check: 'fault', message: expect.stringContaining('the cards fell down') },
    ]);
    expect(failures[0]?.replay.events).toEqual([]);
  });

  test('a game with secrets and without redeal is warned about, one without secrets is not', () => {
    const untested = 'the game has secrets and gives no redeal: it was not tested for leaks';
    const report = verifyGame(hiddenCard({ noRedeal: true }), { bounds });
    expect(report).toMatchObject({ ok: true, warnings: [untested], counts: { leakTests: 0 } });
    expect(verifyGame(sound, { bounds }).warnings).toEqual([]);
  });
});
