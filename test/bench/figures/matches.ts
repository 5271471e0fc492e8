// What matchmaking costs: a quick match for two, from the wish to the seats, and their leaving.
import { among } from '../contest.ts';
import { durable, memory } from '../contestants.ts';
import type { Measure } from './figure.ts';

const PLAYERS = 100;
const WARM_SLICES = 4;

export const matches: Measure = async ({ scale, records, profile }) => {
  await among([memory, durable], { profile, load: 'loads/matches.ts' }, async (contests) => {
    for (const contest of contests) {
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
