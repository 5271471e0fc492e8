import { describe, expect, test } from 'vitest';
import { setup } from 'xstate';
import { z } from 'zod';
import { defineGame, type Game, type GameTypes } from '../../src/game/index.ts';
import { formatReport, type Progress, verifyGame } from '../../src/verify/index.ts';
import highCard from '../game/fixtures/high-card.ts';
import { ending, labGame, labSetup, over } from '../game/fixtures/lab.ts';
import regions from '../game/fixtures/regions.ts';
import { longWay } from './fixtures/long-way.ts';
import { sound, stuck } from './fixtures/planted.ts';

const bounds = { states: 200, walks: 4, steps: 40, leakTests: 10 };

describe('what is searched', () => {
  test('the smallest and the largest number of seats, unless others are given', () => {
    const seats = (game: Game, given?: number[]) =>
      verifyGame(game, { bounds, ...(given && { seats: given }) }).setups.map((setup) => setup.seats);
    expect(seats(highCard)).toEqual([2, 6]);
    expect(seats(highCard, [3])).toEqual([3]);
    expect(seats(sound)).toEqual([2]);
    expect(() => seats(highCard, [7])).toThrow(new RangeError('high-card takes 2 to 6 seats, not 7'));
  });

  test("the game's default options, or each of the given ones", () => {
    const { setups } = verifyGame(highCard, { bounds, seats: [2], options: [{ cards: 1 }, {}] });
    expect(setups.map(({ options }) => options)).toEqual([{ cards: 1 }, { cards: 3 }]);
    expect(() => verifyGame(highCard, { options: [{ cards: 9 }] })).toThrow(
      /^high-card refuses the options {"cards":9}: cards: /,
    );
  });

  test('no more positions than the bound, and no longer than `patience` allows', () => {
    const long = longWay('breaks');
    const bounded = verifyGame(long, { bounds });
    expect(bounded.exhaustive).toBe(false);
    expect(bounded.counts.states).toBeLessThan(bounds.states + 20);
    let calls = 0;
    const patience = () => () => {
      calls += 1;
      return calls > 10;
    };
    const { counts, exhaustive } = verifyGame(long, { bounds, patience });
    expect(exhaustive).toBe(false);
    expect(counts).toMatchObject({ walks: 0 });
    expect(counts.states).toBeLessThan(bounded.counts.states);
  });

  test('progress is reported', () => {
    const reported: Progress[] = [];
    verifyGame(sound, { bounds, onProgress: (progress) => reported.push(progress) });
    expect(reported[0]).toEqual({ seats: 2, phase: 'states', done: 1, of: 200 });
    expect(reported.at(-1)).toEqual({ seats: 2, phase: 'walks', done: 3, of: 4 });
  });
});

describe('the report about a game without faults', () => {
  test('says nothing about parallel regions, history and delays, only that the match ends by leaving alone', () => {
    const { failures } = verifyGame(regions, { bounds: { ...bounds, endWithin: 100 } });
    expect(failures).toMatchObject([{ check: 'endless', message: 'the match did not end within 140 moves' }]);
  });

  test('names the states that were never entered, and the guards that never returned true or false', () => {
    const machine = setup({
      types: {} as GameTypes<object, { go: z.ZodObject<Record<never, never>> }>,
      guards: { always: () => true, never: () => false, both: ({ event }) => event.seat === 0 },
    }).createMachine({
      context: {},
      initial: 'start',
      on: { 'seat.left': '.over' },
      states: {
        start: {
          on: {
            go: [
              { guard: 'never', target: 'nowhere' },
              { guard: 'both', target: 'through' },
            ],
          },
        },
        // A transient state: a match passes through it within one step
        through: { always: { guard: 'always', target: 'over' } },
        nowhere: { type: 'final' },
        over: { type: 'final' },
      },
      output: { winners: [], reason: 'over' },
    });
    const game = defineGame({
      name: 'lazy',
      version: 1,
      seats: 2,
      intents: { go: z.strictObject({}) },
      machine,
      view: () => ({}),
    });
    const report = verifyGame(game, { bounds });
    expect(report).toMatchObject({
      ok: true,
      coverage: {
        states: { total: 4, neverEntered: ['nowhere'] },
        guards: { total: 3, neverYes: ['never'], neverNo: ['always'] },
      },
    });
    expect(formatReport(report)).toContain('3 of 4 states entered, never: nowhere');
    expect(formatReport(report)).toContain(
      '1 of 3 guards returned both true and false, never true: never, never false: always',
    );
  });

  test('warns where the game refuses a leaver and the room ends the match', () => {
    const machine = labSetup.createMachine({
      ...ending,
      on: {},
      initial: 'start',
      states: { start: { on: { go: 'next', 'seat.left': 'over' } }, next: { on: { go: 'over' } }, over },
    });
    const { ok, warnings } = verifyGame(labGame(machine), { bounds });
    expect({ ok, warnings }).toEqual({
      ok: true,
      warnings: ["the game refuses 'seat.left' in state next: the room ends the match there"],
    });
  });

  test('does not say `stuck` where not all legal intents are known', () => {
    const machine = labSetup.createMachine({ ...ending, initial: 'start', states: { start: {}, over } });
    const intents = { say: z.strictObject({ text: z.string() }) };
    expect(verifyGame(labGame(machine, { intents }), { bounds }).failures).toEqual([]);
    expect(verifyGame(labGame(machine), { bounds }).failures).toMatchObject([{ check: 'stuck' }]);
  });
});

test.each<[string, Game, string]>([
  ['a machine that can be compiled', sound, '  engine: compiled\n'],
  ['a machine with parallel states', regions, "  engine: xstate, slower than compiled, since state '"],
])('the report says which engine runs %s, and why', (_, game, line) => {
  const report = verifyGame(game, { bounds: { ...bounds, states: 1, walks: 0 } });
  expect(formatReport(report)).toContain(line);
});

test('a report as text has the counts, and the events that lead to each failure', () => {
  const text = formatReport(verifyGame(stuck, { bounds }));
  expect(text).toMatch(
    /^lab, version 1 \(seed verify\)\n {2}engine: compiled\n {2}2 seats: \d+ states \(exhaustive\), \d+ edges, \d+ finals, depth 2/,
  );
  expect(text).toMatch(
    / {2}stuck: no seat can act, and no deadline is running\n {4}after 2 events, .*\n {4}1\. seat 0: go\n {4}2\. seat 0: go\n {2}failed: 1 check$/,
  );
});
