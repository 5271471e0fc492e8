// The two ways to load a server: as fast as it answers, and at a pace of its own, whatever the server does.
import { noTraffic, type Traffic } from '../line.ts';
import type { LivelyTable, Table } from './table.ts';

export type Played = {
  readonly moves: number;
  readonly seconds: number;
  readonly traffic: Traffic;
};

/** Latencies in ms. */
export type Paced = {
  readonly moves: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
};

type ClosedLoop = {
  readonly tables: readonly Table[];
  readonly ms: number;
  /** Ends it before its time is up. */
  readonly most?: number;
  /** Moves under way at the same time, at all tables in turn. */
  readonly atOnce: number;
  readonly traffic: Traffic;
};

export function closedLoop({ tables, ms, most = Infinity, atOnce, traffic }: ClosedLoop): Promise<Played> {
  const before = { ...traffic };
  const startedAt = performance.now();
  const until = startedAt + ms;
  const hands = Math.min(atOnce, tables.length);
  let [moves, busy] = [0, hands];
  return new Promise((resolve) => {
    /** Each hand has tables of its own: every `hands`-th. No table is left with its game over. */
    const go = (index: number): void => {
      const table = tables[index];
      if (table === undefined) go(index % hands);
      else if (moves < most && performance.now() < until) {
        table.move(() => {
          moves += 1;
          settle(index);
        });
      } else {
        busy -= 1;
        if (busy === 0) resolve({ moves, seconds: secondsSince(startedAt), traffic: since(before, traffic) });
      }
    };
    const settle = (index: number): void => {
      const table = tables[index];
      if (table?.over) table.again(() => go(index + hands));
      else go(index + hands);
    };
    for (let hand = 0; hand < hands; hand += 1) go(hand);
  });
}

/** Times its length: after them a loop is ended that the server cannot follow. */
const TOO_LATE = 3;

type OpenLoop = { readonly tables: readonly Table[]; readonly ms: number; readonly perSecond: number };

/** The loop turns in microseconds: after so many ms without a turn it was the load that stood still. */
const PAUSE_MS = 1;

/**
 * Latency counts from when a move was due, so that a server which stalls cannot hide the moves it held up. What the
 * load itself stood still, for its garbage or for another program, puts off all that is due after it: else it would
 * come to the server at once, and count as the server's.
 */
export function openLoop({ tables, ms, perSecond }: OpenLoop): Promise<Paced> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  const free = [...tables];
  let total = Math.floor((ms / 1_000) * perSecond);
  let [turnedAt, stood] = [startedAt, 0];
  const dueOf = (move: number): number => startedAt + stood + (move / perSecond) * 1_000;
  let due = 0;
  const settle = (table: Table): void => {
    if (table.over) table.again(() => free.push(table));
    else free.push(table);
  };
  return new Promise((resolve) => {
    const turn = (): void => {
      const now = performance.now();
      if (now - turnedAt > PAUSE_MS) stood += now - turnedAt;
      turnedAt = now;
      // The server does not keep up at all: what was not sent by now never will be.
      if (now > startedAt + TOO_LATE * ms) total = due;
      for (; due < total && dueOf(due) <= now; due += 1) {
        const table = free.shift();
        // All tables are waiting for the server: the move stays due, and its latency grows.
        if (table === undefined) break;
        const at = dueOf(due);
        table.move(() => {
          latencies.push(performance.now() - at);
          settle(table);
        });
      }
      if (due === total && free.length === tables.length)
        resolve(figures(latencies, secondsSince(startedAt)));
      // No timer is as exact: the loop turns as fast as it can, on a core of its own.
      else setImmediate(turn);
    };
    turn();
  });
}

/** One of each table is cut off and comes back, again and again; counted as moves. */
export async function comingBack(options: { tables: readonly LivelyTable[]; ms: number }): Promise<Played> {
  const { tables, ms } = options;
  const startedAt = performance.now();
  let moves = 0;
  const comeAndGo = async (table: LivelyTable): Promise<void> => {
    for (; performance.now() < startedAt + ms; moves += 1) await table.comeBack();
  };
  await Promise.all(tables.map(comeAndGo));
  return { moves, seconds: secondsSince(startedAt), traffic: noTraffic() };
}

function figures(latencies: number[], seconds: number): Paced {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { moves: sorted.length, seconds, p50: at(0.5), p99: at(0.99) };
}

const secondsSince = (startedAt: number): number => (performance.now() - startedAt) / 1_000;

function since(before: Traffic, now: Traffic): Traffic {
  const { framesIn, framesOut, bytesIn, bytesOut } = now;
  return {
    framesIn: framesIn - before.framesIn,
    framesOut: framesOut - before.framesOut,
    bytesIn: bytesIn - before.bytesIn,
    bytesOut: bytesOut - before.bytesOut,
  };
}
