import { describe, expect, test } from 'vitest';
import { type AnyIntent, type Match, rulesOf, type SecretsOf, type ViewOf } from '../../src/game/index.ts';
import { accepted, arranged as inPosition } from '../../src/testing/index.ts';
import { DECK, pointsOf } from './cards.ts';
import crazyEights from './game.ts';
import type { Table } from './table.ts';

const rules = rulesOf(crazyEights);
const begin = (seats: number, seed = 'seed') => rules.begin({ seats, seed, options: {} }, 0);
const viewOf = (match: Match) => rules.view(match) as ViewOf<typeof crazyEights>;
const secretsOf = (match: Match, seat: number) => rules.secrets(match, seat) as SecretsOf<typeof crazyEights>;

/** A match with these cards: as many seats as hands, at least two; seat 0 is in turn. */
const arranged = (changes: Partial<Table> & Pick<Table, 'hands'>): Match =>
  inPosition(rules, { seats: changes.hands.length, seed: 'seed', options: {} }, (table: Table) => ({
    ...table,
    ...{ stock: [], discards: [], reshufflesLeft: 0 },
    ...changes,
  }));

const play = (card: string) => ({ type: 'play', card });
const eight = (card: string, suit: string) => ({ type: 'playEight', card, suit });
const [draw, pass] = [{ type: 'draw' }, { type: 'pass' }];

const take = (match: Match, seat: number, intent: AnyIntent, at = 0) => rules.take(match, seat, intent, at);
/** The seat in turn sends the next of these. */
const playedOn = (match: Match, ...intents: readonly AnyIntent[]) =>
  intents.reduce((now, intent) => accepted(take(now, viewOf(now).turn ?? 0, intent)), match);
const refusal = (match: Match, seat: number, intent: AnyIntent) => {
  const result = take(match, seat, intent);
  return 'refused' in result ? result.reason : 'accepted';
};
const timedOut = (match: Match, at: number) => accepted(rules.fire(match, match.deadlines[0]?.id ?? '', at));

describe('the pack', () => {
  test('has 52 cards, worth 508 points', () => {
    expect(new Set(DECK).size).toBe(52);
    expect(pointsOf(DECK)).toBe(508);
    expect(
      ['8S', 'KH', 'QD', 'JC', '10S', '9H', 'AD', '2C'].map((card) => pointsOf([card as never])),
    ).toEqual([50, 10, 10, 10, 10, 9, 1, 2]);
  });

  test.each([
    [2, 7, 37],
    [3, 5, 36],
    [4, 5, 31],
    [5, 5, 26],
    [6, 5, 21],
  ])('is dealt to %i: %i cards each, %i in the stock', (seats, each, stock) => {
    const match = begin(seats);
    expect(viewOf(match)).toMatchObject({ hands: Array(seats).fill(each), stock, discards: 1, turn: 0 });
  });

  test('never starts with an eight, and differs for another seed', () => {
    const tops = Array.from({ length: 200 }, (_, seed) => viewOf(begin(2, `start ${seed}`)).top ?? '');
    expect(tops.filter((top) => top.startsWith('8'))).toEqual([]);
    expect(new Set(tops).size).toBeGreaterThan(40);
  });
});

