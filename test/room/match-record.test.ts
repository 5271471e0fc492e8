import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { type Game, type Rules, rulesOf } from '../../src/game/index.ts';
import type { Json } from '../../src/json.ts';
import { type MatchRecord, replay, replaying } from '../../src/room/match-record.ts';
import { isRefused } from '../../src/room/reducer.ts';
import { RoomLog } from '../../src/room/room-log.ts';
import { migrated, saveState } from '../../src/room/room-snapshot.ts';
import type { RoomEvent } from '../../src/room/state.ts';
import { MemoryStore, type StoredRoom } from '../../src/store/index.ts';
import highCard from '../game/fixtures/high-card.ts';
import { labGame, TICK_MS } from './fixtures/lab-game.ts';

const START = 1_790_000_000_000;

const silent = { warn() {}, error() {} };

const roomLog = (rules: Rules, store: MemoryStore): RoomLog =>
  new RoomLog({ room: 'room', rules, store, log: silent, reloaded() {} });

/** The log of a room whose seats are all taken, and its store. */
function seated(game: Game, given: Json = {}, seats = 2) {
  const rules = rulesOf(game);
  const checked = rules.checkOptions(given);
  if (!checked.ok) throw new Error(checked.message);
  const { options } = checked;
  const store = new MemoryStore();
  const log = roomLog(rules, store);
  const { name, version } = game;
  const setup = { game: name, version, options, visibility: 'public', code: 'ABC234', seats } as const;
  commit(log, { type: 'opened', at: START, setup });
  for (const [seat, name] of ['Ann', 'Bob', 'Cleo'].slice(0, seats).entries()) sit(log, seat, name);
  return { rules, store, log, setup };
}

const sit = (log: RoomLog, seat: number, name: string): void =>
  commit(log, { type: 'seated', at: START, seat, player: name, name, bot: null, seed: `seed-of-${seat}` });

function commit(log: RoomLog, event: RoomEvent): void {
  const next = log.reduce(event);
  if (isRefused(next)) throw new Error(`${event.type} was refused`);
  expect(log.append(event, next)).toBe('stored');
}

/** The state decides what event a step makes, so a step stays valid when fast-check shrinks the list. */
type Step = { readonly seat: number; readonly pick: number; readonly wait: number; readonly reload: boolean };
const steps = fc.array(
  fc.record({ seat: fc.nat(1), pick: fc.nat(1_000), wait: fc.nat(8_000), reload: fc.boolean() }),
  { maxLength: 160, size: 'max' },
);

/** The event of a step: a seat taken, a rematch, a due deadline, seldom a leaver, else a legal intent. */
function eventOf(rules: Rules, log: RoomLog, at: number, { seat, pick }: Step): RoomEvent | undefined {
  const { status, play, seats } = log.state;
  const holder = seats[seat];
  if (!holder)
    return { type: 'seated', at, seat, player: `p${at}`, name: `Guest ${at}`, bot: null, seed: `${at}` };
  if (status !== 'playing' || play === null) return { type: 'rematch', at, seat, seed: `${pick}` };
  const due = play.deadlines.find((deadline) => deadline.at <= at);
  if (due) return { type: 'deadline', at, id: due.id };
  if (pick < 15) return { type: 'unseated', at, seat, forced: pick < 5 };
  const { intents } = rules.legal(play, seat, at);
  const intent = intents[pick % Math.max(1, intents.length)];
  return intent && { type: 'intent', at, seat, seq: holder.seq + 1, intent };
}

const games: [string, Game, Json][] = [
  ['tic-tac-toe', ticTacToe, {}],
  ['secrets and chance', highCard, { cards: 4 }],
];

describe.each(games)('%s', (_, game, options) => {
  test('[R11] the replay of a finished match equals the match, with reloads at any point', async () => {
    let replayed = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const { rules, store, log: first } = seated(game, options);
        let log = first;
        let at = START;
        let views = [view(rules, log)];
        for (const step of list) {
          at += step.wait;
          const event = eventOf(rules, log, at, step);
          if (event === undefined || (event.type === 'seated' && log.state.status === 'playing')) continue;
          const before = log.state;
          commit(log, event);
          if (log.state.match !== before.match) views = [];
          if (log.state.match !== before.match || before.status === 'playing') views.push(view(rules, log));
          if (step.reload) log = await reload(rules, log, store);
          const { record, state } = log;
          expect(record === null).toBe(state.status !== 'finished');
          if (record === null || before.status !== 'playing') continue;
          replayed += 1;
          expect(record.endedAt).toBe(at);
          const played = [...replaying(JSON.parse(JSON.stringify(record)) as MatchRecord, rulesOf(game))];
          expect(played.map(({ match }) => rules.view(match))).toEqual(views);
          expect(replay(record, rules).outcome).toEqual(state.outcome);
          const until = step.pick % views.length;
          expect(rules.view(replay(record, rules, until).match)).toEqual(views[until]);
        }
      }),
      { numRuns: 25 },
    );
    expect(replayed).toBeGreaterThan(20);
  });
});

const view = (rules: Rules, { state }: RoomLog): Json =>
  state.play === null ? null : rules.view(state.play);

/** The log as another process loads it; at even revisions from a snapshot. */
async function reload(rules: Rules, log: RoomLog, store: MemoryStore): Promise<RoomLog> {
  if (log.revision % 2 === 0) log.saveSnapshot();
  const loaded = roomLog(rules, store);
  const stored = await store.claim('room');
  if (stored === null) throw new Error('the store does not have the room');
  loaded.adopt(stored);
  expect(loaded.record).toEqual(log.record);
  return loaded;
}

