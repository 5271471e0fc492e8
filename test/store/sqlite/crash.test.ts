import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StoredRoom } from '../../../src/store/index.ts';
import type { AppenderArgument } from './appender.ts';
import { linesUntilKilled, program } from './program.ts';
import { temporaryStorages } from './temporary-storages.ts';

const { open, folder } = temporaryStorages();

const ROOMS = 12;

/** The highest revision of each room that the program was told is stored. */
function toldBy(lines: readonly string[]): Map<string, number> {
  const pairs = lines.map((line) => line.split(' '));
  return new Map(pairs.map(([room, revision]) => [String(room), Number(revision)]));
}

/** The room's last revision, having every one from 1 on, with its own event, behind the snapshot or in the log. */
function wholeUpTo(room: string, { snapshot, entries }: StoredRoom): number {
  const trimmed = snapshot?.revision ?? 0;
  expect(snapshot?.state ?? room).toBe(room);
  expect(entries).toEqual(
    entries.map((_, i) => ({ revision: trimmed + i + 1, event: `${room}:${trimmed + i + 1}` })),
  );
  return trimmed + entries.length;
}

test('[T1] killed again and again while it appends, the store holds all that was told, once, in order', async () => {
  const kills = fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 4, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(kills, async (afterLines) => {
      const argument: AppenderArgument = { folder: folder(), rooms: ROOMS };
      const told = new Map<string, number>();
      for (const lines of afterLines) {
        const round = toldBy(await linesUntilKilled(program('appender.ts', argument), lines));
        for (const [room, revision] of round) told.set(room, revision);
      }
      const { rooms } = await open(argument);
      expect(told.size).toBeGreaterThan(0);
      for (const [room, revision] of told) {
        const stored = await rooms.claim(room);
        if (stored === null) throw new Error(`${room} is lost`);
        const last = wholeUpTo(room, stored);
        expect(last).toBeGreaterThanOrEqual(revision);
        // At each kill one append of the room was under way: it may have been stored without a word.
        expect(last).toBeLessThanOrEqual(revision + afterLines.length);
        expect(stored.epoch).toBeGreaterThan(1);
      }
    }),
    { numRuns: 1, endOnFailure: true },
  );
});

test('the thread prints nothing, not even what Node thinks of node:sqlite', async () => {
  const running = program('appender.ts', { folder: folder(), rooms: 1, count: 1 });
  expect(await running.ended).toEqual({ code: 0, errors: '' });
});