describe('a turn', () => {
  const match = arranged({
    hands: [
      ['2H', 'KS', '3C', '8D'],
      ['2S', '9H'],
      ['4D', '5D'],
    ],
    stock: ['10C', 'JC', 'QC'],
    discards: ['KH'],
    suit: 'H',
  });

  test.each(['2H', 'KS'])('accepts %s on the king of hearts: same suit, or same rank', (card) => {
    const next = playedOn(match, play(card));
    expect(viewOf(next)).toMatchObject({ top: card, suit: card.at(-1), turn: 1, hands: [3, 2, 2] });
    expect(secretsOf(next, 0).hand).not.toContain(card);
  });

  test('refuses a card that does not fit, one that is not in the hand, and a seat that is not in turn', () => {
    expect(refusal(match, 0, play('3C'))).toBe('cardFits');
    expect(refusal(match, 0, play('9H'))).toBe('cardInHand');
    expect(refusal(match, 0, eight('8S', 'S'))).toBe('cardInHand');
    for (const intent of [play('9H'), eight('8D', 'S'), draw, pass]) {
      expect(refusal(match, 1, intent)).toBe('yourTurn');
    }
  });

  test('[R4] accepts an eight only with a suit', () => {
    expect(rules.checkIntent(play('8D')).ok).toBe(false);
    expect(rules.checkIntent({ type: 'playEight', card: '8D' }).ok).toBe(false);
    expect(rules.checkIntent(eight('8D', 'X')).ok).toBe(false);
    expect(rules.checkIntent(eight('KD', 'S')).ok).toBe(false);
    expect(rules.checkIntent(eight('8D', 'S')).ok).toBe(true);
  });

  test('accepts an eight on anything, and the next card must follow the named suit', () => {
    const named = playedOn(match, eight('8D', 'S'));
    expect(viewOf(named)).toMatchObject({ top: '8D', suit: 'S', turn: 1 });
    expect(refusal(named, 1, play('9H'))).toBe('cardFits');
    expect(viewOf(playedOn(named, play('2S'))).suit).toBe('S');
  });

  test('draws one card, which only that seat sees, and then plays or passes', () => {
    const drawn = playedOn(match, draw);
    expect(viewOf(drawn)).toMatchObject({ hands: [5, 2, 2], stock: 2, hasDrawn: true, turn: 0 });
    expect(secretsOf(drawn, 0)).toEqual({ hand: ['2H', 'KS', '3C', '8D', '10C'], drawn: '10C' });
    expect(secretsOf(drawn, 1)).toEqual({ hand: ['2S', '9H'], drawn: null });
    expect(JSON.stringify(viewOf(drawn))).not.toContain('10C');
    expect(refusal(drawn, 0, draw)).toBe('oneDrawATurn');
    expect(viewOf(playedOn(drawn, pass))).toMatchObject({ turn: 1, hasDrawn: false });
    expect(viewOf(playedOn(drawn, play('KS')))).toMatchObject({ turn: 1, hasDrawn: false });
  });

  test('can pass only after drawing, or if there is nothing to draw', () => {
    expect(refusal(match, 0, pass)).toBe('drawFirst');
    const bare = arranged({ hands: [['2S'], ['3C']], discards: ['KH'], suit: 'H' });
    expect(refusal(bare, 0, draw)).toBe('cardsToDraw');
    expect(refusal(bare, 0, pass)).toBe('accepted');
  });

  test('has exactly the possible intents as legal intents', () => {
    const eights = ['S', 'H', 'D', 'C'].map((suit) => eight('8D', suit));
    const all = [play('KS'), play('2H'), ...eights, draw];
    expect(rules.legal(match, 0, 0)).toEqual({ intents: expect.arrayContaining(all), complete: true });
    expect(rules.legal(match, 0, 0).intents).toHaveLength(all.length);
    expect(rules.legal(match, 1, 0).intents).toEqual([]);
  });

  test('goes round the table', () => {
    const turns = [match, playedOn(match, play('2H')), playedOn(match, play('2H'), play('2S'))].map(
      (one) => viewOf(one).turn,
    );
    expect(turns).toEqual([0, 1, 2]);
    expect(viewOf(playedOn(match, draw, pass, draw, pass, draw, pass)).turn).toBe(0);
  });
});

describe('an empty stock', () => {
  const match = arranged({
    hands: [['2S'], ['3C']],
    discards: ['4H', '5H', '6H', 'KH'],
    suit: 'H',
    reshufflesLeft: 1,
  });

  test('is made of the discards, except the top card', () => {
    const drawn = playedOn(match, draw);
    expect(viewOf(drawn)).toMatchObject({
      top: 'KH',
      stock: 2,
      discards: 1,
      reshufflesLeft: 0,
      hands: [2, 1],
    });
    expect(['4H', '5H', '6H']).toContain(secretsOf(drawn, 0).drawn);
  });

  test('is not made again after the last reshuffle', () => {
    const drawn = playedOn(match, draw, pass, draw, pass, draw);
    const emptied = playedOn(drawn, play(secretsOf(drawn, 0).drawn ?? ''));
    expect(viewOf(emptied)).toMatchObject({ stock: 0, discards: 2, turn: 1 });
    expect(refusal(emptied, 1, draw)).toBe('cardsToDraw');
  });
});

describe('the end', () => {
  test('comes when a hand is empty, and scores the cards of the others', () => {
    const match = arranged({
      hands: [['2H'], ['8S', 'KD', 'AC'], ['9S', '10D']],
      discards: ['KH'],
      suit: 'H',
    });
    const over = playedOn(match, play('2H'));
    expect(over.outcome).toEqual({ winners: [0], reason: 'out', scores: [0, 61, 19] });
    expect(over.deadlines).toEqual([]);
    expect(viewOf(over)).toMatchObject({ turn: null, top: '2H' });
    expect(rules.legal(over, 1, 0).intents).toEqual([]);
  });

  test('can come with an eight', () => {
    const match = arranged({ hands: [['8H'], ['3C']], discards: ['KD'], suit: 'D' });
    expect(playedOn(match, eight('8H', 'C')).outcome).toEqual({
      winners: [0],
      reason: 'out',
      scores: [0, 3],
    });
  });

  test('comes when all pass in a row: the fewest points win, and several seats can win', () => {
    const blocked = (...hands: Table['hands']) =>
      playedOn(arranged({ hands, discards: ['KH'], suit: 'H' }), ...hands.map(() => pass)).outcome;
    expect(blocked(['2S', '3S'], ['4S'], ['QD'])).toEqual({
      winners: [1],
      reason: 'blocked',
      scores: [5, 4, 10],
    });
    expect(blocked(['2S', '3S'], ['5S'], ['QD'])).toMatchObject({ winners: [0, 1], reason: 'blocked' });
  });

  test('does not come if a card is played in between', () => {
    const match = arranged({
      hands: [
        ['2S', '5S'],
        ['4S', '9H'],
        ['QD', 'JD'],
      ],
      discards: ['KH'],
      suit: 'H',
    });
    const again = playedOn(match, pass, play('9H'), pass, pass);
    expect(again.outcome).toBe(null);
    expect(playedOn(again, pass).outcome).toMatchObject({ reason: 'blocked' });
  });
});