describe('the record of a match', () => {
  const finish = (seat: number): RoomEvent => ({
    ...{ type: 'intent', at: START + 2, seat, seq: 1 },
    intent: { type: 'finish' },
  });

  test('holds names, version, options, seed, events and outcome, and nothing that identifies a session', () => {
    const { log, setup } = seated(ticTacToe);
    expect(log.record).toBeNull();
    commit(log, { type: 'intent', at: START + 1, seat: 0, seq: 7, intent: { type: 'place', cell: 4 } });
    expect(log.record).toBeNull();
    commit(log, { type: 'unseated', at: START + 9, seat: 1, forced: false });
    expect(log.record).toEqual({
      format: 1,
      ...{ game: 'tic-tac-toe', version: 1, seats: 2, names: ['Ann', 'Bob'] },
      ...{ options: setup.options, seed: 'seed-of-1', startedAt: START, endedAt: START + 9 },
      outcome: { winners: [0], reason: 'left' },
      events: [
        { at: START + 1, type: 'intent', seat: 0, intent: { type: 'place', cell: 4 } },
        { at: START + 9, type: 'seat.left', seat: 1, forced: false },
      ],
    });
  });

  test('does not change after the match: a later leaver is not in it, and a rematch starts a new record', () => {
    const { log } = seated(labGame());
    commit(log, finish(0));
    const { record } = log;
    const text = JSON.stringify(record);
    commit(log, { type: 'unseated', at: START + 3, seat: 1, forced: false });
    sit(log, 1, 'Cleo');
    expect(JSON.stringify(log.record)).toBe(text);
    const engine = { name: 'compiled', xstate: '5.33.3' } as const;
    for (const seat of [0, 1])
      commit(log, { type: 'rematch', at: START + 4, seat, seed: `again-${seat}`, engine });
    expect(log.record).toBeNull();
    commit(log, finish(0));
    expect(log.record).toMatchObject({
      names: ['Cleo', 'Ann'],
      seed: 'again-1',
      startedAt: START + 4,
      engine,
    });
    expect(JSON.stringify(record)).toBe(text);
  });

  test('[R8] [R9] replays deadlines, and a leaver whose seat.left the game ignores', () => {
    const { log, rules } = seated(labGame(), { leaver: 'ignored', clocks: true }, 3);
    const [first] = log.state.play?.deadlines ?? [];
    commit(log, { type: 'deadline', at: START + TICK_MS, id: first?.id ?? '' });
    commit(log, { type: 'unseated', at: START + TICK_MS + 1, seat: 1, forced: true });
    const record = log.record as MatchRecord;
    expect(replay(record, rules).outcome).toEqual({ winners: [0, 2], reason: 'left' });
    expect(replay(record, rules, 1)).toMatchObject({ outcome: null });
  });

  test('has no events when the match ends as it begins', () => {
    const { log, rules } = seated(labGame(), { instant: true });
    expect(log.record).toMatchObject({ events: [], startedAt: START, endedAt: START });
    expect(replay(log.record as MatchRecord, rules).outcome).toEqual(log.state.outcome);
  });

  test('is not replayed by another version, by another game, or when the rules refuse an event', () => {
    const { log, rules } = seated(labGame());
    commit(log, finish(0));
    const record = log.record as MatchRecord;
    expect(() => replay({ ...record, version: 2 }, rules)).toThrow(/version 2 of lab/);
    expect(() => replay({ ...record, events: [...record.events, ...record.events] }, rules)).toThrow(
      /refuses/,
    );
    expect(() => replay(record, rulesOf(ticTacToe))).toThrow(/tic-tac-toe/);
  });
});

describe('a snapshot', () => {
  test('without a recording still loads; the running match has no record, the next one has', async () => {
    const { log, rules, store } = seated(labGame());
    const { recording: _, ...old } = saveState(rules, log.state) as { [key: string]: Json };
    const fence = { room: 'room', epoch: log.epoch, expected: log.revision };
    store.snapshot(fence, { revision: log.revision, state: old });
    const loaded = roomLog(rules, store);
    const stored = await store.claim('room');
    if (stored === null) throw new Error('the store does not have the room');
    loaded.adopt(stored);
    expect(saveState(rules, loaded.state)).toEqual(saveState(rules, log.state));
    const finish = (seat: number, seq: number): RoomEvent => ({
      ...{ type: 'intent', at: START, seat, seq },
      intent: { type: 'finish' },
    });
    commit(loaded, finish(0, 1));
    expect(loaded.state.status).toBe('finished');
    expect(loaded.record).toBeNull();
    for (const seat of [0, 1]) commit(loaded, { type: 'rematch', at: START, seat, seed: 'again' });
    commit(loaded, finish(0, 2));
    expect(loaded.record).toMatchObject({ seed: 'again', events: [{ type: 'intent' }] });
  });

  test('that is migrated to a new version keeps the record of a finished match only', async () => {
    const next = rulesOf({ ...labGame(), version: 2, migrate: ({ value, context }) => ({ value, context }) });
    for (const isOver of [false, true]) {
      const { log, store } = seated(labGame());
      if (isOver) {
        commit(log, { type: 'intent', at: START, seat: 0, seq: 1, intent: { type: 'finish' } });
      }
      log.saveSnapshot();
      const stored = migrated(next, (await store.claim('room')) as StoredRoom);
      const loaded = roomLog(next, store);
      loaded.adopt(stored);
      if (!isOver) commit(loaded, { type: 'unseated', at: START, seat: 0, forced: true });
      expect(loaded.state.setup.version).toBe(2);
      expect(loaded.record?.version).toBe(isOver ? 1 : undefined);
    }
  });
});
