// The cost of one diff delivered to many spectators, relative to a bare broadcast of the same number of bytes.
import { withContests } from '../contest.ts';
import { durable, floor, memory } from '../contestants.ts';
import type { Measure } from './figure.ts';

const MEMBERS = 2;
/** Games before the first sample, in which V8 compiles the hot functions. */
const WARM_GAMES = 10;

export const spectators: Measure = async ({ scale, records, profile }) => {
  await withContests([floor, memory, durable], { profile }, async (contests) => {
    for (const contest of contests) {
      await contest.request({ type: 'open', tables: 1 });
      await contest.request({ type: 'addSpectators', spectators: scale.spectators });
      for (let game = 0; game < WARM_GAMES; game += 1) {
        await contest.request({ type: 'playGame' });
        await contest.request({ type: 'rematch' });
      }
    }
    for (let round = 0; round < scale.generations * scale.rounds; round += 1) {
      for (const contest of contests) {
        const { cpu } = await contest.cost({ type: 'playGame' });
        await contest.request({ type: 'rematch' });
        records.add(
          { figure: `CPU a delivered diff, ${scale.spectators} spectators`, who: contest.name, unit: 'µs' },
          cpu / (scale.spectators + MEMBERS),
        );
      }
    }
  });
};
