// Negative controls of the fuzzer: each check finds the server that is broken in its way, also where it does not crash.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type PhaseResult, runPhase } from '../programs/fuzz-phase.ts';
import { failuresOf, GENEROUS_FLAGS } from '../programs/fuzz-run.ts';

const attacked = (sabotage: string): Promise<PhaseResult> =>
  runPhase({
    ...{
      name: sabotage,
      seed: 'control',
      flags: GENEROUS_FLAGS,
      frames: 4_000,
      visitFrames: 500,
      leastAnswered: 0,
      answerMs: 1_000,
    },
    sabotage: join(import.meta.dirname, 'sabotage', `${sabotage}.ts`),
    onProgress: () => {},
  });

test('[C3] a server that drops some refusals leaves refs unanswered', async () => {
  const found = await attacked('swallow');
  expect(found.unanswered).toBeGreaterThan(0);
  expect(failuresOf(found).join()).toContain('refs did not get exactly one answer');
});

test('[E2] an unhandled rejection is reported as a crash', async () => {
  const found = await attacked('reject');
  expect(found.crash).toContain('a rejection without a handler');
  expect(found.faults.join()).toContain('unhandledRejection');
});

test('an attack that the server cuts short is reported as too small', async () => {
  const idle = { name: 'idle', seed: 'control', frames: 2_000, visitFrames: 500, leastAnswered: 0.5 };
  const found = await runPhase({
    ...idle,
    flags: [...GENEROUS_FLAGS, '--pending-pongs', '1'],
    onProgress: () => {},
  });
  expect(failuresOf(found).join()).toContain('little of the attack took effect');
});

test('[R4] the players notice a room that is changed by a refused intent', async () => {
  const found = await attacked('change');
  expect(found.complaints).not.toEqual([]);
});

test.each([
  ['leak', /the heap grew by \d+/],
  ['keep-buffers', /the buffers held grew by \d+/],
  ['keep-native', /outside of the heap it grew by \d+/],
])('memory that is not released is found, of each kind: %s', async (sabotage, complaint) => {
  const found = await attacked(sabotage);
  expect(failuresOf(found).join()).toMatch(complaint);
});
