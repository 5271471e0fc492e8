import { describe, expect, test } from 'vitest';
import {
  and,
  assign,
  createMachine,
  emit,
  fromPromise,
  log,
  not,
  raise,
  sendTo,
  setup,
  spawnChild,
} from 'xstate';
import { z } from 'zod';
import { GameDefinitionError } from '../../src/game/index.ts';
import { ending, freshContext, type LabTypes, labGame, labSetup, over } from './fixtures/lab.ts';

/** Untyped on purpose: an author in JavaScript has only the checks at run time. */
const machineOf = (state: object, implementations: object = {}, root: object = {}) =>
  createMachine({ id: 'lab', ...ending, initial: 'a', states: { a: state, over }, ...root }, implementations);

const fine = machineOf({ on: { go: 'over' } });

test('a valid game is returned, with its seats as a range', () => {
  expect(labGame(fine)).toMatchObject({ name: 'lab', version: 1, seats: { min: 2, max: 2 } });
  expect(labGame(fine, { seats: { min: 1, max: 4 } }).seats).toEqual({ min: 1, max: 4 });
});

describe('a definition is refused', () => {
  const strict = z.strictObject({});
  test.each([
    ['a name that is not kebab-case', { name: 'Tic Tac' }, /game 'Tic Tac': the name must be kebab-case/],
    ['an empty name', { name: '' }, /kebab-case/],
    ['a version below 1', { version: 0 }, /version must be an integer from 1, not 0/],
    ['a broken version', { version: 1.5 }, /version must be/],
    ['no seats', { seats: 0 }, /seats must be 1 to 64/],
    ['seats with the minimum above the maximum', { seats: { min: 4, max: 2 } }, /not 4 to 2/],
    ['too many seats', { seats: { min: 2, max: 65 } }, /1 to 64/],
    ['no intents', { intents: {} }, /intents is empty/],
    [
      'an intent with the prefix of xstate',
      { intents: { 'xstate.init': strict } },
      /'xstate.init': names that begin with 'xstate.' are reserved/,
    ],
    [
      'an intent with the prefix of the server',
      { intents: { 'seat.left': strict } },
      /names that begin with 'seat.' are reserved/,
    ],
    ['a wildcard intent', { intents: { '*': strict } }, /intent '\*': use only letters/],
    ['an intent that ends in a wildcard', { intents: { 'play.*': strict } }, /use only letters/],
    [
      'a field called type',
      { intents: { go: z.strictObject({ type: z.string() }) } },
      /the server sets the field 'type'/,
    ],
    [
      'a field called seat',
      { intents: { go: z.strictObject({ seat: z.int() }) } },
      /the server sets the field 'seat'/,
    ],
    [
      'a field called at',
      { intents: { go: z.strictObject({ at: z.int() }) } },
      /the server sets the field 'at'/,
    ],
    [
      'an object schema that ignores unknown fields',
      { intents: { go: z.object({}) } },
      /'go': the schema must be a z.strictObject/,
    ],
    ['an intent that is not an object', { intents: { go: z.string() } }, /must be a z.strictObject/],
    ['loose options', { options: z.looseObject({}) }, /options must be a z.strictObject/],
  ])('%s', (_, more, message) => {
    expect(() => labGame(fine, more)).toThrow(message);
    expect(() => labGame(fine, more)).toThrow(GameDefinitionError);
  });
});

const go = (transition: object) => ({ on: { go: { target: 'over', ...transition } } });
const actor = fromPromise(async () => 1);

