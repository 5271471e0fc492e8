import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StoredRoom } from '../../../src/store/index.ts';
import type { AppenderArgument } from './appender.ts';
import { linesUntilKilled, program } from './program.ts';
import { temporaryStorages } from './temporary-storages.ts';

const { open, folder } = temporaryStorages();

const ROOMS = 12;

/** The highest revision of each room that the program printed as stored. */
function storedBy(lines: readonly string[]): Map<string, number> {
  const pairs = lines.map((line) => line.split(' '));
  return new Map(pairs.map(([room, revision]) => [String(room), Number(revision)]));
}

/** The room's last revision. All revisions from 1 on must be in the snapshot or in the log, each with its own event. */
function wholeUpTo(room: string, { snapshot, entries }: StoredRoom): number {
  const trimmed = snapshot?.revision ?? 0;
  expect(snapshot?.state ?? room).toBe(room);
  expect(entries).toEqual(
    entries.map((_, i) => ({ revision: trimmed + i + 1, event: `${room}:${trimmed + i + 1}` })),
  );
  return trimmed + entries.length;
}

test('[T1] a store that is killed repeatedly while it appends has every stored entry once, in order', async () => {
  const kills = fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 4, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(kills, async (afterLines) => {
      const argument: AppenderArgument = { folder: folder(), rooms: ROOMS };
      const printed = new Map<string, number>();
      for (const lines of afterLines) {
        const round = storedBy(await linesUntilKilled(program('appender.ts', argument), lines));
        for (const [room, revision] of round) printed.set(room, revision);
      }
      const { rooms } = await open(argument);
      expect(printed.size).toBeGreaterThan(0);
      for (const [room, revision] of printed) {
        const stored = await rooms.claim(room);
        if (stored === null) throw new Error(`${room} is lost`);
        const last = wholeUpTo(room, stored);
        expect(last).toBeGreaterThanOrEqual(revision);
        // At each kill one append of the room was under way: it may have been stored without an answer.
        expect(last).toBeLessThanOrEqual(revision + afterLines.length);
        expect(stored.epoch).toBeGreaterThan(1);
      }
    }),
    { numRuns: 1, endOnFailure: true },
  );
});

test('the thread prints nothing, not even the warning of Node about node:sqlite', async () => {
  const running = program('appender.ts', { folder: folder(), rooms: 1, count: 1 });
  expect(await running.ended).toEqual({ code: 0, errors: '' });
});
