// What a move costs in things that can be counted, and so on any machine alike: none of it may grow unseen.
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Played } from './loads/loops.ts';
import { Program } from './program.ts';
import type { Counts } from './servers/counted.ts';

const here = import.meta.dirname;
/** Eight times the six games that a load plays: so every round has the same moves and rematches, and averages are exact. */
const MOVES = 8 * 45;
const REMATCHES = 8 * 6;
const perMove = (rematch: number): number => (rematch * REMATCHES) / MOVES;
/** For rounding. */
const AND_A_LITTLE = 0.01;
const PATIENCE_MS = 100_000;

/** On the average of a round's moves, each with its share of the rematches. */
type Spent = Readonly<Record<keyof Counts | keyof Played['traffic'], number>>;
type Counting = {
  readonly rounds: number;
  readonly args?: readonly string[];
  readonly node?: readonly string[];
};

type Seating = Omit<Counting, 'rounds'> & { readonly tables: number };

async function seated({ tables, args = [], node = [] }: Seating) {
  const server = new Program({ args: [join(here, 'servers/counted.ts'), ...args], node });
  const { at } = await server.heard<{ at: string }>();
  const load = new Program({ args: [join(here, 'loads/load.ts'), join(here, 'loads/turnkeeper.ts'), at] });
  await load.heard();
  await load.ask({ ask: 'open', tables });
  return { server, load };
}

/** One table, one move at a time: nothing is gathered that chance would gather. */
async function spent({ rounds, args = [], node = [] }: Counting): Promise<Spent[]> {
  const { server, load } = await seated({ tables: 1, args, node });
  const all: Spent[] = [];
  while (all.length < rounds) {
    const before = await server.ask<Counts>({ ask: 'from' });
    const { traffic } = await load.ask<Played>({ ask: 'play', ms: PATIENCE_MS, most: MOVES, atOnce: 1 });
    const after = await server.ask<Counts>({ ask: 'to' });
    const names = Object.keys(after) as (keyof Counts)[];
    const counted = names.map((name) => [name, (after[name] - before[name]) / MOVES]);
    const seen = Object.entries(traffic).map(([name, total]) => [name, total / MOVES]);
    all.push(Object.fromEntries([...counted, ...seen]));
  }
  await load.end();
  await server.end();
  return all;
}

const least = (all: readonly Spent[], of: keyof Spent): number => Math.min(...all.map((one) => one[of]));
const most = (all: readonly Spent[], of: keyof Spent): number => Math.max(...all.map((one) => one[of]));

describe('on the wire and in the log', () => {
  let rounds: Spent[];
  beforeAll(async () => {
    // The young generation holds a round's garbage: the heap grows by what is allocated.
    const node = ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128'];
    rounds = await spent({ rounds: 32, node });
  }, PATIENCE_MS);

  test('a move is one frame in, and one out to each member', () => {
    // A rematch is two offers; each is answered, and told to both.
    expect(most(rounds, 'framesOut')).toBeLessThanOrEqual(1 + perMove(2) + AND_A_LITTLE);
    expect(most(rounds, 'framesIn')).toBeLessThanOrEqual(2 + perMove(6) + AND_A_LITTLE);
  });

  test('what one turn says to a member leaves in one write', () => {
    expect(most(rounds, 'writes')).toBeLessThanOrEqual(2 + perMove(4) + AND_A_LITTLE);
  });

  test('a move is one entry of the log, and so is an offer', () => {
    expect(most(rounds, 'appends')).toBeLessThanOrEqual(1 + perMove(2) + AND_A_LITTLE);
  });

  test('a move is no more bytes than it was', () => {
    // Two diffs of some 270 bytes, and the whole documents of a rematch. Fewer where moves share a millisecond,
    // and so a deadline.
    expect(most(rounds, 'bytesIn')).toBeLessThanOrEqual(850);
    expect(most(rounds, 'bytesOut')).toBeLessThanOrEqual(150);
  });

  test('a move allocates no more than it did', () => {
    // Measured: 14,200 in the last rounds; V8 needs those before to compile what is hot. Not the least
    // of all: the very first counts some 12,000, whatever a move allocates later.
    expect(least(rounds.slice(-8), 'heap')).toBeLessThanOrEqual(16_000);
  });
});

/** So many that what else the heap does is little beside it. */
const TABLES = 100;
/** Of the nine that the first of the six games has: so the match goes on. */
const UNENDED = 8;
const SIX_GAMES = 45;

/** Bytes of heap a move, of what is still there when all garbage is gone; of several rounds. */
async function kept({ rounds }: { readonly rounds: number }): Promise<number[]> {
  const { server, load } = await seated({ tables: TABLES, node: ['--expose-gc'] });
  const play = (moves: number): Promise<Played> =>
    load.ask({ ask: 'play', ms: PATIENCE_MS, most: TABLES * moves, atOnce: 1 });
  const heap = async (): Promise<number> => {
    // What one collection finalizes, the next one frees.
    await server.ask({ ask: 'from' });
    return (await server.ask<Counts>({ ask: 'from' })).heap;
  };
  const all: number[] = [];
  // The first makes V8 compile, and lets go of what it compiled from.
  await play(SIX_GAMES);
  while (all.length < rounds) {
    await play(SIX_GAMES);
    const before = await heap();
    await play(UNENDED);
    all.push(((await heap()) - before) / (TABLES * UNENDED));
    await play(SIX_GAMES - UNENDED);
  }
  await load.end();
  await server.end();
  return all;
}

test('a move leaves no more behind than it did', { timeout: PATIENCE_MS }, async () => {
  // Measured: 590, of which the diff for those who come back is some 400. At some thousand rooms nearly all of a collection's
  // work is what moves leave behind. The least, since it is what the moves make; all else comes on top.
  expect(Math.min(...(await kept({ rounds: 3 })))).toBeLessThanOrEqual(650);
});

describe('in the event loop', () => {
  let rounds: Spent[];
  beforeAll(async () => {
    rounds = await spent({ rounds: 2, args: ['async'] });
  }, PATIENCE_MS);

  test('a move makes no promise', () => {
    expect(most(rounds, 'promises')).toBeLessThanOrEqual(0.05);
  });

  test('a move arms one timer at the most', () => {
    expect(most(rounds, 'timers')).toBeLessThanOrEqual(1.05);
  });

  test('a move leaves nothing for later but the end of its turn, and so does an offer', () => {
    expect(most(rounds, 'ticks')).toBeLessThanOrEqual(1 + perMove(2) + 0.05);
  });
});
