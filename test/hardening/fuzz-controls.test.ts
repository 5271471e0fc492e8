// Each check of the fuzzer can fail: a server that is broken in one way is found out by that check, and no crash hides it.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Found, runPhase } from '../programs/fuzz-phase.ts';
import { failuresOf, GENEROUS } from '../programs/fuzz-run.ts';

const attacked = (sabotage: string): Promise<Found> =>
  runPhase({
    ...{
      name: sabotage,
      seed: 'control',
      flags: GENEROUS,
      frames: 4_000,
      visitFrames: 500,
      leastAnswered: 0,
      answerMs: 1_000,
    },
    sabotage: join(import.meta.dirname, 'sabotage', `${sabotage}.ts`),
    onProgress: () => {},
  });

test('[C3] a server that swallows a refusal now and then leaves refs unanswered', async () => {
  const found = await attacked('swallow');
  expect(found.unanswered).toBeGreaterThan(0);
  expect(failuresOf(found).join()).toContain('refs did not get exactly one answer');
});

test('a rejection that nobody handles is a crash, and told as such', async () => {
  const found = await attacked('reject');
  expect(found.crash).toContain('nobody handles this');
  expect(found.faults.join()).toContain('unhandledRejection');
});

test('an attack that ends before it begins is none', async () => {
  const idle = { name: 'idle', seed: 'control', frames: 2_000, visitFrames: 500, leastAnswered: 0.5 };
  const found = await runPhase({
    ...idle,
    flags: [...GENEROUS, '--pending-pongs', '1'],
    onProgress: () => {},
  });
  expect(failuresOf(found).join()).toContain('little of the attack took effect');
});

test('[R4] a room that a refused intent changes is seen by those who play in it', async () => {
  const found = await attacked('change');
  expect(found.complaints).not.toEqual([]);
});

test.each([
  ['leak', /the heap grew by \d+/],
  ['keep-buffers', /the buffers held grew by \d+/],
  ['keep-native', /outside of the heap it grew by \d+/],
])('memory that is not let go of shows, of whatever kind it is: %s', async (sabotage, complaint) => {
  const found = await attacked(sabotage);
  expect(failuresOf(found).join()).toMatch(complaint);
});
