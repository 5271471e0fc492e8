import { describe, expect, test } from 'vitest';
import { and, assign, createMachine, enqueueActions, not, raise, stateIn } from 'xstate';
import packageJson from 'xstate/package.json' with { type: 'json' };
import * as floor from 'xstate-floor';
import { rulesOf } from '../../../src/game/index.ts';
import { ending, labGame, over } from '../fixtures/lab.ts';
import { START, taken } from '../fixtures/play.ts';
import regions from '../fixtures/regions.ts';

const guards = { yes: () => true };
const engineOf = (config: object) => {
  const states = { a: { on: { go: { guard: 'yes', target: 'over' } } }, over };
  const machine = createMachine({ id: 'm', ...ending, initial: 'a', states, ...config }, { guards } as never);
  return rulesOf({ ...labGame(createMachine({ ...ending, initial: 'a', states: { a: {}, over } })), machine })
    .engine;
};

describe('a machine is compiled', () => {
  test.each([
    ['with states, guards and assign', {}],
    [
      'with raise, delays and combined guards',
      {
        entry: [assign({}), raise({ type: 'go' }, { delay: 5 })],
        on: { pick: { guard: and(['yes', not('yes')]), target: '.over' } },
      },
    ],
    ['with what only documents it', { version: '1', description: 'd', meta: {}, tags: ['t'], types: {} }],
  ])('%s', (_, config) => {
    expect(engineOf(config)).toEqual({ name: 'compiled', xstate: packageJson.version });
  });
});

describe('a machine is run by xstate, and the reason is given', () => {
  test.each([
    ['parallel states', { type: 'parallel', initial: undefined }, "state 'm' is of type 'parallel'"],
    ['history', { states: { a: {}, h: { type: 'history' }, over } }, "state 'm.h' is of type 'history'"],
    ['enqueueActions', { entry: enqueueActions(() => {}) }, "state 'm', entry: uses enqueueActions"],
    [
      'stateIn, even within and()',
      { on: { go: { guard: and([stateIn('a')]), target: '.over' } } },
      "state 'm', on 'go': uses stateIn",
    ],
    [
      'several targets',
      { on: { go: ['.a', '.over'].map((target) => ({ target: [target, target] })) } },
      "state 'm', on 'go': has several targets",
    ],
    [
      'a transition from below to the root',
      { states: { a: { on: { go: '#m' } }, over } },
      "state 'm.a', on 'go': enters the root again",
    ],
    [
      'a root that reenters itself',
      { on: { go: { target: '.a', reenter: true } } },
      "state 'm', on 'go': enters the root again",
    ],
    [
      'an unknown key of a state',
      { states: { a: { route: {} }, over } },
      "state 'm.a' has the unknown key 'route'",
    ],
    ['an unknown key of the root', { strict: true }, "state 'm' has the unknown key 'strict'"],
    ['an unknown option', { options: { order: 'reverse' } }, "state 'm' has the unknown key 'order'"],
    [
      'an unknown key of a transition',
      { on: { go: { target: '.over', priority: 1 } } },
      "state 'm', on 'go': unknown key 'priority'",
    ],
    [
      'a key that xstate adds to `after` only',
      { on: { go: { target: '.over', delay: 5 } } },
      "state 'm', on 'go': unknown key 'delay'",
    ],
    [
      'an unknown key of `initial`',
      { initial: { target: 'a', delay: 5 } },
      "state 'm', initial: unknown key 'delay'",
    ],
    [
      'an unknown key of an action',
      { entry: { type: 'x', when: 1 } },
      "state 'm', entry: an action has the unknown key 'when'",
    ],
    [
      'an unknown key of assign()',
      { entry: Object.assign(assign({}), { once: true }) },
      "state 'm', entry: assign has the unknown key 'once'",
    ],
    [
      'an unknown key of a guard',
      { on: { go: { guard: { type: 'yes', negated: true }, target: '.over' } } },
      "state 'm', on 'go': a guard has the unknown key 'negated'",
    ],
    [
      'an unknown key of and()',
      { on: { go: { guard: Object.assign(and(['yes']), { lazy: true }), target: '.over' } } },
      "state 'm', on 'go': and() has the unknown key 'lazy'",
    ],
  ])('%s', (_, config, because) => {
    expect(engineOf(config)).toEqual({ name: 'xstate', because, xstate: packageJson.version });
  });

  test('the option of rulesOf', () => {
    const game = labGame(
      createMachine({ ...ending, initial: 'a', states: { a: { on: { go: 'over' } }, over } }),
    );
    const rules = rulesOf(game, { engine: 'xstate' });
    expect(rules.engine).toMatchObject({ name: 'xstate', because: "the option `engine` is 'xstate'" });
    expect(taken(rules.take(rules.begin(START, 0), 0, { type: 'go' }, 0)).outcome).not.toBeNull();
    expect(rulesOf(game, { engine: 'compiled' }).engine.name).toBe('compiled');
  });

  test('a machine that cannot be compiled, with the option for the compiled engine', () => {
    expect(rulesOf(regions, { engine: 'compiled' }).engine.because).toMatch(/is of type 'parallel'/);
  });
});

test('the version of another copy of xstate is not claimed', () => {
  const machine = floor.createMachine({ ...ending, initial: 'a', states: { a: {}, over } } as never);
  expect(rulesOf(labGame(machine as never)).engine).toEqual({ name: 'compiled' });
});
