// `npm run soak -- [--minutes M] [--seed S] [--json]`: clients come and go; afterwards nothing may be left of them.
import { progress, readFlags } from './fuzz-flags.ts';
import { soak } from './soak-run.ts';

const { amount: minutes, seed, json } = readFlags('minutes', { least: 0, usual: 1 });
if (!json) console.log(`seed ${seed}`);
const { report, failures } = await soak({
  ...{ minutes, seed },
  onProgress: (passed, rounds) => progress(`${passed.toFixed(1)} of ${minutes} minutes, ${rounds} rounds`),
});
progress('');
const { rounds, matches, heapStartMb, heapEndMb, heapSlopeMbPerHour, externalGrowthMb, ...left } = report;
console.log(`${rounds} rounds and ${matches} matches in ${left.minutes} minutes (seed ${seed})
heap     ${heapStartMb} MB, then ${heapEndMb} MB: ${heapSlopeMbPerHour} MB an hour; buffers ${externalGrowthMb} MB more
left     ${left.rooms} rooms, ${left.sessions} sessions, ${left.timers} timers
more     ${left.handles} handles, ${left.fds} file descriptors than at the start`);
for (const failure of failures) console.log(`failed   ${failure}`);
if (json) console.log(JSON.stringify(report));
// At once: after thousands of cut sockets, Node may never finish closing its event loop.
process.exit(failures.length === 0 ? 0 : 1);
