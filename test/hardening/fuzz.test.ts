// The fuzzer against the server as its users start it.
import { expect, test } from 'vitest';
import { runs } from '../long.ts';
import { fuzz } from '../programs/fuzz-run.ts';

const FRAMES = runs(10_000, 200_000);

test('[C1] [C3] [C4] [R4] [E2] random frames harm neither the server nor the matches of other players', async () => {
  const seed = String(Math.floor(Math.random() * 1e9));
  const { report, failures, matches } = await fuzz({ frames: FRAMES, seed });
  expect(failures, `seed ${seed}`).toEqual([]);
  expect(report).toMatchObject({ crashes: 0, unhandled: 0, changedByRefused: 0, unanswered: 0 });
  expect(report.frames).toBeGreaterThanOrEqual(FRAMES);
  expect(matches).toBeGreaterThan(0);
});
