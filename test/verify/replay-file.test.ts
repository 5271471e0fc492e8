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
  test('is read as it was written; unknown fields are dropped', () => {
    expect(read(record)).toEqual(record);
    const whole = { ...record, endedAt: 9, outcome: { winners: [1], reason: 'left' } };
    expect(read({ ...whole, steps: [null], id: 'later' })).toEqual(whole);
  });

  test.each<[string, string, string]>([
    ['no JSON', 'oh', 'it is not JSON'],
    ['another kind of JSON', '[]', 'it is not a match record: Invalid input: expected object'],
    ['another format', JSON.stringify({ ...record, format: 2 }), 'it is not a match record: format: '],
    [
      'an event of an unknown type',
      JSON.stringify({ ...record, events: [{ at: 1, type: 'gone' }] }),
      'it is not a match record: events.0.type: ',
    ],
  ])('that is %s is refused, with the reason', (_, text, message) => {
    expect(() => readReplayFile(text)).toThrow(message);
  });

  test('is stepped through from the start to the last event', () => {
    expect(steps(record).map(({ outcome }) => outcome)).toEqual([
      null,
      null,
      null,
      { winners: [1], reason: 'left' },
    ]);
  });

  test.each<[string, Partial<ReplayFile>, string]>([
    ['another game', { game: 'chess' }, 'it is a match of chess, not of tic-tac-toe'],
    [
      'another version',
      { version: 2 },
      'it is a match of version 2 of tic-tac-toe; the loaded module is version 1',
    ],
    ['a wrong number of seats', { seats: 3 }, 'it has 3 seats; tic-tac-toe takes 2 to 2'],
    [
      'an intent that fits no schema',
      { events: [place(0, 10)] },
      'event 1 is not an intent of tic-tac-toe: cell ',
    ],
    ['an illegal intent', { events: [place(1, 0)] }, 'the game refuses its own record at '],
    ['a seat that does not exist', { events: [place(5, 0)] }, 'the game refuses its own record at '],
  ])('with %s is refused, with the reason', (_, change, message) => {
    expect(() => steps({ ...record, ...change })).toThrow(message);
  });
});
