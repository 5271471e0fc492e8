import { expect, test, vi } from 'vitest';
import { warnOfSlowStep } from '../../src/room/room-context.ts';
import { createHarness } from './fixtures/harness.ts';
import { labGame } from './fixtures/lab-game.ts';

test('the warning of a slow step holds room, game and intent type, and no field of the intent', () => {
  const warned: object[] = [];
  const log = { warn: (about: object) => void warned.push(about), error() {} };
  const intent = { type: 'guess', word: 'a secret' };
  const step = {
    room: 'r',
    game: 'words',
    event: { type: 'intent', at: 0, seat: 0, seq: 1, intent },
    ms: 2_000.4,
  } as const;
  warnOfSlowStep(step, log);
  expect(warned).toEqual([{ room: 'r', game: 'words', event: 'intent', intent: 'guess', ms: 2_000 }]);
  expect(JSON.stringify(warned)).not.toContain('secret');
});

test('a room logs a warning when a step of its game takes 60 ms, and not for faster steps', () => {
  const warned: object[] = [];
  const stage = createHarness({ games: [labGame()], warn: (details) => void warned.push(details) });
  const game = labGame();
  const room = stage.open(game);
  const [ann, ben] = [stage.peer('Ann'), stage.peer('Ben')];
  for (const peer of [ann, ben]) peer.request('room.join', { room: room.id });
  const add = (seq: number) => ({ room: room.id, seq, intent: { type: 'add', n: 1 } });
  ann.request('intent', add(1));
  expect(warned).toEqual([]);
  // Each reading of the clock that the room measures with is 60 ms later than the one before.
  const { now } = performance;
  let calls = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + 60 * calls++);
  ann.request('intent', add(2));
  vi.restoreAllMocks();
  expect(warned).toMatchObject([{ room: room.id, game: 'lab', event: 'intent', intent: 'add' }]);
});
