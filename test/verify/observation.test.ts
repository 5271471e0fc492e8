// The documents that a search compares are those that a room sends.
import { describe, expect, test } from 'vitest';
import { rulesOf } from '../../src/game/index.ts';
import { startTestServer, until } from '../../src/testing/index.ts';
import { instrument } from '../../src/verify/instrumented-game.ts';
import { appliedOnly, applyMove, type Move } from '../../src/verify/moves.ts';
import { documentOf } from '../../src/verify/observation.ts';
import { beginning, type Position, type SearchContext } from '../../src/verify/position.ts';
import { ending, labGame, labSetup, over } from '../game/fixtures/lab.ts';

/** Takes `seat.left` only in its second state: in the first one the room has to end the match. */
const deaf = labGame(
  labSetup.createMachine({
    ...ending,
    on: {},
    initial: 'start',
    states: { start: { on: { go: 'next' } }, next: { on: { go: 'over', 'seat.left': 'over' } }, over },
  }),
  { seats: { min: 2, max: 4 } },
);

function contextOf(seats: number): SearchContext {
  const instrumented = instrument(deaf);
  const rules = rulesOf(instrumented.game);
  return { rules, instrumented, setup: { seats, options: {} }, seed: 's', warnings: new Set() };
}

function after(context: SearchContext, move: Move): Position {
  const applied = appliedOnly(applyMove(context.rules, beginning(context), move));
  if (applied === undefined) throw new Error('the move is not possible');
  return applied.position;
}

describe('[R9] where a game refuses a leaving player, the search ends the match as a room does', () => {
  test.each([
    [2, 0, [1]],
    [2, 1, [0]],
    [3, 1, [0, 2]],
  ])('of %i seats seat %i leaves: the others win', (seats, seat, winners) => {
    const context = contextOf(seats);
    const position = after(context, { type: 'seat.left', seat, waitMs: 0 });
    for (const winner of winners) {
      expect(documentOf(context, position, winner)).toMatchObject({
        status: 'finished',
        outcome: { winners, reason: 'left' },
      });
    }
  });
});

test('[R9] after a player has left a game that refuses it, a server sends the same document', async () => {
  await using server = await startTestServer({ games: [deaf], transport: 'linked' });
  const ann = await server.connect().create('lab', { seats: 2, visibility: 'private' });
  const ben = await server.connect().join({ code: ann.document.code });
  await ben.leave();
  await until(ann, ({ document }) => document.status === 'finished');

  const context = contextOf(2);
  const searched = documentOf(context, after(context, { type: 'seat.left', seat: 1, waitMs: 0 }), 0);
  const { code, seats, ...sent } = ann.document;
  expect(searched).toMatchObject(sent);
  expect(sent.outcome).toEqual({ winners: [0], reason: 'left' });
  expect((searched as { seats: unknown[] }).seats[1]).toBe(seats[1]);
});
