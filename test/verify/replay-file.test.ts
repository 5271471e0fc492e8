import { describe, expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { rulesOf } from '../../src/game/index.ts';
import { type ReplayFile, readReplayFile, stepsOf } from '../../src/verify/index.ts';

const place = (seat: number, cell: number, at = 5) =>
  ({ at, type: 'intent', seat, intent: { type: 'place', cell } }) as const;

const record: ReplayFile = {
  format: 1,
  game: 'tic-tac-toe',
  version: 1,
  seats: 2,
  names: ['Ann', 'Ben'],
  options: {},
  seed: 's',
  startedAt: 0,
  events: [place(0, 4), place(1, 0), { at: 9, type: 'seat.left', seat: 0, forced: false }],
};
const read = (value: unknown) => readReplayFile(JSON.stringify(value));
const steps = (of: ReplayFile) => [...stepsOf(of, rulesOf(ticTacToe))];

describe('a replay file', () => {
  test('is a record, and comes out as it went in; what it may have besides is left out', () => {
    expect(read(record)).toEqual(record);
    const whole = { ...record, endedAt: 9, outcome: { winners: [1], reason: 'left' } };
    expect(read({ ...whole, steps: [null], id: 'later' })).toEqual(whole);
  });

  test.each<[string, string, string]>([
    ['no JSON', 'oh', 'it is not JSON'],
    ['another kind of JSON', '[]', 'it is no record of a match: Invalid input: expected object'],
    ['another format', JSON.stringify({ ...record, format: 2 }), 'it is no record of a match: format: '],
    [
      'an event of no known type',
      JSON.stringify({ ...record, events: [{ at: 1, type: 'gone' }] }),
      'it is no record of a match: events.0.type: ',
    ],
  ])('that is %s is refused with the reason', (_, text, message) => {
    expect(() => readReplayFile(text)).toThrow(message);
  });

  test('is stepped through from the beginning to the last event', () => {
    expect(steps(record).map(({ outcome }) => outcome)).toEqual([
      null,
      null,
      null,
      { winners: [1], reason: 'left' },
    ]);
  });

  test.each<[string, Partial<ReplayFile>, string]>([
    ['another game', { game: 'chess' }, 'it is of chess, not of tic-tac-toe'],
    ['another version', { version: 2 }, 'it is of version 2 of tic-tac-toe; the module at hand is version 1'],
    ['more seats', { seats: 3 }, 'it is for 3 seats; tic-tac-toe is for 2 to 2'],
    ['an intent of no schema', { events: [place(0, 10)] }, 'event 1 is no intent of tic-tac-toe: cell '],
    ['an illegal intent', { events: [place(1, 0)] }, 'the game refuses its own record at '],
    ['a seat there is not', { events: [place(5, 0)] }, 'the game refuses its own record at '],
  ])('of %s says so', (_, change, message) => {
    expect(() => steps({ ...record, ...change })).toThrow(message);
  });
});
