import { describe, expect, test } from 'vitest';
import * as newest from 'xstate';
import * as belowFloor from 'xstate-below-floor';
import * as floor from 'xstate-floor';
import * as old from 'xstate-old';
import { z } from 'zod';
import packageJson from '../../../package.json' with { type: 'json' };
import { defineGame, GameDefinitionError } from '../../../src/game/index.ts';
import { ending, over } from '../fixtures/lab.ts';

const gameOf = ({ createMachine }: Pick<typeof newest, 'createMachine'>) =>
  defineGame({
    name: 'probed',
    version: 1,
    seats: 2,
    intents: { go: z.strictObject({}) },
    machine: createMachine({ id: 'probed', ...ending, initial: 'a', states: { a: {}, over } } as never),
    view: () => null,
  } as never);

const errorOf = (xstate: unknown): GameDefinitionError => {
  try {
    gameOf(xstate as typeof newest);
  } catch (error) {
    if (error instanceof GameDefinitionError) return error;
    throw error;
  }
  throw new Error('the game was accepted');
};

describe('defineGame checks the xstate that made the machine', () => {
  test('the newest 5.x is accepted', () => {
    expect(gameOf(newest)).toMatchObject({ name: 'probed' });
  });

  test('the floor of the peer range is accepted, and is the version that is tested', () => {
    expect(gameOf(floor as never)).toMatchObject({ name: 'probed' });
    const [lowest] = /\d+\.\d+\.\d+/.exec(packageJson.peerDependencies.xstate) ?? [];
    expect(packageJson.devDependencies['xstate-floor']).toBe(`npm:xstate@${lowest}`);
  });

  test('a version without a limit for endless loops is refused', () => {
    const error = errorOf(old);
    expect(error.code).toBe('XSTATE_UNSUPPORTED');
    expect(error.message).toMatch(
      /^game 'probed': machine 'probed': its xstate has no limit .*maxIterations.*install xstate >=5\.32\.2 <6$/,
    );
  });

  test('the last version below the floor is refused, since it selects transitions by another rule', () => {
    const error = errorOf(belowFloor);
    expect(error.code).toBe('XSTATE_UNSUPPORTED');
    expect(error.message).toMatch(/ignores wildcard transitions .*install xstate >=5\.32\.2 <6$/);
  });

  test('what is not a working machine is refused with its error', () => {
    const Refusing = class {
      constructor() {
        throw new Error('not like this');
      }
    };
    const createMachine = (config: never) =>
      Object.assign(newest.createMachine(config), { constructor: Refusing });
    expect(errorOf({ createMachine }).message).toMatch(/could not run .*not like this.*install xstate/);
  });
});
