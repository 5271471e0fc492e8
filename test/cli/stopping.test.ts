import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { stopped } from '../../src/cli/stopping.ts';
import { ManualClock } from '../../src/clock/index.ts';

function stage() {
  const process = new EventEmitter();
  const clock = new ManualClock();
  const drained = Promise.withResolvers<void>();
  const exitCode = stopped({ process, clock, drain: () => drained.promise, boundMs: 10_000 });
  return { process, clock, drained, exitCode };
}

describe('stopping', () => {
  test('a signal drains, and then the exit code is 0', async () => {
    const { process, clock, drained, exitCode } = stage();
    process.emit('SIGTERM');
    drained.resolve();
    expect(await exitCode).toBe(0);
    expect(clock.pending).toBe(0);
  });

  test('a drain that does not end is given up at the bound, still with 0', async () => {
    const { process, clock, exitCode } = stage();
    process.emit('SIGTERM');
    clock.advance(10_000);
    expect(await exitCode).toBe(0);
  });

  test('a drain that fails ends with 1', async () => {
    const { process, drained, exitCode } = stage();
    process.emit('SIGINT');
    drained.reject(new Error('no'));
    expect(await exitCode).toBe(1);
  });

  test('a second signal ends it at once, with the code of the signal', async () => {
    const { process, clock, exitCode } = stage();
    process.emit('SIGTERM');
    clock.advance(1_000);
    process.emit('SIGINT');
    expect(await exitCode).toBe(130);
  });

  test('one Ctrl-C under npm is two signals, and yet one press', async () => {
    const { process, clock, drained, exitCode } = stage();
    process.emit('SIGINT');
    clock.advance(50);
    process.emit('SIGINT');
    drained.resolve();
    expect(await exitCode).toBe(0);
  });
});
