import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../src/clock/index.ts';
import { Room, type RoomObserver } from '../../src/room/index.ts';
import { createHarness } from './fixtures/harness.ts';
import { END_MS, type Faults, labGame, TICK_MS } from './fixtures/lab-game.ts';
import { restlessGame } from './fixtures/restless-game.ts';
import { SlowStore } from './fixtures/slow-store.ts';

const START = 1_790_000_000_000;

function match({ clocks = true, store = new SlowStore() } = {}) {
  const faults: Faults = new Set();
  const game = labGame(faults);
  const all = createHarness({ games: [game], store, clock: new ManualClock(START) });
  const room = all.open(game, { options: { clocks } });
  const [ann, ben] = [all.peer('Ann'), all.peer('Ben')];
  ann.request('room.join', { room: room.id });
  ben.request('room.join', { room: room.id });
  const add = (seq: number) => ({ room: room.id, seq, intent: { type: 'add', n: 1 } });
  const fired = () => (ben.in(room.id).document.view as { fired: string[] }).fired;
  const deadlines = () => store.stored.filter(({ event }) => (event as { type: string }).type === 'deadline');
  return { ...all, game, faults, room, ann, ben, add, fired, deadlines };
}

/** A clock whose timers fire `late` ms after their time, as those of a busy process do. */
class LateClock extends ManualClock {
  late = 0;
  override now(): number {
    return super.now() + this.late;
  }
}

describe('deadlines', () => {
  test('[R8] the document holds deadlines as absolute times; each fires once at its time and is logged', () => {
    const { ann, clock, room, fired, deadlines } = match();
    expect(ann.in(room.id).document.deadlines).toEqual([
      { name: 'tick', at: START + TICK_MS },
      { name: 'tock', at: START + TICK_MS },
      { name: 'end', at: START + END_MS },
    ]);
    clock.advance(TICK_MS - 1);
    expect(fired()).toEqual([]);
    clock.advance(1);
    expect(fired()).toEqual([`tick ${START + TICK_MS}`, `tock ${START + TICK_MS}`]);
    clock.advance(END_MS);
    expect(ann.in(room.id).document).toMatchObject({
      status: 'finished',
      deadlines: [],
      outcome: { reason: 'over' },
    });
    expect(deadlines()).toHaveLength(3);
    expect(clock.pending).toBe(0);
  });

  test('[R8] a match without deadlines sets no timer', () => {
    const { clock } = match({ clocks: false });
    expect(clock.pending).toBe(0);
  });

  /** A match at `late` ms after its start, before any timer has fired. */
  function lateMatch(late: number) {
    const game = labGame();
    const clock = new LateClock(START);
    const all = createHarness({ games: [game], clock });
    const room = all.open(game, { options: { clocks: true } });
    const [ann, ben] = [all.peer('Ann'), all.peer('Ben')];
    for (const client of [ann, ben]) client.request('room.join', { room: room.id });
    clock.late = late;
    const answer = ann.request('intent', { room: room.id, seq: 1, intent: { type: 'add', n: 1 } });
    const events = all.store.stored.slice(3).map(({ event }) => (event as { type: string }).type);
    return { answer, events, document: ben.in(room.id).document };
  }

  test('[R8] an intent at the time of a deadline is applied after the deadline', () => {
    const { answer, events, document } = lateMatch(TICK_MS);
    expect(events).toEqual(['deadline', 'deadline', 'intent']);
    expect(answer).toMatchObject({ type: 'diff' });
    const at = START + TICK_MS;
    expect(document.view).toMatchObject({ total: 1, fired: [`tick ${at}`, `tock ${at}`] });
  });

  test('[R8] an intent 1 ms before a deadline is applied before it', () => {
    const { events, document } = lateMatch(TICK_MS - 1);
    expect(events).toEqual(['intent']);
    expect(document.view).toMatchObject({ total: 1, fired: [] });
  });

  test('[R8] an intent after the last deadline finds the match finished, although the timer has not fired', () => {
    const { answer, events, document } = lateMatch(END_MS);
    expect(answer).toMatchObject({ type: 'rejected', payload: { code: 'MATCH_NOT_PLAYING' } });
    expect(events).toEqual(['deadline', 'deadline', 'deadline']);
    expect(document).toMatchObject({ status: 'finished', view: { total: 0 } });
  });

  test('[R8] an intent that waits for a slow store counts from the time it arrived', async () => {
    const { ann, ben, clock, store, room, add } = match();
    clock.advance(END_MS - 1);
    store.slow = true;
    const first = ann.send('intent', add(1));
    const second = ben.send('intent', add(1));
    clock.advance(50);
    await store.release();
    await store.release();
    expect([ann.answersTo(first)[0]?.type, ben.answersTo(second)[0]?.type]).toEqual(['diff', 'diff']);
    await store.release();
    expect(ann.in(room.id).document).toMatchObject({ status: 'finished', view: { total: 2 } });
  });

  test('[R6] a deadline at which the game throws is skipped until the next step of the match; other deadlines fire', () => {
    const { ann, clock, faults, fired, errors, add } = match();
    faults.add('tick');
    clock.advance(TICK_MS);
    expect(fired()).toEqual([`tock ${START + TICK_MS}`]);
    faults.clear();
    ann.request('intent', add(1));
    clock.advance(0);
    expect(fired().map((line) => line.split(' ')[0])).toEqual(['tock', 'tick']);
    expect(errors.length).toBeGreaterThan(0);
  });

  test('[R6] deadlines at which the game throws do not block an intent', () => {
    const { ann, clock, faults, fired, add, room } = match();
    faults.add('tick');
    faults.add('tock');
    clock.advance(TICK_MS);
    expect(ann.request('intent', add(1))).toMatchObject({ type: 'diff' });
    expect(ann.request('intent', add(2))).toMatchObject({ type: 'diff' });
    expect(fired()).toEqual([]);
    clock.advance(END_MS);
    expect(room.state.status).toBe('finished');
  });
});

