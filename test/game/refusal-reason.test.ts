import { describe, expect, test } from 'vitest';
import { and, createMachine, not, or, stateIn } from 'xstate';
import { rulesOf } from '../../src/game/index.ts';
import { ending, labGame, over } from './fixtures/lab.ts';
import { START } from './fixtures/play.ts';

const guards = {
  yes: () => true,
  no: () => false,
  never: () => false,
  atLeast: (_: unknown, params: unknown) => (params as { least: number }).least <= 0,
  all: and(['yes', 'no']),
  either: or(['no', 'never']),
};

const machineOf = (config: object) => createMachine(config, { guards } as object);

/** The reason of a refused `go` with these transitions. The guard of `always` refuses as well, and must not be named. */
function reasonFor(...transitions: { guard: unknown }[]): string | undefined {
  const machine = machineOf({
    ...ending,
    initial: 'a',
    states: {
      a: {
        on: { go: transitions.map(({ guard }) => ({ guard, target: 'over' })) },
        always: { guard: 'never', target: 'over' },
      },
      over,
    },
  });
  const rules = rulesOf(labGame(machine));
  const result = rules.take(rules.begin(START, 0), 0, { type: 'go' }, 0);
  if (!('refused' in result)) throw new Error('the intent was taken');
  return result.reason;
}

describe('[R4] the reason is the first guard that refused', () => {
  test.each([
    ['a name', 'no', 'no'],
    ['a guard with parameters: its name', { type: 'atLeast', params: { least: 1 } }, 'atLeast'],
    [
      'a guard with computed parameters: its name',
      { type: 'atLeast', params: () => ({ least: 1 }) },
      'atLeast',
    ],
    ['within and(): the part that refused', and(['yes', 'no', 'never']), 'no'],
    ['within a named and(): the part that refused', 'all', 'no'],
    ['not()', not('yes'), 'not yes'],
    ['nested and(): the part that refused', and(['yes', and([not('no'), not('yes')])]), 'not yes'],
    ['or(): all parts', or(['no', 'never']), 'no or never'],
    ['nested parts: with parentheses', not(or(['yes', and(['no', 'yes'])])), 'not (yes or (no and yes))'],
    ['a named or(): its name', 'either', 'either'],
    ['the part after an or() that passed', and([or(['no', 'yes']), 'never']), 'never'],
    ['parts with parameters', not({ type: 'atLeast', params: { least: 0 } }), 'not atLeast'],
    ['stateIn()', stateIn('over'), 'stateIn'],
  ])('%s', (_, guard, reason) => {
    expect(reasonFor({ guard })).toBe(reason);
  });

  test('of the first transition for the event', () => {
    expect(reasonFor({ guard: 'no' }, { guard: 'never' })).toBe('no');
  });

  test('innermost state first, exact names before wildcards', () => {
    const machine = machineOf({
      ...ending,
      on: { go: { guard: 'either', target: '.over' }, 'seat.left': '.over' },
      initial: 'a',
      states: {
        a: {
          initial: 'b',
          on: { '*': { guard: 'never', target: 'over' }, go: { guard: 'no', target: 'over' } },
          states: { b: {} },
        },
        over,
      },
    });
    const rules = rulesOf(labGame(machine));
    const match = rules.begin(START, 0);
    expect(rules.take(match, 0, { type: 'go' }, 0)).toEqual({ refused: true, reason: 'no' });
    expect(rules.take(match, 0, { type: 'pick', n: 1 }, 0)).toEqual({ refused: true, reason: 'never' });
  });
});
