// The cost of a move at 50 tables, for all contestants in turn; and the latency of a move at half load.
import { type Contest, withContests } from '../contest.ts';
import type { LatencyResult } from '../loads/loops.ts';
import type { Measure, MeasureContext } from './figure.ts';

const TABLES = 50;
/** Length of a latency run, in slices: with 1,000 moves, the p99 depends on the ten slowest. */
const LATENCY_SLICES = 3;
/** Measured at half load, each together with the floor. */
const LATENCY_CONTESTANTS = ['memory', 'durable'];
const hasLatency = ({ name }: Contest): boolean => name === 'floor' || LATENCY_CONTESTANTS.includes(name);

export const moves: Measure = async (context) => {
  for (let generation = 0; generation < context.scale.generations; generation += 1) {
    const { contestants, profile } = context;
    await withContests(contestants, { profile, countsBytes: true }, async (contests) => {
      await openTables(contests, context);
      for (let round = 0; round < context.scale.rounds; round += 1) {
        for (const contest of contests) await slice(contest, context);
      }
      // The other contestants end here: even an idle server has timers, and a pause of 1 ms shows in the latencies.
      for (const contest of contests) if (!hasLatency(contest)) await contest.close();
      for (const who of LATENCY_CONTESTANTS) {
        for (let run = 0; run < context.scale.latencyRuns; run += 1) await halfLoad(who, contests, context);
      }
    });
  }
};

async function openTables(contests: readonly Contest[], { scale }: MeasureContext): Promise<void> {
  for (const contest of contests) {
    await contest.request({ type: 'open', tables: TABLES });
    await contest.request({ type: 'play', ...scale.warmUp, concurrency: TABLES });
  }
}

async function slice(contest: Contest, { scale, records }: MeasureContext): Promise<void> {
  const { name: who } = contest;
  const cost = await contest.cost({ type: 'play', ms: scale.sliceMs, concurrency: TABLES });
  records.add({ figure: 'CPU a move', who, unit: 'µs' }, cost.cpu);
  records.add({ figure: 'moves a second', who, unit: '' }, cost.perSecond);
  records.add({ figure: 'bytes a move, to the server', who, unit: 'B' }, cost.bytesIn);
  records.add({ figure: 'bytes a move, from the server', who, unit: 'B' }, cost.bytesOut);
}

/**
 * Latency at half the throughput of `who`, for it and for the floor. The floor runs at the same rate: at half of its
 * own throughput, the limits of the client would count.
 */
async function halfLoad(
  who: string,
  contests: readonly Contest[],
  { scale, records }: MeasureContext,
): Promise<void> {
  const throughput = records.median('moves a second', who);
  if (throughput === undefined) return;
  const perSecond = throughput / 2;
  for (const contest of contests.filter(({ name }) => name === 'floor' || name === who)) {
    const latency = await contest.request<LatencyResult>({
      type: 'playAtRate',
      ms: LATENCY_SLICES * scale.sliceMs,
      perSecond,
    });
    const { name } = contest;
    records.add({ figure: `p50 at half load of ${who}`, who: name, unit: 'ms' }, latency.p50);
    records.add({ figure: `p99 at half load of ${who}`, who: name, unit: 'ms' }, latency.p99);
  }
}
