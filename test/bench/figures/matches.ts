// The cost of matchmaking: a quick match for two players, from their requests to their seats and until both leave.
import { withContests } from '../contest.ts';
import { durable, memory } from '../contestants.ts';
import type { Measure } from './figure.ts';

const PLAYERS = 100;
const WARM_SLICES = 4;

export const matches: Measure = async ({ scale, records, profile }) => {
  await withContests([memory, durable], { profile, load: 'loads/matches.ts' }, async (contests) => {
    for (const contest of contests) {
      await contest.request({ type: 'open', tables: PLAYERS });
      await contest.request({ type: 'play', ms: WARM_SLICES * scale.sliceMs, concurrency: PLAYERS });
    }
    for (let round = 0; round < scale.rounds; round += 1) {
      for (const contest of contests) {
        const { cpu, perSecond } = await contest.cost({
          type: 'play',
          ms: scale.sliceMs,
          concurrency: PLAYERS,
        });
        records.add({ figure: 'CPU a quick match', who: contest.name, unit: 'µs' }, cpu);
        records.add({ figure: 'quick matches a second', who: contest.name, unit: '' }, perSecond);
      }
    }
  });
};
