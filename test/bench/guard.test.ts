// Upper bounds for the countable costs of a move. The counts are the same on every machine and must not grow.
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LoadResult } from './loads/loops.ts';
import { Program } from './program.ts';
import type { Counts } from './servers/counted.ts';

const here = import.meta.dirname;
/** A round is eight times the six games of the load, so that all rounds have the same moves and rematches. */
const MOVES = 8 * 45;
const REMATCHES = 8 * 6;
const perMove = (rematch: number): number => (rematch * REMATCHES) / MOVES;
const ROUNDING = 0.01;
const TIMEOUT_MS = 100_000;

/** Per move: the average of one round, including its rematches. */
type Cost = Readonly<Record<keyof Counts | keyof LoadResult['traffic'], number>>;

type ServerFlags = {
  readonly args?: readonly string[];
  readonly node?: readonly string[];
};

async function startLoad(tables: number, { args = [], node = [] }: ServerFlags) {
  const server = new Program({ args: [join(here, 'servers/counted.ts'), ...args], node });
  const { address } = await server.nextMessage<{ address: string }>();
  const load = new Program({
    args: [join(here, 'loads/load.ts'), join(here, 'loads/turnkeeper.ts'), address],
  });
  await load.nextMessage();
  await load.request({ type: 'open', tables });
  return {
    server,
    load,
    async [Symbol.asyncDispose](): Promise<void> {
      await load.end();
      await server.end();
    },
  };
}

/** Plays rounds until `enough`. One table and one move at a time, so that no writes are batched by chance. */
async function costs(flags: ServerFlags, enough: (costs: readonly Cost[]) => boolean): Promise<Cost[]> {
  await using running = await startLoad(1, flags);
  const { server, load } = running;
  const all: Cost[] = [];
  while (!enough(all)) {
    const before = await server.request<Counts>({ type: 'before' });
    const { traffic } = await load.request<LoadResult>({
      type: 'play',
      ms: TIMEOUT_MS,
      maxMoves: MOVES,
      concurrency: 1,
    });
    const after = await server.request<Counts>({ type: 'after' });
    const names = Object.keys(after) as (keyof Counts)[];
    const counted = names.map((name) => [name, (after[name] - before[name]) / MOVES]);
    const received = Object.entries(traffic).map(([name, total]) => [name, total / MOVES]);
    all.push(Object.fromEntries([...counted, ...received]));
  }
  return all;
}

const max = (all: readonly Cost[], of: keyof Cost): number => Math.max(...all.map((one) => one[of]));

describe('on the wire and in the log', () => {
  /** Measured: 14,200 bytes a move once V8 has compiled the hot functions; about 12,000 in the first round. */
  const HEAP_BYTES = 16_000;
  /** Rounds until V8 has compiled the hot functions, on an idle machine. */
  const WARM = 24;

  /**
   * Without a garbage collection, the growth of the heap is what was allocated. The minimum counts, because V8 may
   * still compile in some of the rounds.
   */
  const allocated = (all: readonly Cost[]): number => {
    const undisturbed = all.slice(WARM).filter(({ collections }) => collections === 0);
    return Math.min(...undisturbed.map(({ heap }) => heap));
  };

  let rounds: Cost[];
  beforeAll(async () => {
    // The young generation holds the garbage of a whole round.
    const node = ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128'];
    // On a loaded machine V8 compiles later. The test then plays more rounds; the bound stays.
    rounds = await costs(
      { node },
      (all) => all.length >= 32 && (allocated(all) <= HEAP_BYTES || all.length >= 200),
    );
  }, TIMEOUT_MS);

  test('a move is one frame in, and one out to each member', () => {
    // A rematch is two offers; each is answered, and sent to both members.
    expect(max(rounds, 'framesOut')).toBeLessThanOrEqual(1 + perMove(2) + ROUNDING);
    expect(max(rounds, 'framesIn')).toBeLessThanOrEqual(2 + perMove(6) + ROUNDING);
  });

  test('all messages to one member in one tick leave in one write', () => {
    expect(max(rounds, 'writes')).toBeLessThanOrEqual(2 + perMove(4) + ROUNDING);
  });

  test('a move is one entry of the log, and so is an offer of a rematch', () => {
    expect(max(rounds, 'appends')).toBeLessThanOrEqual(1 + perMove(2) + ROUNDING);
  });

  test('a move takes at most 850 bytes to the clients and 150 from them', () => {
    // Two diffs of about 270 bytes, and the full documents of a rematch. Fewer if moves happen in the same millisecond,
    // because their deadline is then the same.
    expect(max(rounds, 'bytesIn')).toBeLessThanOrEqual(850);
    expect(max(rounds, 'bytesOut')).toBeLessThanOrEqual(150);
  });

  test('a move allocates at most 16,000 bytes', () => {
    expect(allocated(rounds)).toBeLessThanOrEqual(HEAP_BYTES);
    // A lower figure would mean that a garbage collection was not observed.
    expect(allocated(rounds)).toBeGreaterThan(1_000);
  });
});

/** With this number of tables, everything else on the heap is small relative to their moves. */
const TABLES = 100;
/** One less than the moves of the first game, so that the match goes on. */
const OPEN_MATCH_MOVES = 8;
const SIX_GAMES = 45;

/** Bytes of heap per move that remain after a garbage collection: the minimum of several rounds. */
async function retained(bound: number): Promise<number> {
  await using running = await startLoad(TABLES, { node: ['--expose-gc'] });
  const { server, load } = running;
  const play = (moves: number): Promise<LoadResult> =>
    load.request({ type: 'play', ms: TIMEOUT_MS, maxMoves: TABLES * moves, concurrency: 1 });
  const heap = async (): Promise<number> => {
    // The second collection frees what the first one has finalized.
    await server.request({ type: 'before' });
    return (await server.request<Counts>({ type: 'before' })).heap;
  };
  let least = Number.POSITIVE_INFINITY;
  // In this round V8 compiles, and frees the source text of compiled functions.
  await play(SIX_GAMES);
  for (let round = 0; round < 3 || (least > bound && round < 12); round += 1) {
    await play(SIX_GAMES);
    const before = await heap();
    await play(OPEN_MATCH_MOVES);
    least = Math.min(least, ((await heap()) - before) / (TABLES * OPEN_MATCH_MOVES));
    await play(SIX_GAMES - OPEN_MATCH_MOVES);
  }
  return least;
}

test('a move retains at most 650 bytes', { timeout: TIMEOUT_MS }, async () => {
  // Measured: 590, of which about 400 are the diff kept for members who resume. With thousands of rooms, these bytes
  // are nearly all the work of a garbage collection. The minimum counts: each move retains the same, and all else adds.
  const bytes = await retained(650);
  expect(bytes).toBeLessThanOrEqual(650);
  expect(bytes).toBeGreaterThan(0);
});

describe('in the event loop', () => {
  let rounds: Cost[];
  beforeAll(async () => {
    rounds = await costs({ args: ['async'] }, (all) => all.length >= 2);
  }, TIMEOUT_MS);

  test('a move makes no promise', () => {
    expect(max(rounds, 'promises')).toBeLessThanOrEqual(0.05);
  });

  test('a move sets at most one timer', () => {
    expect(max(rounds, 'timers')).toBeLessThanOrEqual(1.05);
  });

  test('a move schedules two ticks, and so does an offer of a rematch', () => {
    // One by the server, which writes at its end; one by the stream of the socket that was read.
    expect(max(rounds, 'ticks')).toBeLessThanOrEqual(2 * (1 + perMove(2)) + 0.05);
  });
});
