// What it costs to lose a player and have them back: socket, session, room and the diffs missed.
import { among } from '../contest.ts';
import { durable, floor, memory } from '../contestants.ts';
import type { Measure } from './figure.ts';

const TABLES = 20;
const WARM_SLICES = 4;

export const resumes: Measure = async ({ scale, records, profile }) => {
  await among([floor, memory, durable], { profile }, async (contests) => {
    for (const contest of contests) {
      await contest.ask({ ask: 'open', tables: TABLES });
      await contest.ask({ ask: 'comeBack', ms: WARM_SLICES * scale.sliceMs });
    }
    for (let round = 0; round < scale.rounds; round += 1) {
      for (const contest of contests) {
        const { cpu, perSecond } = await contest.cost({ ask: 'comeBack', ms: scale.sliceMs });
        records.add({ figure: 'CPU a resume', who: contest.name, unit: 'µs' }, cpu);
        records.add({ figure: 'resumes a second', who: contest.name, unit: '' }, perSecond);
      }
    }
  });
};
