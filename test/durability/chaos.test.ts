import { expect, test } from 'vitest';
import { runChaos } from '../programs/chaos-run.ts';

const short = { seed: 'short', players: 24, plan: { kills: 2, freezes: 1, drains: 1 } };

test('[T1] [T7] [T8] [T14] killed, frozen, drained and badly connected, it loses and doubles nothing', async () => {
  const { faults, accepted, verdict, strandings } = await runChaos({ ...short, undisturbedMs: 2_000 });
  expect(verdict).toEqual({ lost: [], doubled: [], holes: [], differing: [] });
  expect(strandings).toEqual([]);
  expect(faults).toMatchObject(short.plan);
  expect(faults.cuts).toBeGreaterThan(0);
  expect(accepted).toBeGreaterThan(100);
});
