import { describe, expect, test } from 'vitest';
import { assign, cancel, raise, setup } from 'xstate';
import { type Match, rulesOf } from '../../src/game/index.ts';
import { ending, type LabTypes, labGame, over } from './fixtures/lab.ts';
import { START, taken } from './fixtures/play.ts';

const ring = { type: 'go', seat: 0, at: -1 } as const;

const toolkit = setup({
  types: {} as LabTypes,
  delays: {
    turnTime: 30_000,
    byCount: ({ context }) =>
      [0, -5, Number.POSITIVE_INFINITY, Number.NaN, undefined as never][context.n] ?? 0,
    missing: (() => undefined) as never,
  },
  guards: { never: () => false },
  actions: {
    choose: assign({ n: ({ event }) => (event.type === 'pick' ? event.n : 0) }),
    note: assign({ log: ({ context, event }) => [...context.log, `${event.type}@${event.at}`] }),
    bell: raise(ring, { delay: 100, id: 'bell' }),
    anonymous: raise(ring, { delay: 50 }),
    silence: cancel('bell'),
  },
});

// biome-ignore lint/suspicious/noExplicitAny: each test has its own states
function lab(states: any) {
  const rules = rulesOf(
    labGame(toolkit.createMachine({ ...ending, initial: 'a', states: { ...states, over } })),
  );
  const contextOf = (match: Match) =>
    (rules.view(match) as { context: { n: number; log: string[] } }).context;
  return {
    rules,
    contextOf,
    begin: (at = 1000) => rules.begin(START, at),
    go: (match: Match, at: number) => taken(rules.take(match, 0, { type: 'go' }, at)),
    pick: (match: Match, n: number, at: number) => taken(rules.take(match, 0, { type: 'pick', n }, at)),
    fire: (match: Match, at: number, which = 0) =>
      taken(rules.fire(match, match.deadlines[which]?.id ?? '', at)),
  };
}

const namesAndTimes = (match: Match) => match.deadlines.map(({ name, at }) => [name, at]);

describe('[R8] a delay becomes an absolute deadline', () => {
  test('named by the author’s name of the delay, or by the milliseconds', () => {
    const { begin } = lab({ a: { after: { turnTime: 'over', 500: 'over' } } });
    expect(namesAndTimes(begin(1000))).toEqual([
      ['500', 1500],
      ['turnTime', 31_000],
    ]);
  });

  test('that does not show the event it will send', () => {
    const { begin } = lab({ a: { entry: 'bell' } });
    const { deadlines } = begin();
    expect(deadlines).toEqual([{ id: 'bell', name: 'bell', at: 1100 }]);
    expect(JSON.stringify(deadlines)).toBe('[{"id":"bell","name":"bell","at":1100}]');
    expect(structuredClone(deadlines)).toEqual(deadlines);
    expect(deadlines.flatMap(Reflect.ownKeys)).toEqual(['id', 'name', 'at']);
  });

  test('that ends with its state, and starts again with the next', () => {
    const { begin, go, pick } = lab({
      a: { after: { turnTime: 'over' }, on: { go: { target: 'a', reenter: true }, pick: 'b' } },
      b: {},
    });
    expect(namesAndTimes(go(begin(1000), 5000))).toEqual([['turnTime', 35_000]]);
    expect(pick(begin(), 0, 5000).deadlines).toEqual([]);
  });

  test('that stays if a transition does not leave its state', () => {
    const { begin, go } = lab({ a: { after: { turnTime: 'over' }, on: { go: { actions: 'note' } } } });
    const match = begin(1000);
    expect(go(match, 9000).deadlines).toBe(match.deadlines);
  });

  test('that the author can schedule, replace and cancel by id', () => {
    const { begin, go, pick } = lab({
      a: { entry: 'bell', on: { go: { actions: 'bell' }, pick: { actions: 'silence' } } },
    });
    const again = go(begin(0), 40);
    expect(namesAndTimes(again)).toEqual([['bell', 140]]);
    expect(pick(again, 0, 50).deadlines).toEqual([]);
  });

  test('sorted by time, and at the same time in the order of scheduling', () => {
    const { begin, go } = lab({
      a: { entry: ['bell', 'anonymous', 'anonymous'], on: { go: { actions: 'anonymous' } } },
    });
    const match = go(begin(0), 50);
    expect(match.deadlines.map(({ id }) => id)).toEqual(['go#2', 'go#3', 'bell', 'go#4']);
  });

  test.each([
    ['a negative delay is due at once', 1, [['byCount', 20]]],
    ['an infinite delay gives no deadline', 2, []],
  ])('%s', (_, n, deadlines) => {
    const { begin, pick } = lab({
      a: { on: { pick: { actions: 'choose', target: 'b' } } },
      b: { after: { byCount: 'over' } },
    });
    expect(namesAndTimes(pick(begin(), n, 20))).toEqual(deadlines);
  });

  test('or a fault, if the delay is not a number', () => {
    const { begin, pick } = lab({
      a: { on: { pick: { actions: 'choose', target: 'b' } } },
      b: { after: { byCount: 'over' } },
    });
    expect(() => pick(begin(), 3, 20)).toThrow(/delay of .*byCount.* is NaN/);
    expect(() => lab({ a: { after: { missing: 'over' } } })).toThrow(/delay of .*missing.* is undefined/);
  });
});

