import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Match, rulesOf, type ViewOf } from '../../src/game/index.ts';
import { accepted, playMatch, scripted, startTestServer } from '../../src/testing/index.ts';
import connectFour from './game.ts';

const rules = rulesOf(connectFour);
const begin = () => rules.begin({ seats: 2, seed: 'unused', options: {} }, 0);
const drop = (match: Match, seat: number, column: number, at = 0) =>
  rules.take(match, seat, { type: 'drop', column }, at);
const viewOf = (match: Match) => rules.view(match) as unknown as ViewOf<typeof connectFour>;

/** Seats take turns from seat 0. Fails if a drop is refused. */
function played(...columns: number[]): Match {
  return columns.reduce((match, column, ply) => accepted(drop(match, ply % 2, column)), begin());
}

describe('a turn', () => {
  test('drops a disc onto the column, and passes the turn', () => {
    expect(viewOf(played(3, 3, 6))).toEqual({
      columns: [[], [], [], [0, 1], [], [], [0]],
      turn: 1,
      line: null,
      lastColumn: 6,
    });
  });

  test('is refused to the other seat', () => {
    expect(drop(begin(), 1, 0)).toEqual({ refused: true, reason: 'yourTurn' });
    expect(drop(played(0), 0, 0)).toEqual({ refused: true, reason: 'yourTurn' });
  });

  test('is refused on a full column', () => {
    const match = played(3, 3, 3, 3, 3, 3);
    expect(drop(match, 0, 3)).toEqual({ refused: true, reason: 'columnOpen' });
    const open = [0, 1, 2, 4, 5, 6].map((column) => ({ type: 'drop', column }));
    expect(rules.legal(match, 0, 0)).toEqual({ intents: [...open, { type: 'resign' }], complete: true });
    expect(rules.legal(match, 1, 0).intents).toEqual([{ type: 'resign' }]);
  });

  test('[R4] accepts seven columns', () => {
    expect(rules.checkIntent({ type: 'drop', column: 6 })).toMatchObject({ ok: true });
    for (const column of [-1, 7, 0.5, '3', null]) {
      expect(rules.checkIntent({ type: 'drop', column })).toMatchObject({ ok: false, path: 'column' });
    }
  });

  test('lasts 30 seconds, and each turn has its own', () => {
    expect(begin().deadlines).toMatchObject([{ name: 'turnTime', at: 30_000 }]);
    expect(accepted(drop(begin(), 0, 0, 12_000)).deadlines).toMatchObject([{ name: 'turnTime', at: 42_000 }]);
  });
});

describe('four in a row', () => {
  const cells = (...pairs: [column: number, row: number][]) =>
    pairs.map(([column, row]) => ({ column, row }));

  test.each([
    ['across', [0, 0, 1, 1, 3, 3, 2], 0, cells([0, 0], [1, 0], [2, 0], [3, 0])],
    ['up', [0, 6, 1, 6, 0, 6, 1, 6], 1, cells([6, 0], [6, 1], [6, 2], [6, 3])],
    ['rising', [0, 1, 1, 2, 2, 3, 2, 3, 3, 6, 3], 0, cells([0, 0], [1, 1], [2, 2], [3, 3])],
    ['falling', [6, 5, 5, 4, 4, 3, 4, 3, 3, 0, 3], 0, cells([3, 3], [4, 2], [5, 1], [6, 0])],
  ])('wins %s, and is shown', (_, columns, winner, line) => {
    const match = played(...columns);
    expect(match.outcome).toEqual({ winners: [winner], reason: 'four-in-a-row' });
    expect(viewOf(match)).toMatchObject({ line, turn: null });
    expect(match.deadlines).toEqual([]);
  });

  test('can be more than four, if the last disc joins two parts', () => {
    const match = played(0, 0, 1, 1, 2, 2, 4, 4, 5, 5, 6, 6, 3);
    expect(viewOf(match).line).toEqual(cells([0, 0], [1, 0], [2, 0], [3, 0], [4, 0], [5, 0], [6, 0]));
  });

  test('does not wrap around the edge of the board', () => {
    // 5, 6, 0 and 1 of the lowest row
    expect(played(5, 5, 6, 6, 0, 0, 1).outcome).toBe(null);
  });
});

