import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GameFault, rulesOf } from '../../src/game/index.ts';
import type { Json } from '../../src/json.ts';
import { isRefused, reduce } from '../../src/room/reducer.ts';
import { loadState, saveState } from '../../src/room/room-snapshot.ts';
import type { RoomEvent, RoomState } from '../../src/room/state.ts';
import { type Faults, labGame, TICK_MS } from './fixtures/lab-game.ts';

const START = 1_790_000_000_000;

function setUp({ seats = 2, leaver = 'ends', clocks = false, instant = false } = {}) {
  const faults: Faults = new Set();
  const rules = rulesOf(labGame(faults));
  const options = { leaver, clocks, instant };
  const setup = { game: 'lab', version: 1, options, visibility: 'public', code: 'ABC234', seats } as const;
  const opened: RoomEvent = { type: 'opened', at: START, setup };
  const sit = (seat: number, bot: string | null = null): RoomEvent => {
    const player = `p${seat}`;
    return { type: 'seated', at: START, seat, player, name: player.toUpperCase(), bot, seed: `s${seat}` };
  };
  /** The state after the events; a refusal fails the test. */
  function play(...events: RoomEvent[]): RoomState {
    let state: RoomState | null = null;
    for (const [index, event] of [opened, ...events].entries()) {
      const next = reduce(rules, state, event, index + 1);
      if (isRefused(next)) throw new Error(`${event.type} was refused`);
      state = next;
    }
    if (state === null) throw new Error('no events');
    return state;
  }
  return { rules, faults, play, sit };
}

const rematch = (seat: number): RoomEvent => ({ type: 'rematch', at: START, seat, seed: `again${seat}` });
const leave = (seat: number, forced = false): RoomEvent => ({ type: 'unseated', at: START, seat, forced });
const intent = (seat: number, seq: number, type: string, fields = {}): RoomEvent => ({
  ...{ type: 'intent', at: START, seat, seq },
  intent: { type, ...fields },
});

describe('the start and end of a match', () => {
  test('a match begins when every seat is taken', () => {
    const { play, sit } = setUp({ seats: 3 });
    expect(play(sit(0), sit(2))).toMatchObject({ status: 'waiting', play: null, match: 1 });
    expect(play(sit(0), sit(2), sit(1, 'house')).status).toBe('playing');
  });

  test('an intent records its seq and its revision at the seat', () => {
    const { play, sit } = setUp();
    const { seats } = play(sit(0), sit(1), intent(1, 7, 'peek'));
    expect(seats[1]).toMatchObject({ seq: 7, seqRevision: 4 });
    expect(seats[0]).toMatchObject({ seq: 0, seqRevision: 0 });
  });

  test('[R4] a refused intent returns the reason and no state', () => {
    const { rules, play, sit } = setUp();
    const state = play(sit(0), sit(1), intent(0, 1, 'add', { n: 3 }), intent(0, 2, 'add', { n: 3 }));
    const full = reduce(rules, state, intent(0, 3, 'add', { n: 3 }), 6);
    expect(full).not.toHaveProperty('refused');
    const refused = reduce(rules, full as RoomState, intent(0, 4, 'add', { n: 3 }), 7);
    expect(refused).toEqual({ refused: true, reason: 'notTooMuch' });
  });

  test('an intent and a deadline outside a match are refused', () => {
    const { rules, play, sit } = setUp();
    expect(reduce(rules, play(sit(0)), intent(0, 1, 'peek'), 3)).toMatchObject({ refused: true });
    expect(reduce(rules, play(sit(0)), { type: 'deadline', at: START, id: 'x' }, 3)).toMatchObject({
      refused: true,
    });
  });
});

describe('leavers', () => {
  test('[R9] the machine gets seat.left and may end the match', () => {
    const { play, sit } = setUp();
    const state = play(sit(0), sit(1), leave(1));
    expect(state).toMatchObject({ status: 'finished', outcome: { reason: 'over' } });
    expect(state.seats[1]).toBeNull();
  });

  test('[R9] the machine may continue without the leaver', () => {
    const { rules, play, sit } = setUp({ seats: 3, leaver: 'goesOn' });
    const state = play(sit(0), sit(1), sit(2), leave(1));
    expect(state.status).toBe('playing');
    expect(state.play && rules.view(state.play)).toMatchObject({ left: [1] });
  });

  test('[R9] a match whose game ignores seat.left ends, and the remaining players win', () => {
    const { play, sit } = setUp({ seats: 3, leaver: 'ignored' });
    const state = play(sit(0), sit(1), sit(2), leave(1));
    expect(state).toMatchObject({ status: 'finished', outcome: { winners: [0, 2], reason: 'left' } });
  });

  test('[R9] a forced leave ends the match without a call of the game', () => {
    const { faults, play, sit } = setUp();
    faults.add('leave');
    expect(() => play(sit(0), sit(1), leave(0))).toThrow(GameFault);
    expect(play(sit(0), sit(1), leave(0, true))).toMatchObject({ outcome: { winners: [1], reason: 'left' } });
  });

  test('a player who leaves a waiting room frees the seat', () => {
    const { play, sit } = setUp();
    expect(play(sit(0), leave(0))).toMatchObject({ status: 'waiting', outcome: null, seats: [null, null] });
  });
});