test('[R8] [R6] a game whose deadlines never end does not block the process', () => {
  const { open, peer } = createHarness({ games: [restlessGame] });
  const room = open(restlessGame, { seats: 1 });
  const ann = peer('Ann');
  ann.request('room.join', { room: room.id });
  const answer = ann.request('intent', { room: room.id, seq: 1, intent: { type: 'stop' } });
  expect(answer).toMatchObject({ type: 'diff' });
  expect(ann.in(room.id).document.status).toBe('finished');
});

test('[R11] the times in the log of a room never decrease, even when the clock is set back', () => {
  const clock = new LateClock(START);
  const store = new SlowStore();
  const game = labGame();
  const { open, peer } = createHarness({ games: [game], store, clock });
  const room = open(game, { options: { clocks: false } });
  const [ann, ben] = [peer('Ann'), peer('Ben')];
  for (const client of [ann, ben]) client.request('room.join', { room: room.id });
  for (const [seq, late] of [
    [1, 0],
    [2, -3_600_000],
    [3, 5_000],
  ] as const) {
    clock.late = late;
    expect(ann.request('intent', { room: room.id, seq, intent: { type: 'peek' } })).toMatchObject({
      type: 'diff',
    });
  }
  const times = store.stored.map(({ event }) => (event as { at: number }).at);
  expect(times.slice(-3)).toEqual([START, START, START + 5_000]);
});

describe('after a restart', () => {
  /** The room loaded by a new process, from the same store and at the same time; `changes` holds the revisions its observer saw. */
  async function restarted(before: ReturnType<typeof match>) {
    before.rooms.stop();
    const changes: number[] = [];
    const observer: RoomObserver = { changed: (room) => void changes.push(room.revision), closed() {} };
    const rules = before.room.rules;
    const room = new Room(before.room.id, rules, { ...before.context, observer });
    const stored = await before.store.claim(before.room.id);
    if (stored === null) throw new Error('not stored');
    room.adopt(stored, {
      sessionOf: (player, name) => before.sessions.awaited(player, name),
      isMigrated: false,
    });
    const fired = () => (room.state.play ? (rules.view(room.state.play) as { fired: string[] }).fired : []);
    return { room, fired, changes };
  }

  test('[R8] deadlines keep their absolute times', async () => {
    const before = match();
    before.clock.advance(4_000);
    const { fired } = await restarted(before);
    before.clock.advance(TICK_MS - 4_001);
    expect(fired()).toEqual([]);
    before.clock.advance(1);
    expect(fired()).toEqual([`tick ${START + TICK_MS}`, `tock ${START + TICK_MS}`]);
  });

  test('[R8] deadlines that passed during the downtime fire once, at once, in order', async () => {
    const before = match();
    before.rooms.stop();
    before.clock.advance(END_MS - 1);
    const now = START + END_MS - 1;
    const { room, fired } = await restarted(before);
    expect(fired()).toEqual([]);
    before.clock.advance(0);
    expect(fired()).toEqual([`tick ${now}`, `tock ${now}`]);
    before.clock.advance(1);
    expect(room.state.status).toBe('finished');
    expect(before.deadlines()).toHaveLength(3);
  });

  test('[R8] a deadline that fired before the restart does not fire again', async () => {
    const before = match();
    before.clock.advance(TICK_MS);
    const { fired } = await restarted(before);
    before.clock.advance(1_000);
    expect(fired()).toHaveLength(2);
  });

  test('[R11] the room has the same state when its log was cut by snapshots', async () => {
    const before = match();
    const { ann, room } = before;
    for (let seq = 1; seq <= 150; seq += 1) {
      ann.request('intent', { room: room.id, seq, intent: { type: 'peek' } });
    }
    const state = room.rules.save(room.state.play as never);
    const stored = await before.store.claim(room.id);
    expect(stored?.entries.length).toBeLessThan(100);
    const after = await restarted(before);
    expect(after.room.rules.save(after.room.state.play as never)).toEqual(state);
    expect(after.room.state).toMatchObject({ seats: [{ seq: 150 }, { seq: 0 }] });
    expect(after.changes).toEqual([after.room.revision]);
  });
});