describe('the time of a turn', () => {
  test('is 30 seconds for each turn, and drawing does not extend it', () => {
    expect(begin(3).deadlines).toMatchObject([{ name: 'turnTime', at: 30_000 }]);
    const drawn = accepted(take(begin(3), 0, draw, 10_000));
    expect(drawn.deadlines).toMatchObject([{ at: 30_000 }]);
    expect(accepted(take(drawn, 0, pass, 20_000)).deadlines).toMatchObject([{ at: 50_000 }]);
  });

  test('[R8] draws and passes for the player when it is over', () => {
    const late = timedOut(begin(3), 30_000);
    expect(viewOf(late)).toMatchObject({ hands: [6, 5, 5], turn: 1, hasDrawn: false, stock: 35 });
    expect(secretsOf(late, 1).drawn).toBe(null);
    expect(late.deadlines).toMatchObject([{ at: 60_000 }]);
  });

  test('[R8] only passes if the card is already drawn, or none is left', () => {
    const drawn = timedOut(playedOn(begin(3), draw), 30_000);
    expect(viewOf(drawn)).toMatchObject({ hands: [6, 5, 5], turn: 1 });
    const bare = timedOut(arranged({ hands: [['2S'], ['3C']], discards: ['KH'], suit: 'H' }), 30_000);
    expect(viewOf(bare)).toMatchObject({ hands: [1, 1], turn: 1, passed: [true, false] });
  });

  test.each([2, 3, 4, 5, 6])('ends a match of %i idle players', (seats) => {
    let match = begin(seats);
    let turns = 0;
    for (; !match.outcome; turns++) match = timedOut(match, (turns + 1) * 30_000);
    expect(match.outcome.reason).toBe('blocked');
    // A turn for each card of the stock, then all pass except the player who drew the last one.
    expect(turns).toBe(viewOf(begin(seats)).stock + seats - 1);
  });
});

describe('a player who leaves', () => {
  const leave = (match: Match, seat: number, at = 0) => accepted(rules.leave(match, seat, at));

  test('[R9] in turn, passes the turn, which has its own time', () => {
    for (const match of [begin(4), playedOn(begin(4), draw)]) {
      const on = leave(match, 0, 12_000);
      expect(viewOf(on)).toMatchObject({ turn: 1, left: [true, false, false, false], hasDrawn: false });
      expect(on.deadlines).toMatchObject([{ at: 42_000 }]);
    }
  });

  test('[R9] out of turn, does not change the deadline', () => {
    const drawn = leave(playedOn(begin(3), draw), 2, 12_000);
    expect(viewOf(drawn)).toMatchObject({ turn: 0, hasDrawn: true, left: [false, false, true] });
    expect(drawn.deadlines).toMatchObject([{ at: 30_000 }]);
    expect(viewOf(playedOn(drawn, pass, draw, pass)).turn).toBe(0);
  });

  test('[R9] keeps a hand that counts, but cannot win', () => {
    const match = arranged({ hands: [['2S'], ['3S'], ['AS']], discards: ['KH'], suit: 'H' });
    const on = leave(match, 2);
    expect(viewOf(on).hands).toEqual([1, 1, 1]);
    expect(playedOn(on, pass, pass).outcome).toEqual({ winners: [0], reason: 'blocked', scores: [2, 3, 1] });
  });

  test('[R9] ends the match if all others have passed', () => {
    const match = arranged({ hands: [['2S'], ['3S'], ['4S']], discards: ['KH'], suit: 'H' });
    expect(leave(playedOn(match, pass, pass), 2).outcome).toMatchObject({ winners: [0], reason: 'blocked' });
    expect(leave(playedOn(match, pass, pass), 1).outcome).toBe(null);
  });

  test.each([0, 1])('[R9] of two, makes seat %i the winner', (stays) => {
    for (const match of [begin(2), playedOn(begin(2), draw), playedOn(begin(2), draw, pass)]) {
      expect(leave(match, 1 - stays).outcome).toMatchObject({ winners: [stays], reason: 'left' });
    }
  });

  test('[R9] of six, makes the last one the winner, in any order of leaving', () => {
    for (const order of [
      [0, 1, 2, 3, 4],
      [4, 3, 2, 1, 0],
      [2, 0, 4, 1, 3],
    ]) {
      const over = order.reduce((match, seat) => {
        expect(match.outcome).toBe(null);
        expect(viewOf(match).left[viewOf(match).turn ?? 0]).toBe(false);
        return leave(match, seat);
      }, begin(6));
      expect(over.outcome).toMatchObject({ winners: [5], reason: 'left' });
    }
  });
});