describe('rematches', () => {
  test('a rematch starts when every player has offered one, and everyone moves up one seat', () => {
    const { play, sit } = setUp({ seats: 3 });
    const over = [sit(0), sit(1), sit(2), intent(0, 5, 'finish')];
    expect(play(...over, rematch(0), rematch(2))).toMatchObject({ status: 'finished', rematch: [0, 2] });
    const state = play(...over, rematch(0), rematch(2), rematch(1));
    expect(state).toMatchObject({ status: 'playing', match: 2, outcome: null, rematch: [] });
    expect(state.seats.map((holder) => holder?.player)).toEqual(['p2', 'p0', 'p1']);
    expect(state.seats[1]).toMatchObject({ seq: 5 });
  });

  test('bots agree to every rematch', () => {
    const { play, sit } = setUp();
    const state = play(sit(0), sit(1, 'house'), intent(0, 1, 'finish'), rematch(0));
    expect(state).toMatchObject({ status: 'playing', match: 2 });
    expect(state.seats[0]?.bot).toBe('house');
  });

  test('a rematch waits while a seat is free, and needs the offer of the player who takes it', () => {
    const { play, sit } = setUp();
    const left = [sit(0), sit(1), leave(1), rematch(0)];
    expect(play(...left)).toMatchObject({ status: 'finished', rematch: [0] });
    expect(play(...left, sit(1))).toMatchObject({ status: 'finished', rematch: [] });
    expect(play(...left, sit(1), rematch(1), rematch(0)).status).toBe('playing');
  });

  test('a rematch that ends as it begins counts as a match', () => {
    const { play, sit } = setUp({ instant: true });
    const state = play(sit(0), sit(1), rematch(0), rematch(1));
    expect(state).toMatchObject({ status: 'finished', match: 2, outcome: { reason: 'over' } });
    expect(state.seats[0]?.player).toBe('p1');
  });
});

/** Any event, legal or not. As in a room, the log leaves out what is refused. */
const anyEvent: fc.Arbitrary<RoomEvent> = fc
  .record({ at: fc.nat(TICK_MS * 7).map((ms) => START + ms), seat: fc.nat(2) })
  .chain(({ at, seat }) =>
    fc.oneof(
      fc
        .constantFrom(null, 'house')
        .map((bot) => ({ type: 'seated', ...player(seat), at, seat, bot }) as const),
      fc.boolean().map((forced) => ({ type: 'unseated', at, seat, forced }) as const),
      fc.constant({ type: 'rematch', at, seat, seed: `r${at}` } as const),
      fc
        .constantFrom('tick', 'tock', 'end')
        .map((name) => ({ type: 'deadline', at, id: idOf(name) }) as const),
      fc
        .record({
          seq: fc.nat(50),
          type: fc.constantFrom('add', 'peek', 'finish'),
          n: fc.integer({ min: 1, max: 3 }),
        })
        .map(({ seq, type, n }) => ({
          ...({ type: 'intent', at, seat, seq } as const),
          intent: { type, n },
        })),
    ),
  );
const player = (seat: number) => ({ player: `p${seat}`, name: `P${seat}`, seed: `s${seat}` });
const idOf = (name: string): string => `xstate.after.${name}.lab.playing`;

describe('properties', () => {
  const { rules, play } = setUp({ seats: 3, leaver: 'goesOn', clocks: true });

  /** The log of the accepted events, and the state after each of them. */
  function run(events: readonly RoomEvent[]): { log: RoomEvent[]; states: RoomState[] } {
    const log: RoomEvent[] = [];
    const states = [play()];
    for (const event of events) {
      const before = states.at(-1) as RoomState;
      const seats = before.seats;
      const fits = event.type === 'seated' ? seats[event.seat] === null && before.status !== 'playing' : true;
      const next = fits ? reduce(rules, before, event, log.length + 2) : before;
      if (!fits || isRefused(next)) continue;
      log.push(event);
      states.push(next);
    }
    return { log, states };
  }

  test('[R11] the same log gives the same state', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        const { log, states } = run(events);
        const again = play(...(JSON.parse(JSON.stringify(log)) as RoomEvent[]));
        expect(saveState(rules, again)).toEqual(saveState(rules, states.at(-1) as RoomState));
      }),
    );
  });

  test('[R11] a loaded state and the saved one give the same state after the same events', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), fc.nat(), (events, at) => {
        const { log, states } = run(events);
        const from = at % states.length;
        const text = JSON.stringify(saveState(rules, states[from] as RoomState));
        let state = loadState(rules, JSON.parse(text) as Json);
        for (const [index, event] of log.entries()) {
          if (index < from) continue;
          state = reduce(rules, state, event, index + 2) as RoomState;
        }
        expect(saveState(rules, state)).toEqual(saveState(rules, states.at(-1) as RoomState));
      }),
    );
  });
});