describe('the end', () => {
  // Both matches were found by random play.
  test('is a draw on a full board', () => {
    const match = played(...[...'026606235340513662422630131311250455014454'].map(Number));
    expect(match.outcome).toEqual({ winners: [], reason: 'draw' });
    expect(viewOf(match)).toMatchObject({ line: null, turn: null });
  });

  test('is a win, not a draw, when the last disc makes a line', () => {
    const match = played(...[...'132125420300442666102301250664165135535434'].map(Number));
    expect(match.outcome).toEqual({ winners: [1], reason: 'four-in-a-row' });
  });

  test('is a win for the other seat when the time is up', () => {
    const match = played(3);
    const [deadline] = match.deadlines;
    expect(accepted(rules.fire(match, deadline?.id ?? '', 30_000)).outcome).toEqual({
      winners: [0],
      reason: 'time',
    });
  });

  test.each([0, 1])('comes when seat %i resigns, in turn or not', (seat) => {
    expect(accepted(rules.take(begin(), seat, { type: 'resign' }, 0)).outcome).toEqual({
      winners: [1 - seat],
      reason: 'resigned',
    });
  });

  test.each([0, 1])('[R9] comes when seat %i leaves', (seat) => {
    for (const match of [begin(), played(3)]) {
      expect(accepted(rules.leave(match, seat, 0)).outcome).toEqual({ winners: [1 - seat], reason: 'left' });
    }
  });

  test('is final: no intent is legal', () => {
    const match = played(0, 6, 0, 6, 0, 6, 0);
    expect(drop(match, 1, 3)).toEqual({ refused: true, reason: undefined });
    expect(rules.legal(match, 1, 0).intents).toEqual([]);
  });
});

/** The columns as text, or their mirror image if that sorts first: both are equivalent, which halves the walk. */
function textOf(columns: readonly string[]): string {
  const [first = ''] = [columns.join('|'), columns.toReversed().join('|')].sort();
  return first;
}

/** The positions one ply later, by their text; each is expanded once. */
function onePlyOn(positions: ReadonlyMap<string, Match>, seat: number): Map<string, Match> {
  const next = new Map<string, Match>();
  for (const match of positions.values()) {
    if (match.outcome) continue;
    const columns = viewOf(match).columns.map((discs) => discs.join(''));
    for (const [column, discs] of columns.entries()) {
      if (next.has(textOf(columns.with(column, discs + seat)))) continue;
      const result = drop(match, seat, column);
      if ('refused' in result) continue;
      next.set(textOf(viewOf(result).columns.map((after) => after.join(''))), result);
    }
  }
  return next;
}

test('there are 1, 7, 49, 238, 1120, 4263, 16422 and 54859 positions after 0 to 7 plies', () => {
  const isItsMirror = (text: string) => text === text.split('|').reverse().join('|');
  const counts: number[] = [];
  let positions = new Map([['||||||', begin()]]);
  for (let ply = 0; ply <= 7; ply++) {
    const texts = [...positions.keys()];
    counts.push(2 * texts.length - texts.filter(isItsMirror).length);
    if (ply < 7) positions = onePlyOn(positions, ply % 2);
  }
  expect(counts).toEqual([1, 7, 49, 238, 1120, 4263, 16422, 54859]);
});

test('every match stays on the board, shows a line exactly when it is won, and ends within 42 drops', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 42, maxLength: 42 }), (picks) => {
      let match = begin();
      for (const [ply, pick] of picks.entries()) {
        if (match.outcome) break;
        const drops = rules.legal(match, ply % 2, 0).intents.filter(({ type }) => type === 'drop');
        match = accepted(rules.take(match, ply % 2, drops[pick % drops.length] ?? { type: '' }, 0));
        const { columns, line } = viewOf(match);
        expect(columns.every(({ length }) => length <= 6)).toBe(true);
        expect(columns.flat()).toHaveLength(ply + 1);
        expect(columns.flat().filter((seat) => seat === 1)).toHaveLength(Math.floor((ply + 1) / 2));
        expect(line !== null).toBe(match.outcome?.reason === 'four-in-a-row');
      }
      expect(match.outcome).not.toBe(null);
    }),
    { numRuns: 30 },
  );
});

test('over a real server every player sees the line', async () => {
  await using server = await startTestServer({ games: [connectFour], transport: 'linked' });
  const drops = (...columns: number[]) => scripted(columns.map((column) => ({ type: 'drop', column })));
  const match = await playMatch(server, {
    game: connectFour,
    strategies: [drops(0, 1, 2, 3), drops(0, 1, 2)],
  });
  expect(match.outcome).toEqual({ winners: [0], reason: 'four-in-a-row' });
  expect(match.rejections).toEqual([[], []]);
  for (const documents of match.documents) {
    expect(documents.at(-1)?.view).toMatchObject({ line: [{ column: 0 }, {}, {}, { column: 3, row: 0 }] });
  }
});
