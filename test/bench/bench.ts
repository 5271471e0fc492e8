// `npm run bench`: measures everything that is asked for, and says in one table what came out.
import { parseArgs } from 'node:util';
import { all, onRequest } from './contestants.ts';
import type { Measure } from './figures/figure.ts';
import { matches } from './figures/matches.ts';
import { micro } from './figures/micro.ts';
import { moves } from './figures/moves.ts';
import { resumes } from './figures/resumes.ts';
import { rooms } from './figures/rooms.ts';
import { size } from './figures/size.ts';
import { spectators } from './figures/spectators.ts';
import { start } from './figures/start.ts';
import { peersAreThere } from './peers.ts';
import { Records } from './record.ts';
import { full, quick } from './scale.ts';
import { machine, versions } from './surroundings.ts';
import { tableOf } from './table.ts';

const measures: Readonly<Record<string, Measure>> = {
  ...{ moves, spectators, rooms, matches, resumes, start, size, micro },
};
const usual = Object.keys(measures).filter((name) => name !== 'micro');

const { values } = parseArgs({
  options: {
    /** A minute's look. */
    quick: { type: 'boolean', default: false },
    /** One last line of JSON besides. */
    json: { type: 'boolean', default: false },
    /** The parts of a move in one process, and nothing else. */
    micro: { type: 'boolean', default: false },
    /** Some of the measures, with commas between. */
    only: { type: 'string', default: usual.join() },
    /** Some of the contestants. */
    among: { type: 'string', default: all.map(({ name }) => name).join() },
    /** A folder for profiles of the servers' processor time, one a server. */
    profile: { type: 'string' },
  },
});

// Each process that runs has one, to end with this one.
process.setMaxListeners(0);

const records = new Records();
const wanted = values.micro ? ['micro'] : values.only.split(',');
const asked = [...all, ...onRequest].filter(({ name }) => values.among.split(',').includes(name));
const scale = values.quick ? quick : full;
const ground = { contestants: contestants(), scale, records, profile: values.profile };
const startedAt = performance.now();

for (const name of wanted) {
  const measure = measures[name];
  if (measure === undefined)
    throw new RangeError(`There is no measure ${name}: ${Object.keys(measures).join(', ')}`);
  console.error(`${name} …`);
  try {
    await measure(ground);
  } catch (error) {
    records.note(`${name} could not be measured: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}

const results = records.results();
const about = { date: new Date().toISOString().slice(0, 10), machine: machine(), versions: versions() };
console.log(`${about.machine}; ${about.date}; ${Math.round((performance.now() - startedAt) / 1_000)} s`);
console.log(
  Object.entries(about.versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', '),
);
console.log(tableOf(results));
for (const note of records.notes) console.log(note);
if (values.json) console.log(JSON.stringify({ ...about, notes: records.notes, figures: results }));
// Whatever a measure that failed has left behind ends with it.
process.exit();

/** Those asked for, without the peers where these cannot be had; which matters only if they play at all. */
function contestants(): typeof asked {
  if (!wanted.includes('moves') || !asked.some(({ peer }) => peer) || peersAreThere()) return asked;
  records.note('The peers are not installed, and cannot be here: they are left out.');
  return asked.filter(({ peer }) => !peer);
}
