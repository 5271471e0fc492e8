import { describe, expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { GameFault, type Match, type Rules, rulesOf } from '../../src/game/index.ts';
import highCard from './fixtures/high-card.ts';
import { freshContext, type LabContext } from './fixtures/lab.ts';
import mischief from './fixtures/mischief.ts';
import { START, taken } from './fixtures/play.ts';

const rules = rulesOf(mischief);
const begin = () => rules.begin(START, 0);
const act = (type: string, match = begin()) => rules.take(match, 1, { type }, 5);
const contextOf = (match: unknown) =>
  (rules.view(match as never) as unknown as { context: LabContext }).context;

describe('an intent', () => {
  test('reaches the machine stamped with seat and time, whatever its fields say', () => {
    const forged = { type: 'note', seat: 0, at: 99, more: 1 };
    const [received] = contextOf(taken(rules.take(begin(), 1, forged, 5))).log;
    expect(JSON.parse(received ?? '')).toEqual({ type: 'note', more: 1, seat: 1, at: 5 });
  });

  test('is taken if it has a transition, even one that changes nothing', () => {
    expect(contextOf(taken(act('stay')))).toEqual(freshContext);
  });

  test('[R4] is refused, and nothing changes, if a guard refuses', () => {
    const match = begin();
    expect(act('passNever', match)).toEqual({ refused: true, reason: 'never' });
    expect(rules.save(match)).toEqual(rules.save(begin()));
  });

  test.each(['unhandled', 'forbidden'])(
    '[R4] is refused without a reason if the state has no transition for it: %s',
    (type) => {
      expect(act(type)).toEqual({ refused: true, reason: undefined });
    },
  );

  test.each(['xstate.stop', 'xstate.init', 'seat.left', 'toString', '__proto__', '*'])(
    '[R4] that was not declared does not reach the machine: %s',
    (type) => {
      expect(act(type)).toEqual({ refused: true, reason: undefined });
    },
  );

  test('[R4] cannot imitate a deadline', () => {
    const game = rulesOf(ticTacToe);
    const match = game.begin(START, 0);
    const [deadline] = match.deadlines;
    expect(game.take(match, 1, { type: deadline?.id ?? '' }, 5)).toHaveProperty('refused');
  });

  test('[R4] is refused once the match is finished; so is leaving', () => {
    const finished = taken(act('end'));
    expect(finished.outcome).toEqual({ winners: [0], reason: 'over' });
    expect(act('count', finished)).toEqual({ refused: true, reason: undefined });
    expect(rules.leave(finished, 0, 9)).toEqual({ refused: true, reason: undefined });
  });

  test('can use enqueueActions with pure actions', () => {
    expect(contextOf(taken(act('enqueueGood'))).n).toBe(1);
  });
});

/** The same game without the intents that use enqueueActions, so that it is compiled. */
function withoutEnqueue() {
  const { machine } = mischief;
  const { lab, ...others } = machine.config.states as Record<string, { readonly on: object }>;
  const on = Object.entries(lab?.on ?? {}).filter(([type]) => !type.startsWith('enqueue'));
  const states = { ...others, lab: { ...lab, on: Object.fromEntries(on) } };
  const Machine = machine.constructor as new (config: unknown, implementations: unknown) => typeof machine;
  return rulesOf({
    ...mischief,
    machine: new Machine({ ...machine.config, states }, machine.implementations),
  });
}

describe('[R6] [E1] a fault costs the intent alone', () => {
  const compiled = withoutEnqueue();

  test('on either engine: one game runs on xstate, the other is compiled', () => {
    expect(rules.engine.because).toMatch(/uses enqueueActions/);
    expect(compiled.engine.name).toBe('compiled');
  });

  describe.each([
    ['xstate', rules],
    ['the compiled engine', compiled],
  ])('with %s:', (_, engineRules) => {
    test.each([
      ['a guard that throws', 'breakGuard', /threw on 'breakGuard'/, /^a guard broke$/],
      ['an action that throws half-way', 'breakAction', /threw on 'breakAction'/, /read only|not extensible/],
      ['a guard that changes the context', 'meddle', /threw on 'meddle'/, /read only/],
      ['states that never come to rest', 'spin', /threw on 'spin'/, /1000 microsteps/],
      ['a context JSON would lose', 'addMap', /context.log.0 is a Map/, undefined],
      ['use of an actor', 'reachOut', /a game has no actors/, undefined],
    ])('%s', (_, type, message, cause) => expectFault({ engineRules, type, message, cause }));

    test('a machine that stops itself', () => {
      const match = taken(engineRules.take(engineRules.begin(START, 0), 1, { type: 'stop' }, 5));
      expect(() => engineRules.fire(match, 'stop', 6)).toThrow(/stopped itself/);
    });
  });

  test.each([
    ['a side effect found at run time', 'enqueueEffect', /is a side effect/],
    ['an actor started at run time', 'enqueueSpawn', /'xstate.spawnChild' is a side effect/],
  ])('%s', (_, type, message) => expectFault({ engineRules: rules, type, message, cause: undefined }));

  test('an outcome for a seat that does not exist', () => {
    let match = begin();
    for (let i = 0; i < 6; i++) match = taken(act('count', match));
    expect(() => act('end', match)).toThrow(/not an outcome: winners must be seats/);
  });

  test('a view or secrets that throw', () => {
    const touchy = rulesOf({
      ...rules.game,
      view: ({ context }) => context.missing.field,
      secrets: ({ context }) => context.missing.field,
    });
    const match = touchy.begin(START, 0);
    expect(() => touchy.view(match)).toThrow(GameFault);
    expect(() => touchy.secrets(match, 0)).toThrow(GameFault);
  });
});

test('a view is the author’s own object, and frozen', () => {
  const match = begin();
  expect(contextOf(match).log).toBe(contextOf(taken(act('count', match))).log);
  expect(Object.isFrozen(contextOf(match))).toBe(true);
});

test('the secrets of a game without them are null', () => {
  expect(rules.secrets(begin(), 0)).toBeNull();
});

test('[R7] a seat sees its own hand, the view shows no hand, and the seed is nowhere', () => {
  const cards = rulesOf(highCard);
  const match = cards.begin({ seats: 3, seed: 'a secret seed', options: { cards: 4 } }, 0);
  const hands = [0, 1, 2].map((seat) => (cards.secrets(match, seat) as unknown as { hand: number[] }).hand);
  expect(new Set(hands.flat()).size).toBe(12);
  const shown = cards.view(match);
  expect(shown).toEqual({
    table: [null, null, null],
    scores: [0, 0, 0],
    left: [4, 4, 4],
    starter: expect.any(Number),
  });
  expect(JSON.stringify([shown, hands])).not.toContain('a secret seed');
});

test('[R7] the legal intents of a seat depend only on its own cards', () => {
  const cards = rulesOf(highCard);
  const match = cards.begin({ seats: 2, seed: 'seed', options: { cards: 3 } }, 0);
  for (const seat of [0, 1]) {
    const { hand } = cards.secrets(match, seat) as unknown as { hand: number[] };
    const legal = cards.legal(match, seat, 0);
    expect(legal.complete).toBe(true);
    expect(legal.intents.map(({ card }) => card)).toEqual(hand.toSorted((a, b) => a - b));
  }
});

type ExpectedFault = {
  readonly engineRules: Rules;
  readonly type: string;
  readonly message: RegExp;
  readonly cause: RegExp | undefined;
};

/** The intent is a fault, and leaves a match that goes on. */
function expectFault({ engineRules, type, message, cause }: ExpectedFault): void {
  const send = (intent: string, match: Match) => engineRules.take(match, 1, { type: intent }, 5);
  const match = taken(send('count', engineRules.begin(START, 0)));
  const before = JSON.stringify(engineRules.save(match));
  const fault = faultOf(() => send(type, match));
  expect(fault.message).toMatch(message);
  if (cause) expect((fault.cause as Error).message).toMatch(cause);
  expect(JSON.stringify(engineRules.save(match))).toBe(before);
  expect(contextOf(taken(send('count', match))).n).toBe(2);
}

function faultOf(run: () => unknown): GameFault {
  try {
    run();
  } catch (error) {
    if (error instanceof GameFault) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
