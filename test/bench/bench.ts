// `npm run bench`: measures the selected figures and prints one table of results.
import { parseArgs } from 'node:util';
import { defaultContestants, optionalContestants } from './contestants.ts';
import { machine, versions } from './environment.ts';
import type { Measure } from './figures/figure.ts';
import { matches } from './figures/matches.ts';
import { micro } from './figures/micro.ts';
import { moves } from './figures/moves.ts';
import { resumes } from './figures/resumes.ts';
import { rooms } from './figures/rooms.ts';
import { size } from './figures/size.ts';
import { spectators } from './figures/spectators.ts';
import { start } from './figures/start.ts';
import { ensurePeersInstalled } from './peers.ts';
import { Records } from './record.ts';
import { full, quick } from './scale.ts';
import { tableOf } from './table.ts';

const measures: Readonly<Record<string, Measure>> = {
  ...{ moves, spectators, rooms, matches, resumes, start, size, micro },
};
const defaultMeasures = Object.keys(measures).filter((name) => name !== 'micro');

const { values } = parseArgs({
  options: {
    /** A short run of about 90 seconds. */
    quick: { type: 'boolean', default: false },
    /** Also prints one last line of JSON. */
    json: { type: 'boolean', default: false },
    /** Measures only the parts of a move, in one process. */
    micro: { type: 'boolean', default: false },
    /** Names of measures, separated by commas. */
    only: { type: 'string', default: defaultMeasures.join() },
    /** Names of contestants, separated by commas. */
    among: { type: 'string', default: defaultContestants.map(({ name }) => name).join() },
    /** A folder for CPU profiles, one for each server. */
    profile: { type: 'string' },
  },
});

// Each child process has an exit listener, so that it ends with this process.
process.setMaxListeners(0);

const records = new Records();
const selectedMeasures = values.micro ? ['micro'] : values.only.split(',');
const selectedContestants = [...defaultContestants, ...optionalContestants].filter(({ name }) =>
  values.among.split(',').includes(name),
);
const scale = values.quick ? quick : full;
const context = { contestants: contestants(), scale, records, profile: values.profile };
const startedAt = performance.now();

for (const name of selectedMeasures) {
  const measure = measures[name];
  if (measure === undefined)
    throw new RangeError(`There is no measure ${name}: ${Object.keys(measures).join(', ')}`);
  console.error(`${name} …`);
  try {
    await measure(context);
  } catch (error) {
    records.note(`${name} could not be measured: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}

const results = records.results();
const environment = { date: new Date().toISOString().slice(0, 10), machine: machine(), versions: versions() };
console.log(
  `${environment.machine}; ${environment.date}; ${Math.round((performance.now() - startedAt) / 1_000)} s`,
);
console.log(
  Object.entries(environment.versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', '),
);
console.log(tableOf(results));
for (const note of records.notes) console.log(note);
if (values.json) console.log(JSON.stringify({ ...environment, notes: records.notes, figures: results }));
// Also ends the processes that a failed measure has left.
process.exit();

/** The selected contestants, without the peers if they cannot be installed. Only `moves` measures peers. */
function contestants(): typeof selectedContestants {
  const needsPeers = selectedMeasures.includes('moves') && selectedContestants.some(({ peer }) => peer);
  if (!needsPeers || ensurePeersInstalled()) return selectedContestants;
  records.note('The peers are left out, because they could not be installed.');
  return selectedContestants.filter(({ peer }) => !peer);
}
