// What matchmaking costs: a quick match for two, from the wish to the seats, and their leaving.
import { among, Contest } from '../contest.ts';
import { durable, memory } from '../contestants.ts';
import type { Measure } from './figure.ts';

const PLAYERS = 100;
const WARM_SLICES = 4;

export const matches: Measure = async ({ scale, records, profile }) => {
  const contests: Contest[] = [];
  await among(contests, async () => {
    for (const contestant of [memory, durable]) {
      const contest = await Contest.open(contestant, { profile, load: 'loads/matches.ts' });
      contests.push(contest);
      await contest.ask({ ask: 'open', tables: PLAYERS });
      await contest.ask({ ask: 'play', ms: WARM_SLICES * scale.sliceMs, atOnce: PLAYERS });
    }
    for (let round = 0; round < scale.rounds; round += 1) {
      for (const contest of contests) {
        const { cpu, perSecond } = await contest.cost({ ask: 'play', ms: scale.sliceMs, atOnce: PLAYERS });
        records.add({ figure: 'CPU a quick match', who: contest.name, unit: 'µs' }, cpu);
        records.add({ figure: 'quick matches a second', who: contest.name, unit: '' }, perSecond);
      }
    }
  });
};
