// The exact operations for typical changes: moves on boards, played cards, taken seats.
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/json.ts';
import { diff } from '../../src/patch/index.ts';

const ann = { name: 'Ann', connected: true, bot: false };
const bea = { name: 'Bea', connected: true, bot: false };

const room = {
  game: 'tic-tac-toe',
  status: 'playing',
  seats: [ann, bea],
  view: { board: [0, null, null, null, 1, null, null, null, null] as Json[], turn: 0 },
  deadlines: [{ name: 'turnTime', at: 1_790_000_000_000 }],
  outcome: null,
};

describe('tic-tac-toe', () => {
  test('a move is one cell, the turn and the deadline', () => {
    const next = {
      ...room,
      view: { board: room.view.board.with(8, 0), turn: 1 },
      deadlines: [{ name: 'turnTime', at: 1_790_000_030_000 }],
    };
    expect(diff(room, next)).toEqual([
      { op: 'replace', path: '/view/board/8', value: 0 },
      { op: 'replace', path: '/view/turn', value: 1 },
      { op: 'replace', path: '/deadlines/0/at', value: 1_790_000_030_000 },
    ]);
  });

  test('a cleared board is one replacement, which is far shorter', () => {
    const full = { board: [0, 1, 0, 1, 0, 1, 1, 0, 1], turn: 0 };
    const clear = { board: new Array(9).fill(null), turn: 0 };
    expect(diff({ view: full }, { view: clear })).toEqual([
      { op: 'replace', path: '/view/board', value: clear.board },
    ]);
  });

  test('a part of a document is compared under its pointer', () => {
    const next = { ...room.view, turn: 1 };
    expect(diff(room.view, next, '/view')).toEqual([{ op: 'replace', path: '/view/turn', value: 1 }]);
    expect(diff(null, 1, '/view')).toEqual([{ op: 'replace', path: '/view', value: 1 }]);
  });

  test('a taken seat, a seat that was left, and a lost connection', () => {
    expect(diff({ seats: [ann, null] }, { seats: [ann, bea] })).toEqual([
      { op: 'replace', path: '/seats/1', value: bea },
    ]);
    expect(diff({ seats: [ann, bea] }, { seats: [null, bea] })).toEqual([
      { op: 'replace', path: '/seats/0', value: null },
    ]);
    const lost = { ...ann, connected: false };
    expect(diff({ seats: [ann, bea] }, { seats: [lost, bea] })).toEqual([
      { op: 'replace', path: '/seats/0/connected', value: false },
    ]);
  });
});

describe('a hand of cards', () => {
  const hand = ['2c', '5d', '7h', '9s', 'Jc', 'Kd'];

  test('a card that is played from the middle is one removal', () => {
    expect(diff({ hand }, { hand: hand.toSpliced(2, 1) })).toEqual([{ op: 'remove', path: '/hand/2' }]);
  });

  test('a card that is drawn into its place is one addition', () => {
    expect(diff({ hand }, { hand: hand.toSpliced(4, 0, '10s') })).toEqual([
      { op: 'add', path: '/hand/4', value: '10s' },
    ]);
  });

  test('one card played and one drawn at the end are two operations, not a shift of all', () => {
    expect(diff(hand, [...hand.toSpliced(1, 1), 'Ah'], '/mine/hand')).toEqual([
      { op: 'remove', path: '/mine/hand/1' },
      { op: 'add', path: '/mine/hand/5', value: 'Ah' },
    ]);
  });

  test('a hand that is dealt is one operation', () => {
    expect(diff({ hand: [] }, { hand })).toEqual([{ op: 'replace', path: '/hand', value: hand }]);
  });

  test('cards as objects: one is removed, one is changed, the others are the same', () => {
    const cards = hand.map((face) => ({
      face,
      note: 'a longer text, so that the whole hand is no bargain',
      up: false,
    }));
    const next = cards
      .map((card) => (card.face === 'Jc' ? { ...card, up: true } : { ...card }))
      .toSpliced(1, 1);
    expect(diff({ cards }, { cards: next })).toEqual([
      { op: 'remove', path: '/cards/1' },
      { op: 'replace', path: '/cards/3/up', value: true },
    ]);
  });
});

