// `npm run chaos`: kills, freezes and drains a server under load, breaks its network, and checks its guarantees.
import { parseArgs } from 'node:util';
import { builtProduct, type ChaosResult, runChaos } from './chaos-run.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    players: { type: 'string', default: '60' },
    intents: { type: 'string', default: '0' },
    built: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const usage = `npm run chaos -- [--kills N] [--seed S] [--players P] [--intents N] [--built] [--json]
  --kills N    SIGKILLs; freezes and drains come in proportion (10)
  --seed S     makes the same choices again (random)
  --players P  how many play at once (60)
  --intents N  the least number of accepted intents over the whole run (0)
  --built      runs what \`npm run build\` has built instead of the sources
  --json       ends with one line of JSON`;

/** The columns of the verdict. */
const columns = ['lost', 'doubled', 'holes', 'differing'] as const;
/** Number of examples that are printed per column. */
const EXAMPLES = 5;

// So that the server ends, too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
if (values.help) console.log(usage);
// At once: after thousands of cut sockets, Node may never finish closing its event loop.
else process.exit(await main());

async function main(): Promise<number> {
  const kills = count('kills');
  const { seed } = values;
  console.log(`seed ${seed}`);
  const result = await runChaos({
    seed,
    players: count('players'),
    intents: count('intents'),
    plan: { kills, freezes: Math.ceil(kills / 4), drains: Math.ceil(kills / 8) },
    progress: (line) => console.log(line),
    ...(values.built && { program: builtProduct }),
  });
  const summary = {
    ...{ seed, ...result.faults, accepted: result.accepted },
    ...Object.fromEntries(columns.map((column) => [column, result.verdict[column].length])),
    worstPauseMs: result.worstPauseMs,
  };
  show(result);
  console.log(values.json ? JSON.stringify(summary) : summary);
  const isKept = columns.every((column) => result.verdict[column].length === 0);
  return isKept && result.strandings.length === 0 ? 0 : 1;
}

function show({ verdict, strandings }: ChaosResult): void {
  for (const [what, examples] of Object.entries({ ...verdict, stranded: strandings })) {
    for (const example of examples.slice(0, EXAMPLES)) console.log(`${what}: ${example}`);
  }
}

function count(name: 'kills' | 'players' | 'intents'): number {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= 0) return number;
  console.error(`--${name} must be a whole number\n${usage}`);
  process.exit(2);
}
