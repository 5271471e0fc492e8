import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../src/clock/index.ts';
import { LazyTimer } from '../../src/room/deadline-timer.ts';
import { Debouncer } from '../../src/room/members.ts';

const START = 1000;

describe('the deadline timer', () => {
  function setup() {
    const clock = new ManualClock(START);
    const runs: number[] = [];
    return { clock, runs, timer: new LazyTimer(clock, () => void runs.push(clock.now())) };
  }

  test('[R8] the timer fires once, when the deadline is due', () => {
    const { clock, runs, timer } = setup();
    timer.set(START + 50);
    clock.advance(49);
    expect(runs).toEqual([]);
    clock.advance(1000);
    expect(runs).toEqual([START + 50]);
  });

  test('[R8] an earlier deadline replaces the current one, and undefined clears it', () => {
    const { clock, runs, timer } = setup();
    timer.set(START + 50);
    timer.set(START + 20);
    expect(clock.pending).toBe(1);
    timer.set(undefined);
    expect(clock.pending).toBe(0);
    clock.advance(100);
    expect(runs).toEqual([]);
  });

  test('[R8] the timer can be set for the same time again after it has fired', () => {
    const { clock, runs, timer } = setup();
    timer.set(START + 50);
    clock.advance(50);
    timer.set(START + 50);
    clock.advance(0);
    expect(runs).toEqual([START + 50, START + 50]);
  });

  test('[R8] a deadline in the past fires, but not within the call', () => {
    const { clock, runs, timer } = setup();
    timer.set(START - 500);
    expect(runs).toEqual([]);
    clock.advance(0);
    expect(runs).toEqual([START]);
  });
});

describe('the debouncer', () => {
  function setup() {
    const clock = new ManualClock(START);
    const calls: number[] = [];
    const run = (): void => void calls.push(clock.now());
    return { clock, calls, debouncer: new Debouncer({ clock, delayMs: 100, run }) };
  }

  test('several calls within the delay run once, at its end', () => {
    const { clock, calls, debouncer } = setup();
    debouncer.call();
    clock.advance(99);
    debouncer.call();
    expect(calls).toEqual([]);
    clock.advance(1);
    expect(calls).toEqual([START + 100]);
    clock.advance(1000);
    expect(calls).toHaveLength(1);
  });

  test('a call after the delay runs again', () => {
    const { clock, calls, debouncer } = setup();
    debouncer.call();
    clock.advance(100);
    debouncer.call();
    clock.advance(100);
    expect(calls).toEqual([START + 100, START + 200]);
  });

  test('[R10] a stopped debouncer runs nothing and leaves no timer', () => {
    const { clock, calls, debouncer } = setup();
    debouncer.call();
    debouncer.stop();
    expect(clock.pending).toBe(0);
    clock.advance(1000);
    expect(calls).toEqual([]);
  });
});
