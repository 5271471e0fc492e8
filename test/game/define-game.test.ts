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

/** Loose on purpose: what the types would refuse must be refused at run time too, for authors without them. */
const machineOf = (state: object, implementations: object = {}, root: object = {}) =>
  createMachine({ id: 'lab', ...ending, initial: 'a', states: { a: state, over }, ...root }, implementations);

const fine = machineOf({ on: { go: 'over' } });

test('a game that fits is returned, with its seats as a range', () => {
  expect(labGame(fine)).toMatchObject({ name: 'lab', version: 1, seats: { min: 2, max: 2 } });
  expect(labGame(fine, { seats: { min: 1, max: 4 } }).seats).toEqual({ min: 1, max: 4 });
});

describe('a declaration is refused', () => {
  const strict = z.strictObject({});
  test.each([
    ['a name that is not kebab-case', { name: 'Tic Tac' }, /game 'Tic Tac': the name must be kebab-case/],
    ['an empty name', { name: '' }, /kebab-case/],
    ['a version below 1', { version: 0 }, /version must be an integer from 1, not 0/],
    ['a broken version', { version: 1.5 }, /version must be/],
    ['no seats', { seats: 0 }, /seats must be 1 to 64/],
    ['seats the wrong way round', { seats: { min: 4, max: 2 } }, /not 4 to 2/],
    ['a table too large', { seats: { min: 2, max: 65 } }, /1 to 64/],
    ['no intents', { intents: {} }, /intents is empty/],
    [
      'an intent in the name of xstate',
      { intents: { 'xstate.init': strict } },
      /'xstate.init': names in 'xstate.'/,
    ],
    [
      'an intent in the name of the server',
      { intents: { 'seat.left': strict } },
      /names in 'seat.' are the server/,
    ],
    ['a wildcard intent', { intents: { '*': strict } }, /intent '\*': use letters/],
    ['an intent that ends in a wildcard', { intents: { 'play.*': strict } }, /use letters/],
    [
      'a field called type',
      { intents: { go: z.strictObject({ type: z.string() }) } },
      /the server sets 'type'/,
    ],
    ['a field called seat', { intents: { go: z.strictObject({ seat: z.int() }) } }, /the server sets 'seat'/],
    ['a field called at', { intents: { go: z.strictObject({ at: z.int() }) } }, /the server sets 'at'/],
    [
      'an object that lets fields through',
      { intents: { go: z.object({}) } },
      /'go': the schema must be a z.strictObject/,
    ],
    ['an intent that is no object', { intents: { go: z.string() } }, /must be a z.strictObject/],
    ['loose options', { options: z.looseObject({}) }, /options must be a z.strictObject/],
  ])('%s', (_, more, message) => {
    expect(() => labGame(fine, more)).toThrow(message);
    expect(() => labGame(fine, more)).toThrow(GameDefinitionError);
  });
});

const go = (transition: object) => ({ on: { go: { target: 'over', ...transition } } });
const actor = fromPromise(async () => 1);

describe('a machine is refused, by state, with what to do instead', () => {
  test.each([
    ['invoke', machineOf({ invoke: { src: actor } }), /state 'lab.a': invoke runs an actor.*an `after`/],
    [
      'spawnChild',
      machineOf({ entry: spawnChild(actor) }),
      /state 'lab.a', entry: spawnChild\(\) starts an actor/,
    ],
    [
      'an inline function',
      machineOf({ exit: () => {} }),
      /exit: a function is a side effect; wrap .* assign/,
    ],
    [
      'a named function',
      machineOf(go({ actions: 'shout' }), { actions: { shout: () => {} } }),
      /on 'go': action 'shout': a function is a side effect/,
    ],
    [
      'an action nobody wrote',
      machineOf(go({ actions: 'shout' })),
      /on 'go': action 'shout' is not implemented/,
    ],
    ['emit', machineOf({ entry: emit({ type: 'x' }) }), /emit\(\) would be heard by nobody.*`view`/],
    ['log', machineOf({ entry: log('x') }), /log\(\) would print nothing/],
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
    ['a guard nobody wrote', machineOf(go({ guard: 'never' })), /guard 'never' is not implemented/],
    ['one within not()', machineOf(go({ guard: not('never') })), /guard 'never' is not implemented/],
    [
      'one within a guard',
      machineOf(go({ guard: 'both' }), { guards: { both: and(['never']) } }),
      /guard 'never' is not implemented/,
    ],
    [
      'a delay nobody wrote',
      machineOf({ after: { turnTime: 'over' } }),
      /after 'turnTime' is not implemented/,
    ],
    [
      'one of raise',
      machineOf({ entry: raise({ type: 'go' }, { delay: 'soon' as never }) }),
      /entry: delay 'soon' is not implemented/,
    ],
    [
      'no final state',
      createMachine({ id: 'lab', ...ending, initial: 'over', states: { over: {} } }),
      /machine 'lab': no state is final/,
    ],
    ['no output', machineOf(go({}), {}, { output: undefined }), /the root has no `output`/],
    ['[R9] nothing for a leaver', machineOf(go({}), {}, { on: {} }), /no state takes 'seat.left'.*freeze/],
  ])('%s', (_, machine, message) => {
    expect(() => labGame(machine)).toThrow(message);
    expect(() => labGame(machine)).toThrow(GameDefinitionError);
  });

  test('but not one that uses only what is pure', () => {
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
    ['a field without a value', withContext({ list: [1, undefined] }), {}, /context.list.1 is undefined/],
    ['a number JSON does not know', withContext({ best: -Infinity }), {}, /context.best is -Infinity/],
    [
      'chance that is not from the seed',
      withContext(() => ({ n: Math.random() })),
      {},
      /two set-ups .* differ.*seed/,
    ],
    [
      'a set-up that throws',
      withContext(() => Object.assign(null as never)),
      {},
      /of 2 could not be set up.*threw/,
    ],
    [
      'an actor in the context',
      withContext(({ spawn }: never) => ({ a: (spawn as never as typeof spawnChild)(actor) })),
      {},
      /no actors/,
    ],
    ['`self` in the context', withContext(({ self }: { self: unknown }) => ({ self })), {}, /no actors/],
    ['a view of nothing', fine, { view: () => undefined }, /view is undefined/],
    ['a secret JSON would lose', fine, { secrets: () => ({ hand: new Set() }) }, /secrets.hand is a Set/],
    [
      'candidates that the schemas refuse',
      fine,
      { candidates: () => [{ type: 'pick', n: 9 }] },
      /candidates offers 'pick' that its schema refuses/,
    ],
  ])('%s', (_, machine, more, message) => {
    expect(() => labGame(machine, more)).toThrow(message);
  });

  test('a game that fails only with all its seats taken', () => {
    const context = ({ input }: { input: { seats: number } }) => {
      if (input.seats > 3) throw new Error('not enough cards');
      return freshContext;
    };
    const machine = machineOf(go({}), {}, { context });
    expect(() => labGame(machine, { seats: { min: 2, max: 4 } })).toThrow(/a match of 4 .*not enough cards/);
  });
});

test('the author’s machine is left as it was', () => {
  const machine = labSetup.createMachine({ ...ending, initial: 'a', states: { a: {}, over } });
  labGame(machine);
  expect(machine.options.maxIterations).toBe(Number.POSITIVE_INFINITY);
});
