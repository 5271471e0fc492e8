// Two loads for a server: as fast as it answers (closed loop), and at a fixed rate (open loop).
import { noTraffic, type Traffic } from '../websocket-client.ts';
import type { ExtendedTable, Table } from './table.ts';

export type LoadResult = {
  readonly moves: number;
  readonly seconds: number;
  readonly traffic: Traffic;
};

/** Latencies in ms. */
export type LatencyResult = {
  readonly moves: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
};

type ClosedLoop = {
  readonly tables: readonly Table[];
  readonly ms: number;
  /** The loop ends after this number of moves, even if time is left. */
  readonly maxMoves?: number;
  /** Number of moves in progress at the same time. */
  readonly concurrency: number;
  readonly traffic: Traffic;
};

export function closedLoop({
  tables,
  ms,
  maxMoves = Infinity,
  concurrency,
  traffic,
}: ClosedLoop): Promise<LoadResult> {
  const before = { ...traffic };
  const startedAt = performance.now();
  const until = startedAt + ms;
  const workers = Math.min(concurrency, tables.length);
  let [moves, active] = [0, workers];
  return new Promise((resolve) => {
    /** Each worker has its own tables: every `workers`-th one. After a game, the next one starts at once. */
    const next = (index: number): void => {
      const table = tables[index];
      if (table === undefined) next(index % workers);
      else if (moves < maxMoves && performance.now() < until) {
        table.move(() => {
          moves += 1;
          finish(index);
        });
      } else {
        active -= 1;
        if (active === 0)
          resolve({ moves, seconds: secondsSince(startedAt), traffic: since(before, traffic) });
      }
    };
    const finish = (index: number): void => {
      const table = tables[index];
      if (table?.over) table.rematch(() => next(index + workers));
      else next(index + workers);
    };
    for (let worker = 0; worker < workers; worker += 1) next(worker);
  });
}

/** An open loop ends after this multiple of its length if the server cannot keep up. */
const TOO_LATE = 3;

type OpenLoop = { readonly tables: readonly Table[]; readonly ms: number; readonly perSecond: number };

/** A turn of the loop takes microseconds. After a longer gap, in ms, the load itself was paused. */
const PAUSE_MS = 1;

/**
 * Latency counts from the time at which a move was due, so that a stalled server cannot hide the moves that it delayed.
 * A pause of the load itself (garbage collection, another program) postpones all later moves. Otherwise they would
 * reach the server all at once, and the server would be charged for them.
 */
export function openLoop({ tables, ms, perSecond }: OpenLoop): Promise<LatencyResult> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  const free = [...tables];
  let total = Math.floor((ms / 1_000) * perSecond);
  let [lastTurnAt, pausedMs] = [startedAt, 0];
  const dueOf = (move: number): number => startedAt + pausedMs + (move / perSecond) * 1_000;
  let due = 0;
  const finish = (table: Table): void => {
    if (table.over) table.rematch(() => free.push(table));
    else free.push(table);
  };
  return new Promise((resolve) => {
    const turn = (): void => {
      const now = performance.now();
      if (now - lastTurnAt > PAUSE_MS) pausedMs += now - lastTurnAt;
      lastTurnAt = now;
      // The server does not keep up: moves that are not sent yet are dropped.
      if (now > startedAt + TOO_LATE * ms) total = due;
      for (; due < total && dueOf(due) <= now; due += 1) {
        const table = free.shift();
        // All tables wait for the server: the move stays due, and its latency grows.
        if (table === undefined) break;
        const at = dueOf(due);
        table.move(() => {
          latencies.push(performance.now() - at);
          finish(table);
        });
      }
      if (due === total && free.length === tables.length)
        resolve(figures(latencies, secondsSince(startedAt)));
      // Timers are not exact enough: the loop turns as fast as it can, on its own core.
      else setImmediate(turn);
    };
    turn();
  });
}

/** One player of each table loses the connection and reconnects, repeatedly. Counts reconnects as moves. */
export async function reconnectLoop(options: {
  tables: readonly ExtendedTable[];
  ms: number;
}): Promise<LoadResult> {
  const { tables, ms } = options;
  const startedAt = performance.now();
  let moves = 0;
  const reconnectAt = async (table: ExtendedTable): Promise<void> => {
    for (; performance.now() < startedAt + ms; moves += 1) await table.reconnect();
  };
  await Promise.all(tables.map(reconnectAt));
  return { moves, seconds: secondsSince(startedAt), traffic: noTraffic() };
}

function figures(latencies: number[], seconds: number): LatencyResult {
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
