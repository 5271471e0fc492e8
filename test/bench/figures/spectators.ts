// What one diff costs that is delivered to a crowd of spectators, against a bare broadcast of as many bytes.
import { among } from '../contest.ts';
import { durable, floor, memory } from '../contestants.ts';
import type { Measure } from './figure.ts';

const MEMBERS = 2;
/** Of the first tables, where all is compiled. */
const WARM_GAMES = 10;

export const spectators: Measure = async ({ scale, records, profile }) => {
  await among([floor, memory, durable], { profile }, async (contests) => {
    for (const contest of contests) {
      await contest.ask({ ask: 'open', tables: 1 });
      await contest.ask({ ask: 'watch', spectators: scale.spectators });
      for (let game = 0; game < WARM_GAMES; game += 1) {
        await contest.ask({ ask: 'game' });
        await contest.ask({ ask: 'again' });
      }
    }
    for (let round = 0; round < scale.generations * scale.rounds; round += 1) {
      for (const contest of contests) {
        const { cpu } = await contest.cost({ ask: 'game' });
        await contest.ask({ ask: 'again' });
        records.add(
          { figure: `CPU a delivered diff, ${scale.spectators} spectators`, who: contest.name, unit: 'µs' },
          cpu / (scale.spectators + MEMBERS),
        );
      }
    }
  });
};
