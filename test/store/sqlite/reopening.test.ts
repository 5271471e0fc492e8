import { expect, test } from 'vitest';
import type { AppendOutcome } from '../../../src/store/index.ts';
import { storing } from './stored-in.ts';

const { open, folder } = storing();

test('[T1] 10,000 rooms are known again within a second of the start', async () => {
  const place = { folder: folder() };
  const first = await open(place);
  const ids = Array.from({ length: 10_000 }, (_, i) => `room-${i}`);
  const outcomes = ids.flatMap((room) =>
    [1, 2, 3].map(
      (revision) =>
        new Promise<AppendOutcome>((settled) => {
          const fence = { room, epoch: 1, expected: revision - 1 };
          first.rooms.append(fence, { revision, event: { type: 'intent', seat: 0 } }, settled);
        }),
    ),
  );
  expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['stored']));
  await first.close();

  const start = performance.now();
  const { rooms } = await open(place);
  const known = await rooms.rooms();
  const took = performance.now() - start;
  expect(known).toHaveLength(ids.length);
  expect(took).toBeLessThan(1_000);
});
