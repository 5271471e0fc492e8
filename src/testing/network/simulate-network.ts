// Whole matches over a network that fails at any moment, with every rule watched: the same run for the same seed.
import type { Game } from '../../game/index.ts';
import type { NetworkPlan, NetworkReport } from './plan.ts';
import { Simulation } from './simulation.ts';

/**
 * Plays the matches in memory, without real time, and sees after every step that the server keeps its rules:
 * C3, R3, R5, R6, R7, R9, R10. Rejects with a BrokenRule that names rule, seed and step.
 */
export async function simulateNetwork<G extends Game>(plan: NetworkPlan<G>): Promise<NetworkReport> {
  const simulation = new Simulation(plan);
  try {
    return await run(simulation);
  } finally {
    await simulation.close();
  }
}

async function run<G extends Game>(simulation: Simulation<G>): Promise<NetworkReport> {
  const { tables, weather, clock } = simulation;
  const begun = clock.now();
  await simulation.through(Promise.all(tables.map((table) => table.seat())));
  weather.isCalm = false;
  const outcomes = await simulation.through(Promise.all(tables.map((table) => table.play())));
  weather.isCalm = true;
  // One by one: of ten thousand players somebody always waits for a pong
  const waiting = [...tables];
  await simulation.goOn(() => {
    for (let last = waiting.at(-1); last?.isQuiet; last = waiting.at(-1)) {
      last.compare();
      waiting.pop();
    }
    return waiting.length === 0;
  });
  await simulation.through(Promise.all(tables.map((table) => table.leave())));
  await simulation.empty();
  return reportOf(simulation, { outcomes, simulatedMs: Math.round(clock.now() - begun) });
}

type Ending = { readonly outcomes: readonly string[]; readonly simulatedMs: number };

function reportOf<G extends Game>(simulation: Simulation<G>, ending: Ending): NetworkReport {
  const { seed, steps, tables, guests, weather, chronicles } = simulation;
  const { tally } = weather;
  const outcomes: Record<string, number> = {};
  for (const reason of ending.outcomes) outcomes[reason] = (outcomes[reason] ?? 0) + 1;
  const sum = (count: 'resumed' | 'joined' | 'rejected'): number =>
    guests.reduce((total, { witness }) => total + witness.tally[count], 0);
  return {
    ...{ seed, steps, simulatedMs: ending.simulatedMs, matches: tables.length, outcomes },
    accepted: [...chronicles.values()].reduce((total, { accepted }) => total + accepted, 0),
    rejected: sum('rejected'),
    drops: tally.drop,
    duplicates: tally.duplicate,
    reordered: tally.reorder,
    slowReaders: tally.slowReader,
    hasty: tally.haste,
    resumed: sum('resumed'),
    joined: sum('joined'),
    lost: guests.filter(({ isLost }) => isLost).length,
  };
}
