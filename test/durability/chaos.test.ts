import { expect, test } from 'vitest';
import { runs } from '../long.ts';
import { runChaos } from '../programs/chaos-run.ts';

const plan = { kills: runs(2), freezes: runs(1), drains: runs(1) };

test('[T1] [T7] [T8] [T14] a server that is killed, frozen, drained and cut off loses and repeats no intent', async () => {
  const { faults, accepted, verdict, strandings } = await runChaos({
    seed: 'short',
    players: 24,
    plan,
    undisturbedMs: 2_000,
  });
  expect(verdict).toEqual({ lost: [], doubled: [], holes: [], differing: [] });
  expect(strandings).toEqual([]);
  expect(faults).toMatchObject(plan);
  expect(faults.cuts).toBeGreaterThan(0);
  expect(accepted).toBeGreaterThan(100);
});
