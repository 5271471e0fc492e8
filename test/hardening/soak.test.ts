// The soak test: clients come and go, four rounds of them in the short form.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isLong } from '../long.ts';
import { soak } from '../programs/soak-run.ts';

test('[R10] [C1] rooms, sessions, timers, handles and files return to their numbers from before', async () => {
  const seed = String(Math.floor(Math.random() * 1e9));
  const { report, failures } = await soak({ minutes: isLong ? 5 : 0, seed });
  expect(failures, `seed ${seed}`).toEqual([]);
  expect(report).toMatchObject({ rooms: 0, sessions: 0, timers: 0, ok: true });
  expect(report.matches).toBeGreaterThan(10);
});

test('negative control: without the time to expire, sessions and timers are reported as left over', async () => {
  const { report } = await soak({ minutes: 0, seed: 'control', leapMs: 0 });
  expect(report.ok).toBe(false);
  expect(report.sessions).toBeGreaterThan(0);
  expect(report.timers).toBeGreaterThan(0);
});

test('negative control: buffers that are never released are reported', async () => {
  const sabotage = join(import.meta.dirname, 'sabotage/keep-buffers.ts');
  const { failures } = await soak({ minutes: 0, seed: 'control', sabotage });
  expect(failures.join()).toMatch(/buffers/);
});
