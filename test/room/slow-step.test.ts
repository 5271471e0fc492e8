import { expect, test } from 'vitest';
import { warnIfSlow } from '../../src/room/room-context.ts';

test('a slow step is logged with room, game and intent, and with nothing that the player sent', () => {
  const warned: object[] = [];
  const log = { warn: (about: object) => void warned.push(about), error() {} };
  const intent = { type: 'guess', word: 'a secret' };
  const step = {
    room: 'r',
    game: 'words',
    event: { type: 'intent', at: 0, seat: 0, seq: 1, intent },
  } as const;
  warnIfSlow(performance.now(), step, log);
  expect(warned).toEqual([]);
  warnIfSlow(performance.now() - 2_000, step, log);
  expect(warned).toMatchObject([{ room: 'r', game: 'words', event: 'intent', intent: 'guess' }]);
  expect(JSON.stringify(warned)).not.toContain('secret');
});
