// The cost of a move at 50 tables, all contestants side by side in turn; and how long one takes at half load.
import { among, type Contest } from '../contest.ts';
import type { Paced } from '../loads/loops.ts';
import type { Ground, Measure } from './figure.ts';

const TABLES = 50;
/** Times longer than a slice: of 1,000 moves the p99 are the ten slowest. */
const PACED_SLICES = 3;
/** At half load, each beside the floor. */
const PACED = ['memory', 'durable'];
const stays = ({ name }: Contest): boolean => name === 'floor' || PACED.includes(name);

export const moves: Measure = async (ground) => {
  for (let generation = 0; generation < ground.scale.generations; generation += 1) {
    const { contestants, profile } = ground;
    await among(contestants, { profile, countsBytes: true }, async (contests) => {
      await sitDown(contests, ground);
      for (let round = 0; round < ground.scale.rounds; round += 1) {
        for (const contest of contests) await slice(contest, ground);
      }
      // Who is not asked any more goes home: also a server without work has timers, and a pause of 1 ms shows here.
      for (const contest of contests) if (!stays(contest)) await contest.close();
      for (const who of PACED) {
        for (let pace = 0; pace < ground.scale.paces; pace += 1) await halfLoad(who, contests, ground);
      }
    });
  }
};

async function sitDown(contests: readonly Contest[], { scale }: Ground): Promise<void> {
  for (const contest of contests) {
    await contest.ask({ ask: 'open', tables: TABLES });
    await contest.ask({ ask: 'play', ...scale.warm, atOnce: TABLES });
  }
}

async function slice(contest: Contest, { scale, records }: Ground): Promise<void> {
  const { name: who } = contest;
  const cost = await contest.cost({ ask: 'play', ms: scale.sliceMs, atOnce: TABLES });
  records.add({ figure: 'CPU a move', who, unit: 'µs' }, cost.cpu);
  records.add({ figure: 'moves a second', who, unit: '' }, cost.perSecond);
  records.add({ figure: 'bytes a move, to the server', who, unit: 'B' }, cost.bytesIn);
  records.add({ figure: 'bytes a move, from the server', who, unit: 'B' }, cost.bytesOut);
}

/** At half of what this one takes, the floor at the same pace: else each would be told the client's own limits. */
async function halfLoad(
  who: string,
  contests: readonly Contest[],
  { scale, records }: Ground,
): Promise<void> {
  const most = records.median('moves a second', who);
  if (most === undefined) return;
  const perSecond = most / 2;
  for (const contest of contests.filter(({ name }) => name === 'floor' || name === who)) {
    const paced = await contest.ask<Paced>({ ask: 'pace', ms: PACED_SLICES * scale.sliceMs, perSecond });
    const { name } = contest;
    records.add({ figure: `p50 at half load of ${who}`, who: name, unit: 'ms' }, paced.p50);
    records.add({ figure: `p99 at half load of ${who}`, who: name, unit: 'ms' }, paced.p99);
  }
}
