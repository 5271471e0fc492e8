import { describe, expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { seededRandom } from '../../src/bots/index.ts';
import { type Game, type Match, rulesOf } from '../../src/game/index.ts';
import highCard from './fixtures/high-card.ts';
import { START } from './fixtures/play.ts';

/** Replaces the hand of the other seat by unseen cards; enough for a test with two seats. */
const dealing: Game = {
  ...highCard,
  redeal: ({ context }, seat, random) => {
    const own: readonly number[] = context.hands[seat];
    const unseen = Array.from({ length: 24 }, (_, card) => card).filter((card) => !own.includes(card));
    const other = unseen.toSorted(() => random() - 0.5).slice(0, own.length);
    return { ...context, hands: context.hands.with(1 - seat, other) };
  },
};

const begin = (game: Game) => rulesOf(game).begin({ ...START, options: { cards: 3 } }, 0);
const sees = (game: Game, match: Match, seat: number) => {
  const rules = rulesOf(game);
  return JSON.stringify([rules.view(match), rules.secrets(match, seat), rules.legal(match, seat, 0)]);
};

describe('redeal', () => {
  test('[R7] gives a match that looks the same to the seat, and different to the others', () => {
    const match = begin(dealing);
    const dealt = rulesOf(dealing).redeal(match, 0, seededRandom('redeal'));
    expect(sees(dealing, dealt, 0)).toBe(sees(dealing, match, 0));
    expect(sees(dealing, dealt, 1)).not.toBe(sees(dealing, match, 1));
  });

  test('gives a match that is saved, loaded, stepped and frozen like any other', () => {
    const rules = rulesOf(dealing);
    const dealt = rules.redeal(begin(dealing), 0, seededRandom('redeal'));
    const [intent] = rules.legal(dealt, 1, 0).intents;
    const loaded = rules.load(JSON.parse(JSON.stringify(rules.save(dealt))));
    expect(intent && rules.save(rules.take(dealt, 1, intent, 5) as Match)).toEqual(
      intent && rules.save(rules.take(loaded, 1, intent, 5) as Match),
    );
  });

  test('keeps the deadlines', () => {
    const game: Game = { ...ticTacToe, redeal: ({ context }) => ({ ...context }) };
    const match = rulesOf(game).begin(START, 0);
    expect(rulesOf(game).redeal(match, 0, Math.random).deadlines).toEqual(match.deadlines);
  });

  test('returns the match itself for a game without secrets', () => {
    const match = begin(ticTacToe);
    expect(rulesOf(ticTacToe).redeal(match, 0, Math.random)).toBe(match);
  });

  test('is a fault for a game that has secrets and no redeal', () => {
    expect(() => rulesOf(highCard).redeal(begin(highCard), 0, Math.random)).toThrow(
      /has secrets but no redeal/,
    );
  });

  test('is a fault if it returns what JSON would lose', () => {
    const game: Game = { ...dealing, redeal: ({ context }) => ({ ...context, hands: new Map() }) };
    expect(() => rulesOf(game).redeal(begin(game), 0, Math.random)).toThrow(/redeal.hands is a Map/);
  });
});