describe('long arrays', () => {
  test('a shift that is wider than the first band is found, too', () => {
    const hand = Array.from({ length: 24 }, (_, card) => `a card of many words, number ${card}`);
    const next = [...hand.slice(3), 'x', 'y', 'z'];
    expect(diff(hand, next).map(({ op }) => op)).toEqual(['remove', 'remove', 'remove', 'add', 'add', 'add']);
  });

  const log = Array.from({ length: 2000 }, (_, line) => `line ${line}`);

  test('a log that drops its two oldest lines for new ones is four operations', () => {
    expect(diff(log, [...log.slice(2), 'new', 'newer'])).toEqual([
      { op: 'remove', path: '/0' },
      { op: 'remove', path: '/0' },
      { op: 'add', path: '/1998', value: 'new' },
      { op: 'add', path: '/1999', value: 'newer' },
    ]);
  });

  test('changes far apart are found in place', () => {
    expect(diff(log, log.with(10, 'x').with(1000, 'y').with(1990, 'z')).map(({ path }) => path)).toEqual([
      '/10',
      '/1000',
      '/1990',
    ]);
  });

  test('a list in which every item changes and one is new grows at its end', () => {
    const items = ['a', 'b', 'c'].map((name) => ({
      name,
      score: 0,
      note: 'long enough to be worth an operation of its own',
    }));
    const next = [...items.map((item) => ({ ...item, score: 1 })), { name: 'd' }];
    expect(diff(items, next).map(({ op, path }) => `${op} ${path}`)).toEqual([
      'replace /0/score',
      'replace /1/score',
      'replace /2/score',
      'add /3',
    ]);
  });
});

describe('members', () => {
  const filler = 'a text that makes the whole longer than its inner operations '.repeat(4);

  test('an undefined member is absent', () => {
    const absent = { x: undefined } as unknown as Json;
    expect(diff(absent, {})).toEqual([]);
    expect(diff({}, absent)).toEqual([]);
    expect(diff([absent, 1], [{}, 1])).toEqual([]);
    expect(diff([1, {}, 2, 3, 4], [absent, 2, 3, 4])).toEqual([{ op: 'remove', path: '/0' }]);
    expect(diff(absent, { x: 1 })).toEqual([{ op: 'add', path: '/x', value: 1 }]);
    expect(diff({ x: 1 }, absent)).toEqual([{ op: 'remove', path: '/x' }]);
  });

  test('an undefined element is null, as on the wire', () => {
    expect(diff([1, 2], [1, undefined] as unknown as Json)).toEqual([
      { op: 'replace', path: '/1', value: null },
    ]);
    expect(diff([1, null], [1, undefined] as unknown as Json)).toEqual([]);
  });

  test('~ and / are escaped, and inherited names are ordinary names', () => {
    expect(diff({ filler, 'a/b': 1 }, { filler, 'm~n': 1, constructor: null, '': 2 })).toEqual([
      { op: 'remove', path: '/a~1b' },
      { op: 'add', path: '/m~0n', value: 1 },
      { op: 'add', path: '/constructor', value: null },
      { op: 'add', path: '/', value: 2 },
    ]);
  });

  test('a change of type is a replacement', () => {
    expect(diff({ x: [] }, { x: {} })).toEqual([{ op: 'replace', path: '/x', value: {} }]);
    expect(diff({ x: 0 }, { x: null })).toEqual([{ op: 'replace', path: '/x', value: null }]);
    expect(diff([1], 'one')).toEqual([{ op: 'replace', path: '', value: 'one' }]);
  });

  test('parts that both documents share are not walked', () => {
    const shared = new Proxy({}, { ownKeys: () => expect.fail('walked') });
    expect(diff({ shared, n: 1 }, { shared, n: 2 })).toEqual([{ op: 'replace', path: '/n', value: 2 }]);
  });
});
