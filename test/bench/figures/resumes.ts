// The cost of a lost connection: the player's new socket, session, room and the missed diffs.
import { withContests } from '../contest.ts';
import { durable, floor, memory } from '../contestants.ts';
import type { Measure } from './figure.ts';

const TABLES = 20;
const WARM_SLICES = 4;

export const resumes: Measure = async ({ scale, records, profile }) => {
  await withContests([floor, memory, durable], { profile }, async (contests) => {
    for (const contest of contests) {
      await contest.request({ type: 'open', tables: TABLES });
      await contest.request({ type: 'reconnect', ms: WARM_SLICES * scale.sliceMs });
    }
    for (let round = 0; round < scale.rounds; round += 1) {
      for (const contest of contests) {
        const { cpu, perSecond } = await contest.cost({ type: 'reconnect', ms: scale.sliceMs });
        records.add({ figure: 'CPU a resume', who: contest.name, unit: 'µs' }, cpu);
        records.add({ figure: 'resumes a second', who: contest.name, unit: '' }, perSecond);
      }
    }
  });
};
