import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../src/clock/index.ts';
import type { Deadline } from '../../src/game/index.ts';
import { Alarm } from '../../src/room/deadline-timer.ts';
import { Debouncer } from '../../src/room/members.ts';

const START = 1000;
const due = (at: number): Deadline => ({ id: `d${at}`, name: 'd', at });

describe('the alarm', () => {
  function rig() {
    const clock = new ManualClock(START);
    const rings: number[] = [];
    return { clock, rings, alarm: new Alarm(clock, () => void rings.push(clock.now())) };
  }

  test('[R8] it rings once, when the deadline is due', () => {
    const { clock, rings, alarm } = rig();
    alarm.set(due(START + 50));
    clock.advance(49);
    expect(rings).toEqual([]);
    clock.advance(1000);
    expect(rings).toEqual([START + 50]);
  });

  test('[R8] an earlier deadline takes the place of the one before, and none takes it back', () => {
    const { clock, rings, alarm } = rig();
    alarm.set(due(START + 50));
    alarm.set(due(START + 20));
    expect(clock.pending).toBe(1);
    alarm.set(undefined);
    expect(clock.pending).toBe(0);
    clock.advance(100);
    expect(rings).toEqual([]);
  });

  test('[R8] after ringing it can be set for the very same time again', () => {
    const { clock, rings, alarm } = rig();
    alarm.set(due(START + 50));
    clock.advance(50);
    alarm.set(due(START + 50));
    clock.advance(0);
    expect(rings).toEqual([START + 50, START + 50]);
  });

  test('[R8] a deadline that has passed already rings, but not within the call', () => {
    const { clock, rings, alarm } = rig();
    alarm.set(due(START - 500));
    expect(rings).toEqual([]);
    clock.advance(0);
    expect(rings).toEqual([START]);
  });
});

describe('what is coalesced', () => {
  function rig() {
    const clock = new ManualClock(START);
    const told: number[] = [];
    const tell = (): void => void told.push(clock.now());
    return { clock, told, changes: new Debouncer({ clock, delayMs: 100, tell }) };
  }

  test('many changes within the delay are told once, at its end', () => {
    const { clock, told, changes } = rig();
    changes.change();
    clock.advance(99);
    changes.change();
    expect(told).toEqual([]);
    clock.advance(1);
    expect(told).toEqual([START + 100]);
    clock.advance(1000);
    expect(told).toHaveLength(1);
  });

  test('a later change is told again', () => {
    const { clock, told, changes } = rig();
    changes.change();
    clock.advance(100);
    changes.change();
    clock.advance(100);
    expect(told).toEqual([START + 100, START + 200]);
  });

  test('[R10] stopped, it tells nothing and leaves no timer', () => {
    const { clock, told, changes } = rig();
    changes.change();
    changes.stop();
    expect(clock.pending).toBe(0);
    clock.advance(1000);
    expect(told).toEqual([]);
  });
});
