// The table of refusals in games/README.md: for each row there is a game here that is refused for it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assign, setup, spawnChild } from 'xstate';
import { z } from 'zod';
import { defineGame, GameDefinitionError } from '../../src/game/index.ts';
import { repository } from './sources.ts';

const readme = readFileSync(join(repository, 'games/README.md'), 'utf8');
const [, table = ''] = /\| refused \| why \|\n\|---\|---\|\n((?:\|.*\n)*)/.exec(readme) ?? [];
const rows = table
  .trimEnd()
  .split('\n')
  .map((row) => row.split(' | ')[0]?.replace('| ', ''));

const turn = { on: { pass: 'over', 'seat.left': 'over' } };
const whole = {
  context: { count: 0 },
  initial: 'turn',
  states: { turn, over: { type: 'final' } },
  output: () => ({ winners: [], reason: 'over' }),
};
const pass = z.strictObject({});

/** Loosely typed on purpose: what the types refuse must be refused in JavaScript as well. */
type Change = { readonly definition?: object; readonly machine?: object; readonly states?: object };

const define = ({ definition, machine, states }: Change): unknown =>
  defineGame({
    name: 'plain',
    version: 1,
    seats: 2,
    intents: { pass },
    machine: setup({}).createMachine({
      ...whole,
      states: { ...whole.states, ...states },
      ...machine,
    } as never),
    view: () => null,
    ...definition,
  } as never);

const acting = (...actions: unknown[]): Change => ({ states: { turn: { ...turn, entry: actions } } });

const refused: Readonly<Record<string, Change>> = {
  'a name that is not in kebab-case': { definition: { name: 'My Game' } },
  'an intent whose name begins with `seat.` or `xstate.`': {
    definition: { intents: { 'xstate.pass': pass } },
  },
  'an intent that is no `z.strictObject`': { definition: { intents: { pass: z.object({}) } } },
  'a field called `type`, `seat` or `at`': {
    definition: { intents: { pass: z.strictObject({ seat: z.int() }) } },
  },
  '`invoke` or `spawnChild`': acting(spawnChild('other' as never)),
  'an action that is a plain function': acting(() => {}),
  'a guard without a name': {
    states: { turn: { on: { ...turn.on, pass: { guard: () => true, target: 'over' } } } },
  },
  'a guard, action or delay that is not in `setup`': {
    states: { turn: { ...turn, after: { never: 'over' } } },
  },
  'a machine without a final state': { states: { over: {} } },
  'a machine without `output`': { machine: { output: undefined } },
  'a machine in which nothing takes `seat.left`': { states: { turn: { on: { pass: 'over' } } } },
  'a context that JSON would change': { machine: { context: { since: new Date(0) } } },
  'a view that throws at the start': {
    definition: { view: ({ context }: { context: { no: { such: string } } }) => context.no.such },
  },
  'chance that is not from the seed': acting(assign({ count: () => Math.random() } as never)),
  'an `always` that never comes to rest': {
    states: { turn: { ...turn, always: 'back' }, back: { always: 'turn' } },
  },
};

test('the plain game, which each row changes, is accepted', () => {
  expect(define({})).toMatchObject({ name: 'plain' });
});

test('the table has these rows', () => {
  expect(rows).toEqual(Object.keys(refused));
});

test.each(Object.keys(refused))('%s is refused', (row) => {
  expect(() => define(refused[row] ?? {})).toThrow(GameDefinitionError);
});
