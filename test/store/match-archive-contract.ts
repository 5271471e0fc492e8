// The contract of MatchArchive. Each implementation runs it.
import { describe, expect, test } from 'vitest';
import type { ArchivedMatch, MatchArchive } from '../../src/store/index.ts';

const match = (id: string, change: Partial<ArchivedMatch> = {}): ArchivedMatch => ({
  id,
  room: 'room-1',
  game: 'tic-tac-toe',
  version: 1,
  startedAt: 1_750_000_000_000,
  endedAt: 1_750_000_060_000,
  record: { seed: 'x', events: [{ type: 'place', cell: 4 }, null, 'ü'] },
  ...change,
});

/** Registers the contract for one implementation; `make` gives an empty archive each time. */
export function matchArchiveContract(name: string, make: () => MatchArchive | Promise<MatchArchive>): void {
  describe(`${name} matches`, () => {
    test('a match is loaded as it was saved', async () => {
      const matches = await make();
      await matches.save(match('m1'));
      await matches.save(match('m2', { record: null }));
      expect(await matches.load('m1')).toEqual(match('m1'));
      expect(await matches.load('m2')).toEqual(match('m2', { record: null }));
    });

    test('an unknown match is null', async () => {
      expect(await (await make()).load('m1')).toBeNull();
    });

    test('a match that is saved twice, as after a restart, is stored once', async () => {
      const matches = await make();
      await matches.save(match('m1'));
      await matches.save(match('m1', { record: 'again' }));
      expect(await matches.load('m1')).toEqual(match('m1', { record: 'again' }));
      expect(await matches.prune(Number.MAX_SAFE_INTEGER)).toBe(1);
    });

    test('prune deletes the matches that ended before a time (ms), and returns their number', async () => {
      const matches = await make();
      for (const endedAt of [98, 99, 100]) await matches.save(match(`m${endedAt}`, { endedAt }));
      expect(await matches.prune(100)).toBe(2);
      expect(await matches.load('m99')).toBeNull();
      expect(await matches.load('m100')).not.toBeNull();
    });
  });
}
