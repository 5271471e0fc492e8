// `npm run fuzz -- [--frames N] [--seed S] [--json]`: attacks a real server with invalid frames.
import { progress, readFlags } from './fuzz-flags.ts';
import { fuzz } from './fuzz-run.ts';

const { amount: frames, seed, json } = readFlags('frames', { least: 1_000, usual: 200_000 });
if (!json) console.log(`seed ${seed}`);
const started = performance.now();
const { report, failures, moves, matches } = await fuzz({
  ...{ frames, seed },
  onProgress: (sent) => {
    const perSecond = (sent * 1000) / (performance.now() - started);
    progress(`${sent} of ${frames} frames, ${perSecond.toFixed(0)} a second`);
  },
});
progress('');
const { connections, crashes, unhandled, changedByRefused, unanswered, seconds } = report;
const { heapGrowthMb, externalGrowthMb, outsideGrowthMb, rssGrowthMb } = report;
console.log(`${report.frames} frames over ${connections} connections in ${seconds} s (seed ${seed})
server   ${crashes} crashes, ${unhandled} errors
memory   MB more than when it was warm: heap ${heapGrowthMb}, buffers ${externalGrowthMb}, outside ${outsideGrowthMb}; resident ${rssGrowthMb}
answers  ${unanswered} refs without exactly one
honest   ${matches} matches of ${moves} moves, ${changedByRefused} changes that were not theirs`);
for (const failure of failures) console.log(`failed   ${failure}`);
if (json) console.log(JSON.stringify(report));
// At once: after thousands of cut sockets, Node may never finish closing its event loop.
process.exit(failures.length === 0 ? 0 : 1);