describe('[R8] a deadline that fires', () => {
  test('moves the machine, and is removed', () => {
    const { begin, fire, rules } = lab({ a: { after: { turnTime: 'b' } }, b: {} });
    const match = fire(begin(), 31_000);
    expect(rules.view(match)).toMatchObject({ value: 'b' });
    expect(match.deadlines).toEqual([]);
  });

  test('sends the author’s event, stamped with the time', () => {
    const { begin, fire, contextOf } = lab({ a: { entry: 'bell', on: { go: { actions: 'note' } } } });
    expect(contextOf(fire(begin(), 1103)).log).toEqual(['go@1103']);
  });

  test('fires once', () => {
    const { begin, fire, rules } = lab({ a: { entry: 'bell', on: { go: { actions: 'note' } } } });
    const match = fire(begin(), 1100);
    expect(rules.fire(match, 'bell', 1200)).toEqual({ refused: true, reason: undefined });
  });

  test('is removed even if the machine refuses its event', () => {
    const { begin, fire, rules } = lab({ a: { after: { turnTime: { guard: 'never', target: 'over' } } } });
    const match = fire(begin(), 31_000);
    expect(rules.view(match)).toMatchObject({ value: 'a' });
    expect(match.deadlines).toEqual([]);
  });

  test('can be scheduled again by the state it enters', () => {
    const { begin, fire } = lab({ a: { after: { turnTime: { target: 'a', reenter: true } } } });
    expect(namesAndTimes(fire(begin(0), 30_010))).toEqual([['turnTime', 60_010]]);
  });

  test('is refused if it was never scheduled', () => {
    const { begin, rules } = lab({ a: {} });
    expect(rules.fire(begin(), 'bell', 0)).toEqual({ refused: true, reason: undefined });
  });
});

test('[R8] a finished match has no deadlines', () => {
  const { begin, go } = lab({ a: { entry: 'bell', on: { go: 'over' } } });
  const match = go(begin(), 1010);
  expect(match.outcome).not.toBeNull();
  expect(match.deadlines).toEqual([]);
});

test('[R8] saving and loading keeps deadlines with their events', () => {
  const { begin, rules, contextOf, fire } = lab({
    a: { entry: ['bell', 'anonymous'], on: { go: { actions: 'note' } } },
  });
  const match = begin();
  const loaded = rules.load(JSON.parse(JSON.stringify(rules.save(match))));
  expect(loaded.deadlines).toEqual(match.deadlines);
  expect(contextOf(fire(fire(loaded, 1050), 1100)).log).toEqual(['go@1050', 'go@1100']);
});