describe('a machine is refused, with the state and what to write instead', () => {
  test.each([
    ['invoke', machineOf({ invoke: { src: actor } }), /state 'lab.a': invoke starts an actor.*`after`/],
    [
      'spawnChild',
      machineOf({ entry: spawnChild(actor) }),
      /state 'lab.a', entry: spawnChild\(\) starts an actor/,
    ],
    [
      'an inline function',
      machineOf({ exit: () => {} }),
      /exit: a plain function is a side effect; use assign/,
    ],
    [
      'a named function',
      machineOf(go({ actions: 'shout' }), { actions: { shout: () => {} } }),
      /on 'go': action 'shout': a plain function is a side effect/,
    ],
    [
      'an action that is not implemented',
      machineOf(go({ actions: 'shout' })),
      /on 'go': action 'shout' is not implemented/,
    ],
    ['emit', machineOf({ entry: emit({ type: 'x' }) }), /emit\(\) has no listener.*`view`/],
    ['log', machineOf({ entry: log('x') }), /log\(\) prints nothing/],
    ['sendTo', machineOf({ entry: sendTo('x', { type: 'x' }) }), /sendTo\(\) sends to an actor.*raise\(\)/],
    [
      'a side effect on always',
      machineOf({ always: { target: 'over', actions: 'shout' } }, { actions: { shout: log('x') } }),
      /state 'lab.a', always: action 'shout': log/,
    ],
    [
      'an inline guard',
      machineOf(go({ guard: () => true })),
      /an inline guard has no name.*setup\({ guards }\)/,
    ],
    [
      'an inline guard within and()',
      machineOf(go({ guard: and([() => true]) })),
      /an inline guard has no name/,
    ],
    [
      'a guard that is not implemented',
      machineOf(go({ guard: 'never' })),
      /guard 'never' is not implemented/,
    ],
    ['such a guard within not()', machineOf(go({ guard: not('never') })), /guard 'never' is not implemented/],
    [
      'such a guard within a named guard',
      machineOf(go({ guard: 'both' }), { guards: { both: and(['never']) } }),
      /guard 'never' is not implemented/,
    ],
    [
      'a delay that is not implemented',
      machineOf({ after: { turnTime: 'over' } }),
      /after 'turnTime' is not implemented/,
    ],
    [
      'such a delay of raise()',
      machineOf({ entry: raise({ type: 'go' }, { delay: 'soon' as never }) }),
      /entry: delay 'soon' is not implemented/,
    ],
    [
      'no final state',
      createMachine({ id: 'lab', ...ending, initial: 'over', states: { over: {} } }),
      /machine 'lab': no state is final/,
    ],
    ['no output', machineOf(go({}), {}, { output: undefined }), /the root has no `output`/],
    [
      '[R9] a machine that does not handle seat.left',
      machineOf(go({}), {}, { on: {} }),
      /no state handles 'seat.left'.*freeze/,
    ],
  ])('%s', (_, machine, message) => {
    expect(() => labGame(machine)).toThrow(message);
    expect(() => labGame(machine)).toThrow(GameDefinitionError);
  });

  test('a machine with pure actions only is accepted', () => {
    const machine = setup({
      types: {} as LabTypes,
      guards: { yes: () => true },
      actions: {
        count: assign({ n: 1 }),
        later: raise({ type: 'go', seat: 0, at: 0 }, { delay: 5, id: 'later' }),
      },
    }).createMachine({
      ...ending,
      initial: 'a',
      states: { a: { entry: ['count', 'later'], on: { go: { guard: not('yes'), target: 'over' } } }, over },
    });
    expect(labGame(machine).machine).toBe(machine);
  });
});

describe('the trial set-up refuses', () => {
  const withContext = (context: object) => machineOf(go({}), {}, { context });
  test.each([
    ['a context that JSON would lose', withContext({ seen: new Map() }), {}, /context.seen is a Map/],
    ['an undefined field', withContext({ list: [1, undefined] }), {}, /context.list.1 is undefined/],
    [
      'a number that JSON cannot represent',
      withContext({ best: -Infinity }),
      {},
      /context.best is -Infinity/,
    ],
    [
      'chance that does not come from the seed',
      withContext(() => ({ n: Math.random() })),
      {},
      /two set-ups .* differ.*seed/,
    ],
    [
      'a set-up that throws',
      withContext(() => Object.assign(null as never)),
      {},
      /a match with 2 seats could not be set up.*threw/,
    ],
    [
      'an actor in the context',
      withContext(({ spawn }: never) => ({ a: (spawn as never as typeof spawnChild)(actor) })),
      {},
      /no actors/,
    ],
    ['`self` in the context', withContext(({ self }: { self: unknown }) => ({ self })), {}, /no actors/],
    ['an undefined view', fine, { view: () => undefined }, /view is undefined/],
    ['a secret JSON would lose', fine, { secrets: () => ({ hand: new Set() }) }, /secrets.hand is a Set/],
    [
      'candidates that the schemas refuse',
      fine,
      { candidates: () => [{ type: 'pick', n: 9 }] },
      /candidates returned 'pick', which its schema refuses/,
    ],
  ])('%s', (_, machine, more, message) => {
    expect(() => labGame(machine, more)).toThrow(message);
  });

  test('a game that fails only with its maximum of seats', () => {
    const context = ({ input }: { input: { seats: number } }) => {
      if (input.seats > 3) throw new Error('not enough cards');
      return freshContext;
    };
    const machine = machineOf(go({}), {}, { context });
    expect(() => labGame(machine, { seats: { min: 2, max: 4 } })).toThrow(
      /a match with 4 seats .*not enough cards/,
    );
  });
});

test('the author’s machine is not changed', () => {
  const machine = labSetup.createMachine({ ...ending, initial: 'a', states: { a: {}, over } });
  labGame(machine);
  expect(machine.options.maxIterations).toBe(Number.POSITIVE_INFINITY);
});
